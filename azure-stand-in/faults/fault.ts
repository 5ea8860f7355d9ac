// The `x-ms-fault` request header: what is to go wrong. Proxies forward `x-ms-*`, so a test at the
// client's end reaches this server through them. The effects are where the answer is written: delivery/
// for bytes and times, sockets/ for WebSockets, chat/ for what only chat has.
import { parseDirective, type Vocabulary } from './directive.ts';

/**
 * The header's items, separated by `;`. A bare number from 400 to 599 is an item too: that status,
 * with Azure's body for it, in place of the answer. Examples: `429; retry-after-ms=1500`,
 * `stall-after=3; hold=gate`, `cut-after-bytes=200`. Items can be combined. A reset discards what the
 * client has not read yet, so a stall goes before it: `stall-after=3; hold=gate; cut-after-events=3;
 * cut=reset`, and the gate is opened once the three events have arrived.
 */
export const FAULT_VOCABULARY = {
  'retry-after-ms': { takes: 'number', does: 'with a status or stream-error: that header' },
  'retry-after': {
    takes: 'number',
    does: 'with a status or stream-error: that header',
  },
  html: { takes: 'nothing', does: 'an HTML error page (502, or the status given)' },
  'slow-headers': { takes: 'nothing', does: 'wait before the status line' },
  'slow-first-byte': { takes: 'nothing', does: 'wait between the headers and the first byte' },
  'stall-after': { takes: 'number', does: 'wait after N events' },
  ms: {
    takes: 'number',
    does: 'those waits take N milliseconds; default: until the client leaves',
  },
  hold: { takes: 'word', does: 'those waits last until release(NAME) is called, once and for all' },
  reset: { takes: 'nothing', does: 'reset the connection before the status line' },
  'cut-after-events': { takes: 'number', does: 'end the connection after N events' },
  'cut-after-bytes': { takes: 'number', does: 'end the connection after N bytes of the body' },
  cut: {
    takes: 'word',
    among: ['fin', 'reset'],
    does: 'how those two end it: fin (default) or reset',
  },
  'close-code': {
    takes: 'number',
    does: 'WebSockets: close with that code after the first message',
  },
  'error-frame': {
    takes: 'number',
    does: 'after N events an error event (or stream-error), then the end',
  },
  'stream-error': {
    takes: 'word',
    among: ['failed', 'error', 'failed-and-error'],
    does: 'a rate limit inside a stream: failed, error or failed-and-error',
  },
  'malformed-json': {
    takes: 'nothing',
    does: 'half of the JSON (in a stream: of the second event)',
  },
  'wrong-length': { takes: 'nothing', does: 'a content-length 10 bytes too long, then the end' },
  'body-bytes': {
    takes: 'number',
    most: 64_000_000,
    does: 'a JSON body of that length, filled up with spaces',
  },
  'raw-status': {
    takes: 'number',
    least: 100,
    most: 999,
    does: 'that status, also in place of a WebSocket',
  },
  location: {
    takes: 'word',
    among: ['tab', 'control', 'two'],
    does: 'an odd Location header: tab, control or two',
  },
  encoding: {
    takes: 'word',
    among: ['gzip', 'deflate', 'br', 'zstd', 'unknown'],
    does: 'the body in gzip, deflate, br, zstd or unknown',
  },
  flood: {
    takes: 'number',
    most: 256,
    does: 'WebSockets: N MiB of events at once, none of them awaited',
  },
  'never-reads': { takes: 'nothing', does: 'WebSockets: what the client sends is not read' },
  gzip: { takes: 'nothing', does: 'the body compressed, in one piece' },
  'async-filter': { takes: 'nothing', does: 'chunks of the asynchronous content filter, no delta' },
  'no-opener': {
    takes: 'nothing',
    does: 'a stream without the first chunk, that of empty choices',
  },
  'split-bytes': { takes: 'nothing', does: 'every byte of the body in a write of its own' },
  'split-utf8': { takes: 'nothing', does: 'every event in two writes, cut inside a character' },
  merge: { takes: 'nothing', does: 'all events in one write' },
  crlf: { takes: 'nothing', does: 'events end in CRLF CRLF' },
  account: { takes: 'word', does: 'only when the account has this subdomain' },
  first: { takes: 'number', does: 'only the first N times an account meets this very header' },
} as const satisfies Vocabulary;

/** The parsed header: the items given, under their own names. */
export type Fault = Partial<{
  readonly [Name in keyof typeof FAULT_VOCABULARY]: ValueOf<
    (typeof FAULT_VOCABULARY)[Name]['takes']
  >;
}> & { readonly status?: number };

type ValueOf<T> = T extends 'nothing' ? true : T extends 'number' ? number : string;

/** What happens without the header. */
export const NO_FAULT: Fault = {};

/**
 * Parses the header.
 *
 * @returns the fault, or a sentence that says what is wrong with it
 */
export function parseFault(text: string): Fault | string {
  const items = text.split(';').map((item) => item.trim());
  const statuses = items.filter((item) => STATUS.test(item));
  if (statuses.length > 1) return 'only one status may be given.';
  const others = items.filter((item) => !STATUS.test(item));
  const parsed = parseDirective(others.join(';'), FAULT_VOCABULARY);
  if (typeof parsed === 'string') return parsed;
  // The vocabulary entry that parsed a value is also the source of its type.
  const named = parsed as Fault;
  const fault = statuses[0] === undefined ? named : { ...named, status: Number(statuses[0]) };
  return contradiction(fault) ?? fault;
}

const STATUS = /^[45]\d\d$/;

function contradiction(fault: Fault): string | undefined {
  if (fault.ms !== undefined && fault.hold !== undefined) {
    return "'ms' and 'hold' exclude each other.";
  }
  const code = fault['close-code'];
  // The codes that a close frame may carry (RFC 6455, section 7.4).
  if (code !== undefined && !/^(100[0-37-9]|101[0-4]|[34]\d{3})$/.test(String(code))) {
    return "'close-code' is 1000 to 1003, 1007 to 1014 or 3000 to 4999.";
  }
  const hasRetry = fault['retry-after'] !== undefined || fault['retry-after-ms'] !== undefined;
  if (hasRetry && fault.status === undefined && fault['stream-error'] === undefined) {
    return "'retry-after' needs a status, such as 429.";
  }
  return undefined;
}
