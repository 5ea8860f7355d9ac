// A Worker's upload, and how the provider Cloudflare reads one back.
import type { Properties } from './grpc.ts';

export type Binding = Properties;

/** The `metadata` part of an upload: https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
export function toMetadata(inputs: Properties): Properties {
  const { mainModule, compatibilityDate, compatibilityFlags, bindings, observability } = inputs;
  const { migrations } = inputs;
  const list = (bindings ?? []) as readonly Binding[];
  return toSnake({
    mainModule,
    compatibilityDate,
    compatibilityFlags,
    bindings: list.map(withAlgorithm),
    observability,
    // With every upload: internal/services/workers_script/resource.go (Create and Update).
    ...(migrations !== undefined && { migrations }),
  }) as Properties;
}

/** A key's algorithm is a text of JSON in the resource and an object in the upload. */
function withAlgorithm(binding: Binding): Binding {
  const { algorithm } = binding;
  if (typeof algorithm !== 'string') return binding;
  return { ...binding, algorithm: JSON.parse(algorithm) as unknown };
}

/**
 * Bindings after a refresh. The provider keeps what the state has of every binding that still exists, so a
 * changed value is not seen, and a plain one stays even if it was removed; a removed secret and a new
 * binding are seen: `UpdateSecretTextsFromState` in
 * https://github.com/cloudflare/terraform-provider-cloudflare/blob/main/internal/services/workers_script/custom.go
 */
export function bindingsAfterRefresh(
  state: readonly Binding[],
  remote: readonly Binding[],
): readonly Binding[] {
  const names = new Set(remote.map(({ name }) => name));
  const kept = state.filter(({ name, type }) => names.has(name) || type !== 'secret_text');
  const known = new Set(state.map(({ name }) => name));
  return [...kept, ...remote.filter(({ name }) => !known.has(name))];
}

/** The text of the only module in a script's multipart answer. */
export function moduleOf(answer: string): string {
  const start = answer.indexOf('\r\n\r\n') + 4;
  return answer.slice(start, answer.lastIndexOf('\r\n--'));
}

export function toCamel(value: unknown): unknown {
  return renameKeys(value, (key) =>
    key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function toSnake(value: unknown): unknown {
  return renameKeys(value, (key) =>
    key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), renameKeys(item, rename)]),
  );
}
