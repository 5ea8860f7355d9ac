// The table of workloads. Adding a measurement is adding a row; a row with a `limit` decides
// the exit code. Each round gives either side some 300 ms of CPU time or more, and what the machine
// does besides must not show in the ratio: the more a row varies, the more rounds it has.
import { HOSTILE } from './hostile.ts';
import {
  againstLeast,
  BURST,
  CHAT,
  LEAST_GATEWAY,
  LONG_BURST,
  MIB,
  PACED,
  peak,
  scaled,
  SMALL,
  STREAMED,
} from './shapes.ts';
import type { LoadWorkload, StreamAnswer, Workload } from './workload.ts';

const CHAT_2K: LoadWorkload = {
  ...SMALL,
  name: 'chat-2k',
  what: 'chat, 2 KB each way: CPU',
  bound: { goal: 1.3 },
};
const PROMPT_1M: LoadWorkload = {
  ...SMALL,
  name: 'prompt-1m',
  what: 'chat with a prompt of 1 MB: CPU',
  ask: { ...CHAT, bytes: MIB },
  turns: 4,
  requestsPerTurn: 40,
  concurrency: 4,
  bound: { goal: 1.4 },
};
const UPLOAD_25M: LoadWorkload = {
  ...SMALL,
  name: 'upload-25m',
  what: 'transcription of a file of 25 MB: CPU',
  ask: { path: '/v1/audio/transcriptions', model: 'whisper', bytes: 25 * MIB, body: 'form' },
  turns: 2,
  requestsPerTurn: 6,
  concurrency: 2,
  rounds: 5,
  // Memory follows what has arrived, which costs a copy.
  bound: { goal: 1.5, limit: 1.8 },
};
const BURST_4000: LoadWorkload = {
  ...LONG_BURST,
  name: 'burst-4000',
  what: 'stream of 4,000 events in one burst: CPU',
  bound: { goal: 1.5 },
};
const PACED_1000: LoadWorkload = {
  ...PACED,
  name: 'paced-1000',
  what: 'stream of 1,000 events at 1 ms: CPU',
  bound: { goal: 1.25 },
};

/** Every row, in the order of the table. */
export const WORKLOADS: readonly Workload[] = [
  CHAT_2K,
  againstLeast(CHAT_2K, 1.2),
  PROMPT_1M,
  againstLeast(PROMPT_1M, 1.15),
  {
    ...SMALL,
    name: 'embeddings-1m',
    what: 'embeddings, answer of 1 MB: CPU',
    ask: { ...CHAT, path: '/v1/embeddings', model: 'text-embedding-3-small' },
    answer: { kind: 'embeddings', bytes: MIB },
    turns: 4,
    requestsPerTurn: 80,
    concurrency: 4,
    bound: { goal: 1.1 },
  },
  UPLOAD_25M,
  againstLeast(UPLOAD_25M, 1.1),
  {
    ...BURST,
    name: 'burst-300',
    what: 'stream of 300 events in one burst: time',
    bound: { goal: 1.25, limit: 1.5 },
  },
  {
    ...BURST,
    name: 'burst-300-merged',
    what: 'the same, all events in one network write: time',
    answer: { ...BURST.answer, eventsPerWrite: Infinity },
    bound: { goal: 1.25 },
  },
  BURST_4000,
  againstLeast(BURST_4000, 1.05),
  PACED_1000,
  againstLeast(PACED_1000, 1.05),
  {
    ...PACED,
    name: 'paced-1000-inspected',
    what: 'the same, inspected (tokens counted): CPU',
    subject: { kind: 'gateway', settings: { usage: true } },
    bound: { goal: 4 },
  },
  {
    ...PACED,
    name: 'streams-200',
    what: '200 streams at once, 50 events a second each: CPU',
    answer: { kind: 'stream', events: 200, intervalMs: 20 },
    turns: 1,
    requestsPerTurn: 200,
    concurrency: 200,
    bound: { goal: 1.3 },
    also: [
      {
        name: 'streams-200-end',
        what: "the same: the last stream's end",
        metric: 'slowest-time',
        bound: { goal: 1.05 },
      },
    ],
  },
  {
    ...BURST,
    name: 'first-byte',
    what: 'stream: time to the first byte, added',
    metric: 'first-byte',
    answer: { kind: 'stream', events: 10, intervalMs: 0 },
    turns: 20,
    requestsPerTurn: 20,
    bound: { goal: 1 },
  },
  scaled('users-5000', '5,000 users against 10: CPU', { users: 10 }, { users: 5000 }),
  scaled('models-60', '60 models against 1: CPU', { models: 1 }, { models: 60 }),
  scaled('backends-8', '8 accounts against 1: CPU', { backends: 1 }, { backends: 8 }),
  scaled('entra', 'tokens of Microsoft Entra against keys: CPU', {}, { auth: 'entra' }),
  {
    ...scaled(
      'budget',
      'chat of a user with a budget against one without: CPU',
      {},
      { budget: 'user' },
    ),
    bound: { goal: 1.3 },
  },
  {
    ...scaled(
      'budget-gateway',
      "the same without the ledger's own work: CPU",
      {},
      { budget: 'user', instantLedger: true },
    ),
    bound: { goal: 1.3 },
  },
  scaled(
    'budget-other',
    'a user without limits, while others have some: CPU',
    {},
    { budget: 'other' },
  ),
  {
    ...BURST,
    name: 'budget-first-byte',
    what: 'stream of a user with a budget: time to the first byte, added',
    metric: 'first-byte',
    answer: { kind: 'stream', events: 10, intervalMs: 0 },
    turns: 20,
    requestsPerTurn: 20,
    baseline: { kind: 'gateway' },
    subject: { kind: 'gateway', budget: 'user' },
    bound: { goal: 3 },
  },
  {
    ...PACED,
    name: 'budget-paced-1000',
    what: 'stream of 1,000 events of a user with a budget against one without: CPU',
    baseline: { kind: 'gateway' },
    subject: { kind: 'gateway', budget: 'user' },
    bound: { goal: 1.3 },
  },
  {
    ...scaled(
      'start-5000',
      "5,000 users against 10: the first request's time, added",
      { users: 10 },
      { users: 5000 },
    ),
    metric: 'first-request',
    turns: 1,
    requestsPerTurn: 1,
    concurrency: 1,
    bound: { goal: 50 },
    fresh: { served: 0 },
  },
  {
    ...BURST,
    name: 'memory-10000',
    what: '10,000 short streams: growth of memory',
    metric: 'memory-growth',
    answer: { kind: 'stream', events: 5, intervalMs: 0, eventsPerWrite: Infinity },
    turns: 10,
    requestsPerTurn: 1000,
    concurrency: 16,
    rounds: 3,
    bound: { goal: 1.1 },
    fresh: { served: 1000 },
  },
  peak('held-body', 'a prompt of 1 MB, 40 at once: peak memory of each, added', 2048, {
    requestsPerTurn: 40,
    concurrency: 40,
    ask: { ...CHAT, bytes: MIB },
  }),
  peak('held-stream', '200 streams at once: peak memory of each, added', 64, {
    ask: STREAMED,
    answer: { kind: 'stream', events: 50, intervalMs: 20 },
    requestsPerTurn: 200,
    concurrency: 200,
  }),
  peak('refused-body', '1 MB with an unknown key, 64 at once: peak memory of each, added', 64, {
    ask: { ...CHAT, bytes: MIB, isRefused: true },
  }),
  ...HOSTILE,
  {
    ...SMALL,
    name: 'start',
    what: "the first request's time, added to the least gateway's",
    metric: 'first-request',
    baseline: LEAST_GATEWAY,
    turns: 1,
    requestsPerTurn: 1,
    concurrency: 1,
    bound: { goal: 20 },
    fresh: { served: 0 },
  },
  {
    kind: 'ledger-pairs',
    name: 'ledger-pairs',
    what: 'one object of the ledger: reservations that are settled, 32 at once',
    pairs: 2000,
    concurrency: 32,
    rounds: 5,
  },
  { kind: 'bundle', name: 'bundle-size', what: 'dist/worker.js', compressed: false },
  { kind: 'bundle', name: 'bundle-gzip', what: 'dist/worker.js, compressed', compressed: true },
];

/** What a model writes in bursts, as Azure's content filter lets it through: for the pictures. */
export const BURSTS_OF_WORDS = {
  name: 'words',
  ask: STREAMED,
  answer: {
    kind: 'stream',
    events: 240,
    intervalMs: 500,
    eventsPerWrite: 20,
  } satisfies StreamAnswer,
} as const;
