// Owns: the table of workloads. Adding a measurement is adding a row; a row with a `limit` decides
// the exit code. Each round must give either side some 300 ms of CPU time, or the kernel's clock
// ticks of 10 ms show in the ratio.
import type { StackSize } from './stack.ts';
import type { Ask, LoadWorkload, Workload } from './workload.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

const CHAT: Ask = {
  path: '/v1/chat/completions',
  model: 'gpt-5.4-mini',
  bytes: 2 * KIB,
  body: 'json',
};
const STREAMED: Ask = { ...CHAT, body: 'streamed-json' };

/** A row that tells what a larger stack costs each request. */
function scaled(name: string, what: string, small: StackSize, large: StackSize): LoadWorkload {
  return {
    kind: 'load',
    name,
    what,
    metric: 'cpu',
    ask: CHAT,
    answer: { kind: 'chat', bytes: 2 * KIB },
    turns: 4,
    requestsPerTurn: 250,
    concurrency: 8,
    bound: { goal: 1.05 },
    baseline: { kind: 'gateway', ...small },
    subject: { kind: 'gateway', ...large },
  };
}

/** Every row, in the order of the table. */
export const WORKLOADS: readonly Workload[] = [
  {
    kind: 'load',
    name: 'burst-300',
    what: 'stream of 300 events in one burst: time',
    metric: 'total-time',
    ask: STREAMED,
    answer: { kind: 'stream', events: 300, intervalMs: 0 },
    turns: 20,
    requestsPerTurn: 10,
    concurrency: 1,
    bound: { goal: 1.25, limit: 1.5 },
  },
  {
    kind: 'load',
    name: 'burst-300-merged',
    what: 'the same, all events in one network write: time',
    metric: 'total-time',
    ask: STREAMED,
    answer: { kind: 'stream', events: 300, intervalMs: 0, merged: true },
    turns: 20,
    requestsPerTurn: 10,
    concurrency: 1,
    bound: { goal: 1.25 },
  },
  {
    kind: 'load',
    name: 'chat-2k',
    what: 'chat, 2 KB each way: CPU',
    metric: 'cpu',
    ask: CHAT,
    answer: { kind: 'chat', bytes: 2 * KIB },
    turns: 4,
    requestsPerTurn: 250,
    concurrency: 8,
    bound: { goal: 1.3 },
  },
  {
    kind: 'load',
    name: 'prompt-1m',
    what: 'chat with a prompt of 1 MB: CPU',
    metric: 'cpu',
    ask: { ...CHAT, bytes: MIB },
    answer: { kind: 'chat', bytes: 2 * KIB },
    turns: 4,
    requestsPerTurn: 30,
    concurrency: 4,
    bound: { goal: 1.4 },
  },
  {
    kind: 'load',
    name: 'embeddings-1m',
    what: 'embeddings, answer of 1 MB: CPU',
    metric: 'cpu',
    ask: { ...CHAT, path: '/v1/embeddings', model: 'text-embedding-3-small' },
    answer: { kind: 'embeddings', bytes: MIB },
    turns: 4,
    requestsPerTurn: 60,
    concurrency: 4,
    bound: { goal: 1.1 },
  },
  {
    kind: 'load',
    name: 'upload-25m',
    what: 'transcription of a file of 25 MB: CPU',
    metric: 'cpu',
    ask: { path: '/v1/audio/transcriptions', model: 'whisper', bytes: 25 * MIB, body: 'form' },
    answer: { kind: 'chat', bytes: 2 * KIB },
    turns: 2,
    requestsPerTurn: 6,
    concurrency: 2,
    bound: { goal: 1.5, limit: 1.5 },
  },
  {
    kind: 'load',
    name: 'burst-4000',
    what: 'stream of 4,000 events in one burst: CPU',
    metric: 'cpu',
    ask: STREAMED,
    answer: { kind: 'stream', events: 4000, intervalMs: 0 },
    turns: 8,
    requestsPerTurn: 20,
    concurrency: 1,
    bound: { goal: 1.5 },
  },
  {
    kind: 'load',
    name: 'paced-1000',
    what: 'stream of 1,000 events at 1 ms: CPU',
    metric: 'cpu',
    ask: STREAMED,
    answer: { kind: 'stream', events: 1000, intervalMs: 1 },
    turns: 1,
    requestsPerTurn: 10,
    concurrency: 10,
    bound: { goal: 1.25 },
  },
  {
    kind: 'load',
    name: 'first-byte',
    what: 'stream: time to the first byte, added',
    metric: 'first-byte',
    ask: STREAMED,
    answer: { kind: 'stream', events: 10, intervalMs: 0 },
    turns: 20,
    requestsPerTurn: 20,
    concurrency: 1,
    bound: { goal: 1 },
  },
  scaled('users-5000', '5,000 users against 10: CPU', { users: 10 }, { users: 5000 }),
  scaled('models-60', '60 models against 1: CPU', { models: 1 }, { models: 60 }),
  scaled('backends-8', '8 accounts against 1: CPU', { backends: 1 }, { backends: 8 }),
  {
    ...scaled('start-5000', "the first request's time, added", { users: 10 }, { users: 5000 }),
    metric: 'first-request',
    turns: 1,
    requestsPerTurn: 1,
    concurrency: 1,
    bound: { goal: 50 },
    fresh: true,
  },
  {
    kind: 'bundle',
    name: 'bundle-size',
    what: 'dist/worker.js, minified',
    bound: { goal: 40 * KIB, limit: 40 * KIB },
  },
];

/**
 * The row of that name that sends requests.
 *
 * @throws when there is none
 */
export function findLoad(name: string): LoadWorkload {
  const found = WORKLOADS.find((workload) => workload.name === name);
  if (found?.kind !== 'load') throw new Error(`no workload '${name}' sends requests`);
  return found;
}
