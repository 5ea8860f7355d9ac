// The settings of a Worker in Cloudflare's answer about them.
// https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/settings/
import { asObject } from '../command-line/as-object.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What a setting is where the answer leaves it out. */
const DEFAULTS: Readonly<Record<string, string>> = {
  compatibility_flags: '',
  logpush: 'false',
  'observability.enabled': 'false',
  'observability.logs.enabled': 'false',
  // https://developers.cloudflare.com/workers/observability/logs/workers-logs/#invocation-logs
  'observability.logs.invocation_logs': 'true',
  'observability.traces.enabled': 'false',
};

/** A setting by its path, as text; a list is joined by spaces. */
export function settingAt(answer: Answer, path: string): string {
  const value = valueAt(answer, path);
  if (Array.isArray(value)) return value.map(String).toSorted().join(' ');
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  return DEFAULTS[path] ?? 'nothing';
}

/** Where logs and traces are exported to. The gateway exports none. */
export function exportedTo(answer: Answer): readonly string[] {
  const lists = ['logs', 'traces'].map((kind) =>
    valueAt(answer, `observability.${kind}.destinations`),
  );
  return lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}

function valueAt(answer: Answer, path: string): unknown {
  return path.split('.').reduce<unknown>((value, member) => asObject(value)[member], answer);
}
