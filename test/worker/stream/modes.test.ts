// What holds in each mode of a stream, whatever Azure sends and however it is cut.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { concat } from '../../../worker/formats/bytes.ts';
import { readToEnd } from '../gateway-under-test.ts';
import type { StreamOutcome } from '../../../worker/contract/log.ts';
import type { StreamPlan } from '../../../worker/stream/plan.ts';
import { relayStream, type RelayOptions } from '../../../worker/stream/relay-stream.ts';

const PLAN: StreamPlan = {
  mode: 'fast',
  kind: 'chat',
  countTokens: false,
  isFollowed: false,
  dropUsage: false,
  timeouts: { firstByteMs: 600_000, idleMs: undefined },
};

function optionsOf(plan: Partial<StreamPlan>): RelayOptions {
  return {
    plan: { ...PLAN, ...plan },
    client: new AbortController().signal,
    started: undefined,
    hold: () => true,
    elapsedMs: () => 0,
    now: () => Date.now(),
  };
}

const MODES: readonly (readonly [string, RelayOptions])[] = [
  ['fast', optionsOf({})],
  ['inspected', optionsOf({ mode: 'inspected', countTokens: true })],
  ['typewriter, events', optionsOf({ mode: 'events' })],
  ['typewriter, smooth', optionsOf({ mode: 'smooth' })],
];

const DONE = 'data: [DONE]';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const content = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('[DONE]', '"usage":{"total_tokens":1}', '"delta":', '你好', 'é', '\n\n'),
);
const answer = content.map((text) =>
  JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: text }, usage: null }] }),
);
const line = fc.oneof(
  { weight: 6, arbitrary: answer.map((json) => `data: ${json}`) },
  fc.constantFrom(': comment', ':', 'event: message', 'id: 7', 'retry: 10', 'data', 'data:'),
  fc.constant(`data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 3 } })}`),
);
const event = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, end]) => lines.map((each) => each + end).join('') + end);

/** A stream and the chunks that it is sent in, some after a while. */
const sending = fc
  .record({
    events: fc.array(event, { maxLength: 12 }),
    cuts: fc.array(fc.nat(), { maxLength: 12 }),
    pauses: fc.array(fc.constantFrom(0, 0, 5, 40, 700), { minLength: 1, maxLength: 5 }),
    last: fc.constantFrom('', '\n', '\n\n', '\r\n\r\n'),
  })
  .map(({ events, cuts, pauses, last }) => {
    const text = events.join('') + DONE + last;
    const bytes = new TextEncoder().encode(text);
    const edges = [...new Set([0, bytes.length, ...cuts.map((cut) => cut % bytes.length)])];
    const sorted = edges.toSorted((a, b) => a - b);
    const chunks = sorted.slice(1).map((edge, index) => ({
      bytes: bytes.slice(sorted[index], edge),
      pauseMs: pauses[index % pauses.length] ?? 0,
    }));
    return { text, chunks };
  });

interface Chunk {
  readonly bytes: Uint8Array;
  readonly pauseMs: number;
}

function sourceOf(chunks: readonly Chunk[], end: 'close' | 'error' = 'close') {
  const queue = [...chunks];
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = queue.shift();
        if (chunk === undefined && end === 'error') controller.error(new Error('reset'));
        else if (chunk === undefined) controller.close();
        else {
          if (chunk.pauseMs > 0) {
            await new Promise((resolve) => {
              setTimeout(resolve, chunk.pauseMs);
            });
          }
          controller.enqueue(chunk.bytes);
        }
      },
    },
    { highWaterMark: 0 },
  );
}

interface Seen {
  readonly text: string;
  readonly writes: readonly string[];
  readonly outcome: StreamOutcome | undefined;
  readonly isBroken: boolean;
}

/** Relays while the clock runs. */
async function relayed(from: ReadableStream<Uint8Array>, options: RelayOptions): Promise<Seen> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const state = { isDone: false };
  const all = Promise.all([relayStream(from, writable, options), readToEnd(readable)]).finally(
    () => (state.isDone = true),
  );
  while (!state.isDone) await vi.advanceTimersToNextTimerAsync();
  const [{ outcome }, { pieces, isBroken }] = await all;
  const writes = pieces.map((piece) => new TextDecoder().decode(piece));
  return { text: new TextDecoder().decode(concat(pieces)), writes, outcome, isBroken };
}

const OPENER = 'data: {"choices":[],"prompt_filter_results":[]}\n\n';

describe.each(MODES)('%s', (_, options) => {
  test('gives the same events, in order, whole and once, however they are cut and paced', async () => {
    await fc.assert(
      fc.asyncProperty(sending, async ({ text, chunks }) => {
        const seen = await relayed(sourceOf(chunks), options);
        expect(seen.text).toBe(text);
        expect([seen.outcome, seen.isBroken]).toEqual(['complete', false]);
      }),
      { numRuns: 200 },
    );
  });

  test('drops the opener, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(OPENER.length), fc.nat(OPENER.length), async (one, other) => {
        const text = `data: {"choices":[{"delta":{"content":"x"}}]}\n\n${DONE}\n\n`;
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const whole = OPENER + text;
        const parts = [whole.slice(0, from), whole.slice(from, to), whole.slice(to)];
        const chunks = parts
          .filter((part) => part !== '')
          .map((part) => ({ bytes: new TextEncoder().encode(part), pauseMs: 0 }));
        expect((await relayed(sourceOf(chunks), options)).text).toBe(text);
      }),
    );
  });

  test('an event of 1 MB in pieces of any size arrives whole, and those around it', async () => {
    const word = 'data: {"choices":[{"delta":{"content":"wörd"}}]}\n\n';
    const large = `data: {"choices":[{"delta":{"content":"${'é'.repeat(500_000)}"}}]}\n\n`;
    const text = `${word}${large}${word}${DONE}\n\n`;
    const bytes = new TextEncoder().encode(text);
    for (const size of [701, 65_536, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_unused, index) => ({
        bytes: bytes.slice(index * size, (index + 1) * size),
        pauseMs: 0,
      }));
      const seen = await relayed(sourceOf(chunks), options);
      expect(seen.text === text).toBe(true);
      expect(seen.outcome).toBe('complete');
    }
  });

  test('an Azure that breaks off ends in an error event, after all that was whole', async () => {
    const word = 'data: {"choices":[{"delta":{"content":"w"}}]}\n\n';
    const bytes = new TextEncoder().encode(word.repeat(30) + word.slice(0, 20));
    const chunks = [
      { bytes: bytes.slice(0, 600), pauseMs: 0 },
      { bytes: bytes.slice(600), pauseMs: 500 },
    ];
    const { text, outcome, isBroken } = await relayed(sourceOf(chunks, 'error'), options);
    expect([outcome, isBroken]).toEqual(['upstream_cut', true]);
    expect(text.startsWith(word.repeat(30))).toBe(true);
    expect(text).toMatch(/\n\ndata: \{"error":\{.*"upstream_stream_interrupted"\}\}\n\n\n?$/);
  });

  test('a client that takes nothing holds Azure back', async () => {
    let pulled = 0;
    const word = new TextEncoder().encode('data: {"choices":[{"delta":{"content":"w"}}]}\n\n');
    const from = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += word.length;
          controller.enqueue(word);
        },
      },
      { highWaterMark: 0 },
    );
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const reader = readable.getReader();
    const outcome = relayStream(from, writable, options);
    await reader.read();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(pulled).toBeLessThan(70_000);
    await reader.cancel();
    expect(await outcome).toMatchObject({ outcome: 'client_left' });
  });
});

describe.each(MODES.slice(1))('%s', (_, options) => {
  test('a stream without its last event is told from a whole one, and the client is told', async () => {
    const word = 'data: {"choices":[{"delta":{"content":"w"}}]}\n\n';
    const chunks = [{ bytes: new TextEncoder().encode(word), pauseMs: 0 }];
    const { text, outcome, isBroken } = await relayed(sourceOf(chunks), options);
    expect([outcome, isBroken]).toEqual(['ended_early', true]);
    expect(text.startsWith(word)).toBe(true);
    expect(text).toContain('"code":"upstream_stream_interrupted"');
    expect(text).not.toContain('[DONE]');
  });

  test('every write has whole events', async () => {
    await fc.assert(
      fc.asyncProperty(sending, async ({ chunks }) => {
        const { writes } = await relayed(sourceOf(chunks), options);
        for (const write of writes.slice(0, -1)) expect(write).toMatch(/(\n|\r\n|\r)\1$|^\s+$/);
      }),
    );
  });
});

test('the typewriter writes one event at a time', async () => {
  const word = 'data: {"choices":[{"delta":{"content":"w"}}]}\n\n';
  const text = word.repeat(50) + DONE + '\n\n';
  const chunks = [{ bytes: new TextEncoder().encode(text), pauseMs: 0 }];
  const options = optionsOf({ mode: 'events' });
  const { writes } = await relayed(sourceOf(chunks), options);
  expect(writes).toEqual([...Array.from({ length: 50 }, () => word), `${DONE}\n\n`]);
});

test('the smooth typewriter spreads a burst over the time until the next', async () => {
  const word = 'data: {"choices":[{"delta":{"content":"w"}}]}\n\n';
  const burst = { bytes: new TextEncoder().encode(word.repeat(20)), pauseMs: 400 };
  const end = { bytes: new TextEncoder().encode(`${DONE}\n\n`), pauseMs: 400 };
  const chunks = [...Array.from({ length: 10 }, () => burst), end];
  const options = optionsOf({ mode: 'smooth' });
  const { writes, text } = await relayed(sourceOf(chunks), options);
  expect(text).toBe(word.repeat(200) + `${DONE}\n\n`);
  // The first burst at once, nine times twenty words one by one, the end.
  expect(writes.length).toBeGreaterThan(150);
});
