// Owns: the upstream, run as a process of its own so that its time is in nobody's figure. It writes
// bytes that were built before the first request, and checks that a request's body came whole.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WORKLOAD_HEADER } from './headers.ts';
import { buildAnswer, buildRequest, type AnswerBytes } from './payload.ts';
import { WORKLOADS } from './workloads.ts';

interface Script {
  readonly request: Buffer;
  readonly answer: AnswerBytes;
  readonly headers: Readonly<Record<string, string>>;
  /** In ms. */
  readonly interval: number;
  readonly merged: boolean;
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

const scripts = new Map<string, Script>();
for (const workload of WORKLOADS) {
  if (workload.kind !== 'load') continue;
  const answer = buildAnswer(workload.answer);
  const framing =
    workload.answer.kind === 'stream'
      ? { 'content-type': 'text/event-stream; charset=utf-8' }
      : {
          'content-type': 'application/json',
          'content-length': String(answer.pieces[0]?.length ?? 0),
        };
  scripts.set(workload.name, {
    request: buildRequest(workload.ask),
    answer,
    headers: { ...AZURE_HEADERS, ...framing },
    interval: workload.answer.kind === 'stream' ? workload.answer.intervalMs : 0,
    merged: workload.answer.kind !== 'stream' || workload.answer.merged === true,
  });
}

function respond(incoming: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (bytes: Buffer) => chunks.push(bytes));
  incoming.on('end', () => {
    const script = scripts.get(String(incoming.headers[WORKLOAD_HEADER]));
    if (script === undefined || !Buffer.concat(chunks).equals(script.request)) {
      response.writeHead(400).end('{"error":{"message":"the request did not arrive unchanged"}}');
      return;
    }
    response.writeHead(200, script.headers);
    if (script.answer.opener.length > 0) response.write(script.answer.opener);
    if (script.merged) writeMerged(response, script.answer.pieces);
    else if (script.interval === 0) writeBurst(response, script.answer.pieces);
    else writePaced(response, script.answer.pieces, script.interval);
  });
}

/** Node holds back what is written in one turn of its loop, and writes it at once. */
function writeMerged(response: ServerResponse, pieces: readonly Buffer[]): void {
  for (const piece of pieces) response.write(piece);
  response.end();
}

function writeBurst(response: ServerResponse, pieces: readonly Buffer[]): void {
  const rest = pieces[Symbol.iterator]();
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

function writePaced(response: ServerResponse, pieces: readonly Buffer[], intervalMs: number): void {
  const rest = pieces[Symbol.iterator]();
  const timer = setInterval(() => {
    const { value, done } = rest.next();
    if (done !== true) response.write(value);
    else response.end();
  }, intervalMs);
  response.on('close', () => {
    clearInterval(timer);
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
