// Compares what happened in a cell with what the rules demand.
import { APIError } from 'openai';
import type { LogLine } from '../../../worker/contract/log.ts';
import { parseObject } from '../../../worker/formats/json.ts';
import type { Cell } from './cell.ts';
import type { Seen } from './client.ts';
import type { Retry } from './rules.ts';

/** What was seen at Azure and in the log. */
export interface Traces extends Pick<LogLine, 'attempts' | 'outcome' | 'error'> {
  readonly requests: number;
}

/** Describes the differences; undefined when there are none. */
export function difference(cell: Cell, seen: Seen, traces: Traces): string | undefined {
  const { expected } = cell;
  const faults: string[] = [];
  const want = (what: string, found: unknown, wanted: unknown) => {
    if (found !== wanted) faults.push(`${what} is ${String(found)}, not ${String(wanted)}`);
  };
  want('number of requests', traces.requests, expected.requests);
  want('logged number of requests', traces.attempts, expected.requests);
  want('logged outcome', traces.outcome, expected.outcome);
  const { end } = expected;
  if (end.kind === 'gone') {
    want('end', seen.kind, 'gone');
    if (expected.error !== undefined) want('logged error', traces.error, expected.error);
    return join(faults);
  }
  if (seen.kind === 'socket') {
    if (end.kind === 'whole') want('socket', seen.code, 'open');
    else if (end.kind !== 'closed') faults.push(`socket was opened`);
    else if (NORMAL_ENDS.has(seen.code))
      faults.push(`socket ended with ${seen.code}, as if all was well`);
    return join(faults);
  }
  if (seen.kind !== 'answer') return join([...faults, 'client is gone']);
  const { status, text, broken, raised, headers } = seen;
  const { answer } = cell.use;
  if (end.kind === 'status') {
    want('status', status, end.status);
    want('broken', broken, false);
    want('content-type', headers.get('content-type'), 'application/json');
    faults.push(...errorFaults(text, end.code), ...retryFaults(headers, end.retry));
    return join(faults);
  }
  want('status', status, answer.status);
  if (end.kind === 'whole') {
    want('broken', broken, false);
    want('end of the answer there', text.includes(answer.last), true);
    want('raised', raised, undefined);
    if (cell.fault.code === 's-async')
      want('chunk without delta', /"choices":\[\{(?![^\n]*"delta")/.test(text), false);
  } else if (end.kind === 'broken') want('broken', broken, true);
  else if (end.kind === 'event') {
    // After its own event the gateway breaks the body off; an event of Azure's ends a whole body.
    want('broken', broken, end.by === 'gateway');
    want('end of the answer there', text.includes(answer.last), false);
    const { code = 'upstream_stream_interrupted' } = end;
    want("gateway's error event", text.includes(`"${code}"`), end.by === 'gateway');
    want(
      'error event at the end',
      /data: \{("error":\{|"type":"error")[^\n]*\}\n\n\n?$/.test(text),
      true,
    );
    want('raised something', raised !== undefined, true);
    const isCutEvent = raised instanceof SyntaxError;
    if (raised !== undefined && !(raised instanceof APIError) && !isCutEvent) {
      faults.push(`SDK raised ${raised instanceof Error ? raised.name : typeof raised}`);
    }
  } else faults.push(`answer ${status}`);
  return join(faults);
}

/** The codes of a normal close: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const NORMAL_ENDS: ReadonlySet<unknown> = new Set([1000, 1001, 1005]);

function join(faults: readonly string[]): string | undefined {
  return faults.length === 0 ? undefined : faults.join('; ');
}

function errorFaults(text: string, code: string | undefined): readonly string[] {
  const error: unknown = parseObject(text)?.['error'];
  if (typeof error !== 'object' || error === null) return [`no error in OpenAI's shape: ${text}`];
  const missing = ['message', 'type', 'param', 'code'].filter((member) => !(member in error));
  const faults = missing.map((member) => `error has no ${member}`);
  if ('message' in error && String(error.message).includes('<')) faults.push('error is HTML');
  if (code !== undefined && (!('code' in error) || error.code !== code))
    faults.push(`error is not ${code}: ${text}`);
  return faults;
}

function retryFaults(headers: Headers, retry: Retry | undefined): readonly string[] {
  if (retry === undefined) return [];
  if (retry.kind === 'azure') {
    const lost = Object.entries(retry.headers).filter(
      ([name, value]) => headers.get(name) !== value,
    );
    return lost.map(([name]) => `${name} of Azure's is ${String(headers.get(name))}`);
  }
  const ms = Number(headers.get('retry-after-ms') ?? NaN);
  const seconds = Number(headers.get('retry-after') ?? NaN);
  const fits = ms >= retry.fromMs && ms <= retry.toMs && seconds === Math.ceil(ms / 1000);
  const shouldRetry = headers.get('x-should-retry') === 'true';
  return fits && shouldRetry
    ? []
    : [`retry-after-ms is ${ms}, retry-after ${seconds}, x-should-retry ${String(shouldRetry)}`];
}
