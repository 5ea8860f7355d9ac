// The faults of the matrix: the bytes that Azure sends, and how its connection ends.
import { filteredChat, type Answer } from './answer.ts';
import type { TimeoutsBinding } from '../../../worker/contract/env.ts';
import type { Use } from './use.ts';

/**
 * One thing that Azure does to a connection. `meet`: waits until the client has the head of the
 * answer, since a reset throws away what was not read. `hold`: waits until the gateway has gone.
 * `open`: shakes hands for a socket.
 */
export type Step = Buffer | 'open' | 'meet' | 'hold' | 'fin' | 'rst';

/** When a client leaves: before anything came, after the head, or while the second account is called. */
export type Leaving = 'before' | 'amid' | 'between';

/** What goes wrong. */
export interface Fault {
  /** In the table. */
  readonly code: string;
  readonly title: string;
  /**
   * `answer`: Azure sends an error, or nothing. `opening`: a stream does not begin.
   * `body`, `stream`, `socket`: one of these ends wrongly. `gone`: the client leaves.
   */
  readonly at: 'answer' | 'opening' | 'body' | 'stream' | 'socket' | 'gone';
  /** The status of Azure's answer; absent when Azure does not answer. */
  readonly status?: number;
  /** The error of the gateway when Azure sends none. Default: Azure could not be reached. */
  readonly gatewayError?: { readonly status: number; readonly code: string };
  /** The settings of the model, for faults that only a timeout ends. */
  readonly timeouts?: TimeoutsBinding;
  /** How long Azure asks clients to wait before they retry. */
  readonly cooldown?: { readonly headers: Readonly<Record<string, string>>; readonly ms: number };
  /** What Azure does, in order; `refuse`: nothing listens at its address. */
  readonly steps: 'refuse' | ((use: Use) => readonly Step[]);
  readonly leaves?: Leaving | ((use: Use) => Leaving);
}

const COOLDOWN_MS = 30_000;

/** Long enough for a correct answer on a busy machine. */
const PATIENCE_S = 3;
const TOO_LATE = { status: 504, code: 'upstream_timeout' };
function inHalf(all: Buffer): Buffer {
  return all.subarray(0, all.length >> 1);
}

function head(status: number, headers: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} Status\r\nconnection: close\r\n${lines.join('')}\r\n`);
}

function chunked(bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

function headOf({ status, type }: Answer, length?: number): Buffer {
  const framing =
    length === undefined
      ? { 'transfer-encoding': 'chunked' }
      : { 'content-length': String(length) };
  return head(status, { 'content-type': type, ...framing });
}

/** The complete answer, correctly ended. */
export function wellAnswered(answer: Answer): readonly Step[] {
  const body = answer.pieces.map(chunked);
  return [headOf(answer), ...body, LAST_CHUNK, 'fin'];
}

/** A stream up to the middle of its fourth event. */
function begun({ answer }: Use): readonly Buffer[] {
  const [first, second, third, fourth] = answer.pieces;
  const all = [first, second, third].flatMap((piece) => piece ?? []);
  return [headOf(answer), ...[...all, inHalf(fourth ?? Buffer.alloc(0))].map(chunked)];
}

/** Half of a body of known length. */
function halfOf({ answer }: Use): readonly [Buffer, Buffer] {
  const body = Buffer.concat(answer.pieces);
  return [headOf(answer, body.length), inHalf(body)];
}

/** An error of Azure's. */
function refusal(
  code: string,
  title: string,
  status: number,
  more: { readonly cooldown?: Fault['cooldown']; readonly page?: string } = {},
): Fault {
  const { cooldown, page } = more;
  const json = JSON.stringify({ error: { code: String(status), message: `Azure's ${status}.` } });
  const body = Buffer.from(page ?? json);
  const type = page?.startsWith('<') === true ? 'text/html' : 'application/json';
  const steps = () => {
    const length = { 'content-length': String(body.length) };
    return [
      head(status, { 'content-type': type, ...length, ...cooldown?.headers }),
      body,
      'fin',
    ] as const;
  };
  return { code, title, at: 'answer', status, ...(cooldown && { cooldown }), steps };
}

function busyFor(code: string, name: string, value: string): Fault {
  const cooldown = { headers: { [name]: value }, ms: COOLDOWN_MS };
  return refusal(
    code,
    `429 with ${name}${name === 'retry-after' ? ` as ${code.slice(2)}` : ''}`,
    429,
    { cooldown },
  );
}

const ERROR_EVENT = Buffer.from(
  'data: {"error":{"message":"The server had an error.","type":"server_error","param":null,"code":null}}\n\n',
);
const noAnswer = { at: 'answer' } as const;

export const FAULTS: readonly Fault[] = [
  { ...noAnswer, code: 'refused', title: 'connection refused', steps: 'refuse' },
  { ...noAnswer, code: 'rst', title: 'reset before the headers', steps: () => ['rst'] },
  { ...noAnswer, code: 'fin', title: 'closed before the headers', steps: () => ['fin'] },
  {
    ...noAnswer,
    code: 'junk',
    title: 'no HTTP',
    steps: () => [Buffer.from('SSH-2.0-x\r\n\r\n'), 'fin'],
  },
  busyFor('r-ms', 'retry-after-ms', String(COOLDOWN_MS)),
  busyFor('r-xms', 'x-ms-retry-after-ms', String(COOLDOWN_MS)),
  busyFor('r-seconds', 'retry-after', String(COOLDOWN_MS / 1000)),
  // Seconds are its finest measure, and it begins to run at once.
  busyFor('r-date', 'retry-after', new Date(Date.now() + COOLDOWN_MS).toUTCString()),
  {
    ...noAnswer,
    code: 'late',
    title: 'headers that do not come in time',
    gatewayError: TOO_LATE,
    timeouts: { headers: PATIENCE_S },
    steps: () => ['hold'],
  },
  refusal('r-none', '429 without a time to wait', 429, { cooldown: { headers: {}, ms: 2000 } }),
  refusal('408', '408', 408),
  refusal('500', '500', 500),
  refusal('503', '503', 503),
  refusal('html', 'an HTML page of 502', 502, {
    page: '<html><title>502 Bad Gateway</title></html>',
  }),
  refusal('half', '500 with half of its JSON', 500, { page: '{"error":{"mess' }),
  {
    ...refusal('short', '500 with its body cut short', 500),
    steps: () => [head(500, { 'content-type': 'application/json', 'content-length': '99' }), 'fin'],
  },
  refusal('404', '404', 404),
  {
    code: 'b-fin',
    title: 'body closed before its length',
    at: 'body',
    steps: (use) => [...halfOf(use), 'fin'],
  },
  {
    code: 'b-chunk',
    title: 'body closed before its last chunk',
    at: 'body',
    steps: ({ answer }) => [headOf(answer), chunked(Buffer.concat(answer.pieces)), 'fin'],
  },
  {
    code: 'b-rst',
    title: 'body reset',
    at: 'body',
    steps: (use) => [...halfOf(use), 'meet', 'rst'],
  },
  {
    code: 'b-len',
    title: 'body 10 bytes shorter than its length',
    at: 'body',
    steps: ({ answer }) => {
      const body = Buffer.concat(answer.pieces);
      return [headOf(answer, body.length + 10), body, 'fin'];
    },
  },
  {
    code: 's-head',
    title: 'stream closed before its first event',
    at: 'opening',
    gatewayError: { status: 502, code: 'upstream_stream_interrupted' },
    steps: ({ answer }) => [headOf(answer), 'fin'],
  },
  {
    code: 's-empty',
    title: 'stream that ends correctly but without an event',
    at: 'opening',
    gatewayError: { status: 502, code: 'upstream_stream_interrupted' },
    steps: ({ answer }) => wellAnswered({ ...answer, pieces: [] }),
  },
  {
    code: 's-late',
    title: 'stream whose first event does not come in time',
    at: 'opening',
    gatewayError: TOO_LATE,
    timeouts: { firstByte: PATIENCE_S },
    steps: ({ answer }) => [headOf(answer), 'hold'],
  },
  {
    code: 's-idle',
    title: 'stream that stalls inside an event, with the setting on',
    at: 'stream',
    timeouts: { idle: PATIENCE_S },
    steps: (use) => [...begun(use), 'hold'],
  },
  {
    code: 's-fin',
    title: 'stream closed inside an event',
    at: 'stream',
    steps: (use) => [...begun(use), 'fin'],
  },
  {
    code: 's-rst',
    title: 'stream reset inside an event',
    at: 'stream',
    steps: (use) => [...begun(use), 'meet', 'rst'],
  },
  {
    code: 's-len',
    title: 'stream 10 bytes shorter than its length',
    at: 'stream',
    steps: ({ answer }) => {
      const body = Buffer.concat(answer.pieces.slice(0, -1));
      return [headOf(answer, body.length + 10), body, 'fin'];
    },
  },
  {
    code: 's-early',
    title: 'stream that ends correctly but without its last event',
    at: 'stream',
    steps: ({ answer }) => wellAnswered({ ...answer, pieces: answer.pieces.slice(0, -1) }),
  },
  {
    code: 's-error',
    title: 'stream that ends in an error event',
    at: 'stream',
    steps: ({ answer }) =>
      wellAnswered({ ...answer, pieces: [...answer.pieces.slice(0, 3), ERROR_EVENT] }),
  },
  {
    code: 's-async',
    title: 'stream that the asynchronous filter ends',
    at: 'stream',
    steps: () => wellAnswered(filteredChat()),
  },
  {
    code: 'w-fin',
    title: 'socket closed without a close frame',
    at: 'socket',
    steps: () => ['open', 'meet', 'fin'],
  },
  { code: 'w-rst', title: 'socket reset', at: 'socket', steps: () => ['open', 'meet', 'rst'] },
  {
    code: 'g-head',
    title: 'client gone before the headers',
    at: 'gone',
    leaves: 'before',
    steps: () => ['hold'],
  },
  {
    code: 'g-first',
    title: 'client gone before the first byte',
    at: 'gone',
    // The head of a stream goes to the client with its first byte.
    leaves: ({ form }) => (form === 'whole' || form === 'counted' ? 'amid' : 'before'),
    steps: ({ answer }) => [headOf(answer), 'hold'],
  },
  {
    code: 'g-amid',
    title: 'client gone amid the answer',
    at: 'gone',
    leaves: 'amid',
    steps: (use) => [...(use.answer.pieces.length > 1 ? begun(use) : halfOf(use)), 'hold'],
  },
  {
    code: 'g-error',
    title: "client gone amid an error's body",
    at: 'gone',
    leaves: 'before',
    steps: () => [
      head(400, { 'content-type': 'application/json', 'content-length': '99' }),
      'hold',
    ],
  },
  {
    code: 'g-next',
    title: 'client gone while the second account is called',
    at: 'gone',
    leaves: 'between',
    steps: () => ['hold'],
  },
];

/** When the client leaves; undefined when it stays. */
export function leavingOf(use: Use, { leaves }: Fault): Leaving | undefined {
  return typeof leaves === 'function' ? leaves(use) : leaves;
}

/** The 429 of the first account, when the client leaves while the second one is called. */
export function busy(use: Use): readonly Step[] {
  const fault = FAULTS.find(({ code }) => code === 'r-none');
  return fault === undefined || fault.steps === 'refuse' ? [] : fault.steps(use);
}
