import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { StreamOutcome } from '../../../worker/contract/log.ts';
import { concat } from '../../../worker/formats/bytes.ts';
import type { StreamPlan } from '../../../worker/stream/plan.ts';
import {
  relayCounted,
  relayStream,
  type RelayOptions,
} from '../../../worker/stream/relay-stream.ts';
import { readToEnd } from '../gateway-under-test.ts';

const OPENER =
  'data: {"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]}\n\n';
const ROLE =
  'data: {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"é"}}]}\n\n';
const ANNOTATED =
  'data: {"choices":[{"index":0,"content_filter_results":{},"delta":{"role":"assistant"}}]}\n\n';
const WORD = 'data: {"id":"c","choices":[{"index":0,"delta":{"content":"wörd"}}]}\n\n';
const USAGE = 'data: {"id":"c","choices":[],"usage":{"total_tokens":3}}\n\n';
const USAGE_OF_THREE = 'data: {"id":"c","choices":[],"usage":{"completion_tokens":3}}\n\n';
const DONE = 'data: [DONE]\n\n';
const INTERRUPTED =
  '\n\ndata: {"error":{"message":"The stream from Azure OpenAI broke off, so the answer is incomplete. Try again.","type":"server_error","param":null,"code":"upstream_stream_interrupted"}}\n\n\n';

afterEach(() => {
  vi.useRealTimers();
});

/** How a stream is looked at, without a typewriter. */
type Look = 'as it comes' | 'opener' | 'first chunk' | 'all';

const LOOKS: Readonly<Record<Look, Pick<StreamPlan, 'mode' | 'kind'>>> = {
  'as it comes': { mode: 'fast', kind: 'other' },
  opener: { mode: 'fast', kind: 'text' },
  'first chunk': { mode: 'fast', kind: 'chat' },
  all: { mode: 'inspected', kind: 'chat' },
};

const TIMEOUTS = { firstByteMs: 600_000, idleMs: undefined };

function planOf(look: Look, more: Partial<StreamPlan> = {}): StreamPlan {
  return {
    ...LOOKS[look],
    countTokens: false,
    isFollowed: false,
    dropUsage: false,
    timeouts: TIMEOUTS,
    ...more,
  };
}

function optionsOf(look: Look, more: Partial<RelayOptions> = {}): RelayOptions {
  return {
    plan: planOf(look),
    client: new AbortController().signal,
    started: undefined,
    hold: () => true,
    elapsedMs: () => 0,
    now: Date.now,
    ...more,
  };
}

interface Seen {
  readonly text: string;
  readonly outcome: StreamOutcome | undefined;
}

/** The text of a body, up to where it ends or is broken off. */
async function textOf(readable: ReadableStream<Uint8Array>): Promise<string> {
  const { pieces } = await readToEnd(readable);
  return new TextDecoder().decode(concat(pieces));
}

/** Relays chunks; `end` says how Azure ends. */
async function relayed(
  chunks: readonly Uint8Array[],
  { end = 'close', look = 'opener' }: { end?: 'close' | 'error'; look?: Look } = {},
): Promise<Seen> {
  const queue = [...chunks];
  const from = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = queue.shift();
      if (chunk !== undefined) controller.enqueue(chunk);
      else if (end === 'close') controller.close();
      else controller.error(new Error('reset'));
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = textOf(readable);
  const { outcome } = await relayStream(from, writable, optionsOf(look));
  return { text: await text, outcome };
}

function cutAt(text: string, cuts: readonly number[]): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const edges = [...new Set([0, ...cuts.map((cut) => cut % bytes.length), bytes.length])].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
}

test('drops the opener and nothing else, wherever the bytes are split', async () => {
  const newline = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(2000), { maxLength: 12 }), newline, async (cuts, lineEnd) => {
      const shown = (ROLE + WORD + USAGE + DONE).replaceAll('\n', lineEnd);
      const sent = OPENER.replaceAll('\n', lineEnd) + shown;
      expect(await relayed(cutAt(sent, cuts))).toEqual({ text: shown, outcome: 'complete' });
    }),
  );
});

test.each([
  ['a stream without an opener', ROLE + DONE],
  ['a usage-only chunk at the start', USAGE + DONE],
  ['an error at the start', 'data: {"error":{"message":"filtered"},"choices":[]}\n\n'],
  ['a comment at the start', `: hello\n\n${ROLE}${DONE}`],
  ['data that is no JSON', 'data: {"choices":[]\n\n'],
  ['no event at all', 'data: {"choices":[],'],
  ['nothing', ''],
])('passes %s on unchanged', async (_, text) => {
  expect(await relayed(cutAt(text, [5]))).toEqual({ text, outcome: 'complete' });
});

test('an opener behind a comment goes as well, and the comment stays', async () => {
  const { text } = await relayed(cutAt(`: hello\n\n${OPENER}${ANNOTATED}`, [3]), {
    look: 'first chunk',
  });
  expect(text).toBe(`: hello\n\n${ANNOTATED}`);
});

test('keeps an opener where the operation has none to drop', async () => {
  const text = OPENER + ROLE;
  expect(await relayed(cutAt(text, []), { look: 'as it comes' })).toEqual({
    text,
    outcome: 'complete',
  });
});

test('does not hold back an opening event that never ends', async () => {
  const text = `data: ${'x'.repeat(70_000)}`;
  expect(await relayed(cutAt(text, [1000, 66_000]))).toEqual({ text, outcome: 'complete' });
});

test.each([
  ['before the first event', ''],
  ['after the opener', OPENER],
  ['in the middle', OPENER + ROLE + WORD],
])('ends a stream that Azure breaks %s with an error event and no [DONE]', async (_, text) => {
  const seen = await relayed(cutAt(text, [text.length - 1]), { end: 'error' });
  expect(seen.outcome).toBe('upstream_cut');
  expect(seen.text).toBe(text.replace(OPENER, '') + INTERRUPTED);
});

test.each<[string, Look, string]>([
  ['before the first event', 'first chunk', ''],
  ['while events are piped', 'opener', ROLE],
  ['while every event is looked at', 'all', ROLE],
])('cancels a silent Azure when the client leaves %s', async (_, look, sent) => {
  const cancelled = Promise.withResolvers<boolean>();
  const from = new ReadableStream<Uint8Array>({
    start(controller) {
      if (sent !== '') controller.enqueue(new TextEncoder().encode(sent));
    },
    cancel() {
      cancelled.resolve(true);
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reader = readable.getReader();
  const outcome = relayStream(from, writable, optionsOf(look));
  if (sent !== '') await reader.read();
  await reader.cancel();
  expect(await cancelled.promise).toBe(true);
  expect(await outcome).toMatchObject({ outcome: 'client_left' });
});

const ANNOTATION =
  'data: {"id":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{},"content_filter_offsets":{"check_offset":1}}]}\n\n';
const VERDICT =
  'data: {"id":"","choices":[{"index":0,"finish_reason":"content_filter","content_filter_results":{"hate":{"filtered":true}}}]}\n\n';

test('drops the annotations of an asynchronous filter, wherever the bytes are split', async () => {
  const shown = ROLE + WORD + USAGE + DONE;
  const sent = OPENER + ROLE + ANNOTATION + WORD + ANNOTATION + USAGE + ANNOTATION + DONE;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5000), { maxLength: 12 }), async (cuts) => {
      expect(await relayed(cutAt(sent, cuts), { look: 'first chunk' })).toEqual({
        text: shown,
        outcome: 'complete',
      });
    }),
  );
});

test('a verdict of the asynchronous filter reaches the client with an empty delta', async () => {
  const { text } = await relayed(cutAt(ROLE + VERDICT + DONE, []), { look: 'first chunk' });
  expect(text).toBe(
    ROLE +
      'data: {"id":"","choices":[{"delta":{},"index":0,"finish_reason":"content_filter","content_filter_results":{"hate":{"filtered":true}}}]}\n\n' +
      DONE,
  );
});

test('a stream whose choices are annotated is not looked at any further', async () => {
  const sent = ANNOTATED + ANNOTATION + DONE;
  expect((await relayed(cutAt(sent, []), { look: 'first chunk' })).text).toBe(sent);
  expect((await relayed(cutAt(sent, []), { look: 'all' })).text).toBe(ANNOTATED + DONE);
});

test('text completions, which have no delta, lose only the opener', async () => {
  const text = 'data: {"choices":[{"index":0,"text":"a"}]}\n\n';
  expect((await relayed(cutAt(OPENER + text + text, []), { look: 'opener' })).text).toBe(
    text + text,
  );
});

test('a filtered stream that Azure breaks keeps its whole events and ends in an error event', async () => {
  const seen = await relayed(cutAt(ROLE + WORD + ANNOTATION, [10, 90]), {
    look: 'all',
    end: 'error',
  });
  expect(seen).toEqual({ text: ROLE + WORD + INTERRUPTED, outcome: 'upstream_cut' });
});

test('cancels Azure when the client has left before the first event', async () => {
  let cancelled = false;
  const from = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(ROLE));
    },
    cancel() {
      cancelled = true;
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  await readable.cancel();
  const options = optionsOf('opener', { client: AbortSignal.abort() });
  const { outcome } = await relayStream(from, writable, options);
  expect([outcome, cancelled]).toEqual(['client_left', true]);
});

test('bridges a silent model with empty lines until the first event', async () => {
  vi.useFakeTimers();
  let send: (text: string) => void = () => undefined;
  let close: () => void = () => undefined;
  const from = new ReadableStream<Uint8Array>({
    start(controller) {
      send = (text) => {
        controller.enqueue(new TextEncoder().encode(text));
      };
      close = () => {
        controller.close();
      };
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = textOf(readable);
  const outcome = relayStream(from, writable, optionsOf('first chunk'));
  send(OPENER);
  await vi.advanceTimersByTimeAsync(30_000);
  send(ROLE + DONE);
  await vi.advanceTimersByTimeAsync(60_000);
  close();
  expect(await outcome).toMatchObject({ outcome: 'complete' });
  expect(await text).toBe(`\n\n${ROLE}${DONE}`);
});

test('passes what follows the first event on untouched, without waiting', async () => {
  vi.useFakeTimers();
  const chunks = Array.from({ length: 300 }, () => new TextEncoder().encode(WORD));
  const from = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const passed = Array.fromAsync(readable);
  const { outcome } = await relayStream(from, writable, optionsOf('opener'));
  expect(outcome).toBe('complete');
  // The very same objects: nobody read them, so nobody spent time on them.
  expect((await passed).slice(1).map((chunk) => chunks.indexOf(chunk))).toEqual(
    chunks.slice(1).map((_, index) => index + 1),
  );
});

describe('silence', () => {
  const timeouts = { firstByteMs: 5000, idleMs: 1000 };
  const stalled = (seconds: number) =>
    `\n\ndata: {"error":{"message":"Azure OpenAI sent nothing for ${seconds} s. Try again, stream the answer, or request a shorter one.","type":"server_error","param":null,"code":"upstream_timeout"}}\n\n\n`;

  /** Relays what is said until the clock has run for so long. */
  async function listen(said: string, waitMs: number, look: Look): Promise<Seen> {
    vi.useFakeTimers();
    const from = new ReadableStream<Uint8Array>({
      start(controller) {
        if (said !== '') controller.enqueue(new TextEncoder().encode(said));
      },
    });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const text = textOf(readable);
    const outcome = relayStream(
      from,
      writable,
      optionsOf(look, { plan: planOf(look, { timeouts }) }),
    );
    await vi.advanceTimersByTimeAsync(waitMs);
    return { text: await text, outcome: (await outcome).outcome };
  }

  test.each(['opener', 'first chunk', 'all'] as const)(
    'before the first byte ends a stream looked at for %s, with the error of a timeout',
    async (look) => {
      const seen = await listen('', 5000, look);
      expect(seen).toEqual({ text: stalled(5), outcome: 'upstream_stalled' });
    },
  );

  test('in the middle ends an inspected stream, with what came before', async () => {
    const seen = await listen(ROLE, 1000, 'all');
    expect(seen).toEqual({ text: ROLE + stalled(1), outcome: 'upstream_stalled' });
  });
});

test('no ping gets into an answer that is not a stream of events', async () => {
  vi.useFakeTimers();
  let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
  const from = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
      controller.enqueue(new TextEncoder().encode('{"a":[1,'));
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = textOf(readable);
  const plan = planOf('all', { countTokens: true });
  const ending = relayCounted(from, writable, optionsOf('all', { plan }));
  await vi.advanceTimersByTimeAsync(60_000);
  feed?.enqueue(new TextEncoder().encode('2]}'));
  feed?.close();
  expect([await text, (await ending).outcome]).toEqual(['{"a":[1,2]}', 'complete']);
});

test('a stream whose end nobody knows is whole when it ends', async () => {
  const image = 'data: {"type":"image_generation.completed"}\n\n';
  vi.useRealTimers();
  const from = new Blob([image]).stream() as ReadableStream<Uint8Array>;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = textOf(readable);
  const options = optionsOf('all', { plan: planOf('all', { kind: 'other' }) });
  expect((await relayStream(from, writable, options)).outcome).toBe('complete');
  expect(await text).toBe(image);
});

test('tokens are counted where the client hangs up after the last event', async () => {
  const from = new Blob([ROLE + USAGE_OF_THREE + DONE]).stream() as ReadableStream<Uint8Array>;
  const to = new WritableStream<Uint8Array>({
    close() {
      throw new Error('hung up');
    },
  });
  const options = optionsOf('all', { plan: planOf('all', { countTokens: true }) });
  expect(await relayStream(from, to, options)).toMatchObject({
    outputTokens: 3,
    outcome: 'client_left',
  });
});

test('a client that breaks off an answer that is counted is not taken for Azure', async () => {
  const from = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('{"a":1,'));
    },
  });
  const to = new WritableStream<Uint8Array>({
    write() {
      throw new Error('gone');
    },
  });
  expect(await relayCounted(from, to, optionsOf('all'))).toMatchObject({ outcome: 'client_left' });
});

test('a broken stream of Responses ends in an event of their own type, and is broken off', async () => {
  const created = 'event: response.created\ndata: {"type":"response.created"}\n\n';
  const from = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(created));
      controller.error(new Error('reset'));
    },
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const read = readToEnd(readable);
  await relayStream(
    from,
    writable,
    optionsOf('all', { plan: planOf('all', { kind: 'response' }) }),
  );
  const { pieces, isBroken } = await read;
  const text = new TextDecoder().decode(concat(pieces));
  const data = /event: error\ndata: (.*)\n/.exec(text)?.[1] ?? '';
  expect(JSON.parse(data)).toMatchObject({
    type: 'error',
    code: 'upstream_stream_interrupted',
    error: { code: 'upstream_stream_interrupted' },
  });
  expect(isBroken).toBe(true);
});
