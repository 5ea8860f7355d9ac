// The rows of requests that are meant to harm: `--only hostile`. Their bounds are absolute, because an
// isolate's memory and time are. The baseline's column shows what the same costs the least gateway.
import { MAX_HELD_IN_ALL } from '../../../worker/contract/limits.ts';
import { hostileBodies, LONG_JSON } from '../../hostile/bodies.ts';
import { buildRequest } from '../traffic/payload.ts';
import { CHAT, MIB, peak, STREAMED } from './shapes.ts';
import type { Contender, Flood, Workload } from './workload.ts';

/** V8's limit at Cloudflare: https://developers.cloudflare.com/workers/platform/limits/. */
export const ISOLATE_HEAP_MIB = 128;

/**
 * A user with a list of models and without account data: all checks of a body are made. Not every model
 * is in the list, or there would be nothing to check.
 */
export const STRICT_GATEWAY = {
  kind: 'gateway',
  models: 4,
  userModels: ['gpt-5.4-mini', 'whisper', 'voice'],
  settings: { usage: true },
} as const satisfies Contender;

/** Of the longest bodies that the gateway takes: JSON of 4 MiB, forms of 8 MiB. */
export const HOSTILE_SCALE = 0.27;

const TRANSCRIPTIONS = '/v1/audio/transcriptions';
const FORM_TYPE = 'multipart/form-data; boundary=b';

/** A form of 32 MiB of which that much arrives. */
function partOfForm(sentBytes: number): Omit<Flood, 'connections'> {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';
  return {
    path: TRANSCRIPTIONS,
    contentType: FORM_TYPE,
    hasKey: true,
    declaredBytes: 32 * MIB,
    buildBody: () => Buffer.alloc(sentBytes, 'x').fill(head, 0, head.length),
  };
}

const TINY_VALUES: Flood = {
  connections: 1,
  path: CHAT.path,
  contentType: 'application/json',
  hasKey: true,
  declaredBytes: LONG_JSON,
  buildBody: (side) => {
    const ordinary = buildRequest({ ...CHAT, bytes: LONG_JSON });
    if (side === 'baseline') return ordinary;
    const tiny = hostileBodies().find(({ name }) => name === 'a list of {}');
    if (tiny === undefined) throw new Error('there is no such body any more');
    // White space behind it makes it as long as it is declared.
    return Buffer.concat([tiny.bytes, Buffer.alloc(LONG_JSON - tiny.bytes.length, ' ')]);
  },
};

export const HOSTILE: readonly Workload[] = [
  {
    kind: 'hostile-bodies',
    name: 'hostile-body',
    what: 'the worst of the hostile bodies: CPU per MiB',
    metric: 'cpu-per-mib',
    bound: { goal: 10 },
    rounds: 5,
  },
  {
    kind: 'flood',
    name: 'held-form-half',
    what: 'a form of 32 MiB of which 16 MiB have arrived: peak memory',
    metric: 'memory-in-all',
    bound: { goal: 2 * 16 },
    rounds: 3,
    flood: { connections: 1, ...partOfForm(16 * MIB) },
  },
  {
    kind: 'flood',
    name: 'held-tiny-values',
    what: 'JSON of 15 MiB of tiny values: peak memory',
    metric: 'memory-in-all',
    bound: { goal: 3 * 15 },
    rounds: 3,
    flood: TINY_VALUES,
  },
  {
    kind: 'flood',
    name: 'held-in-all',
    what: '64 forms of 32 MiB of one user, 1 MiB of each has arrived: peak memory of all',
    metric: 'memory-in-all',
    bound: { goal: (2 * MAX_HELD_IN_ALL) / MIB },
    rounds: 3,
    flood: { connections: 64, ...partOfForm(MIB) },
  },
  {
    kind: 'flood',
    name: 'refused-600',
    what: '600 bodies of 1 MiB without a key: peak memory of all',
    metric: 'memory-in-all',
    bound: { goal: 20 },
    rounds: 3,
    flood: {
      connections: 600,
      path: CHAT.path,
      contentType: 'application/json',
      hasKey: false,
      declaredBytes: MIB,
      buildBody: () => Buffer.alloc(MIB - 1, 'x'),
    },
  },
  peak('held-stream-inspected', '200 inspected streams: peak memory of each, added', 64, {
    ask: STREAMED,
    answer: { kind: 'stream', events: 50, intervalMs: 20 },
    subject: { kind: 'gateway', settings: { usage: true } },
    requestsPerTurn: 200,
    concurrency: 200,
  }),
];
