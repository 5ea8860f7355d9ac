// The upstream, run as a process of its own so that its CPU time counts for neither side. It writes
// bytes that were built before the first request, and checks that a request's body came whole.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UNCHECKED, WORKLOAD_HEADER } from '../traffic/headers.ts';
import { buildAnswer, buildRequest } from '../traffic/payload.ts';
import { COMPARISONS } from '../rows/comparisons.ts';
import type { Answer, Ask } from '../rows/workload.ts';
import { BURSTS_OF_WORDS, WORKLOADS } from '../rows/workloads.ts';

interface Script {
  readonly request: Buffer;
  /** What is written, one after the other. */
  readonly writes: readonly Buffer[];
  /** The same, for a request that asks for the token counts. */
  readonly countedWrites: readonly Buffer[];
  readonly headers: Readonly<Record<string, string>>;
  readonly intervalMs: number;
}

/** Azure's headers: those that pass, those that do not. */
const AZURE_HEADERS = {
  'apim-request-id': '5e0e9d8a-6d43-4f0e-9a4b-0f9f0c0e7a11',
  'azureml-model-session': 'd20260317-bench',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  'x-ms-client-request-id': 'not-set',
  'x-ms-deployment-name': 'gpt-5.4-mini',
  'x-ms-rai-invoked': 'true',
  'x-ms-region': 'Sweden Central',
  'x-ratelimit-limit-requests': '5000',
  'x-ratelimit-limit-tokens': '500000',
  'x-ratelimit-remaining-requests': '4999',
  'x-ratelimit-remaining-tokens': '499300',
  'x-request-id': '8f5d6a0c-90e6-4c59-8d5c-6d3a9fb1c2b4',
};

/** As long as a managed identity's token is. */
const TOKEN_ANSWER = JSON.stringify({
  token_type: 'Bearer',
  expires_in: 86_399,
  access_token: `eyJ${'x'.repeat(1600)}`,
});

const scripts = new Map(
  [...WORKLOADS, ...COMPARISONS, BURSTS_OF_WORDS].flatMap((workload) =>
    'ask' in workload ? [[workload.name, toScript(workload.ask, workload.answer)]] : [],
  ),
);

function toScript(ask: Ask, answer: Answer): Script {
  const request = buildRequest(ask);
  const { opener, pieces, usage = opener } = buildAnswer(answer);
  if (answer.kind !== 'stream') {
    const [body = opener] = pieces;
    const framing = {
      'content-type': 'application/json',
      'content-length': String(body.length),
    };
    const headers = { ...AZURE_HEADERS, ...framing };
    return { request, writes: pieces, countedWrites: pieces, headers, intervalMs: 0 };
  }
  const { eventsPerWrite = 1, intervalMs } = answer;
  const counted = [...pieces.slice(0, -1), usage, ...pieces.slice(-1)];
  return {
    request,
    writes: [opener, ...together(pieces, eventsPerWrite)],
    countedWrites: [opener, ...together(counted, eventsPerWrite)],
    headers: { ...AZURE_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' },
    intervalMs,
  };
}

/** So many pieces at a time in one. */
function together(pieces: readonly Buffer[], count: number): readonly Buffer[] {
  if (count === 1) return pieces;
  const joined: Buffer[] = [];
  for (let at = 0; at < pieces.length; at += count) {
    joined.push(Buffer.concat(pieces.slice(at, at + count)));
  }
  return joined;
}

function respond(incoming: IncomingMessage, response: ServerResponse): void {
  if (incoming.headers[WORKLOAD_HEADER] === UNCHECKED) {
    incoming.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    return;
  }
  if (incoming.headers.host === 'login.microsoftonline.com') {
    incoming.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(TOKEN_ANSWER);
    });
    return;
  }
  const chunks: Buffer[] = [];
  incoming.on('data', (bytes: Buffer) => chunks.push(bytes));
  incoming.on('end', () => {
    const script = scripts.get(String(incoming.headers[WORKLOAD_HEADER]));
    const writes = script && writesFor(script, Buffer.concat(chunks));
    if (script === undefined || writes === undefined) {
      response.writeHead(400).end('{"error":{"message":"the request did not arrive unchanged"}}');
      return;
    }
    response.writeHead(200, script.headers);
    const [first, ...rest] = writes;
    // With the headers, as one network write.
    response.write(first);
    if (script.intervalMs === 0) writeBurst(response, rest);
    else writePaced(response, rest, script.intervalMs);
  });
}

/** What the gateway adds to the body to get the token counts, at either place. */
const COUNTING =
  /,"stream_options":\{"include_usage":true\}|"stream_options":\{"include_usage":true\},/;

/** What answers this body; undefined when it is not the body that was sent. */
function writesFor(script: Script, body: Buffer): readonly Buffer[] | undefined {
  if (body.equals(script.request)) return script.writes;
  const uncounted = Buffer.from(body.toString().replace(COUNTING, ''));
  return uncounted.equals(script.request) ? script.countedWrites : undefined;
}

/** Each in a turn of its own: Node holds back what is written in one turn, and writes it at once. */
function writeBurst(response: ServerResponse, writes: readonly Buffer[]): void {
  const rest = writes[Symbol.iterator]();
  const writeNext = () => {
    const { value, done } = rest.next();
    if (done === true) {
      response.end();
      return;
    }
    response.write(value);
    setImmediate(writeNext);
  };
  writeNext();
}

/** By the clock: who is late once is not late from then on. */
function writePaced(response: ServerResponse, writes: readonly Buffer[], intervalMs: number): void {
  const rest = writes[Symbol.iterator]();
  let dueMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const writeNext = () => {
    const { value, done } = rest.next();
    if (done === true) {
      response.end();
      return;
    }
    response.write(value);
    dueMs += intervalMs;
    timer = setTimeout(writeNext, Math.max(0, dueMs - performance.now()));
  };
  writeNext();
  response.on('close', () => {
    clearTimeout(timer);
  });
}

const server = createServer(respond);
// An idle connection that is closed would race with its next request.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
// The benchmark is gone, however it ended.
process.once('disconnect', () => process.exit(0));
// Ctrl-C in a terminal goes to the whole process group; the benchmark ends this process itself.
process.on('SIGINT', () => undefined);
