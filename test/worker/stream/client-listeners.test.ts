import { expect, test, vi } from 'vitest';
import type { StreamPlan } from '../../../worker/stream/plan.ts';
import { relayStream } from '../../../worker/stream/relay-stream.ts';

const MODES: readonly StreamPlan['mode'][] = ['fast', 'inspected', 'events', 'smooth'];

// A listener that stays keeps the whole request in memory.
test.each(MODES)('a finished stream leaves no listener on the client: %s', async (mode) => {
  const client = new AbortController().signal;
  const added = vi.spyOn(client, 'addEventListener');
  const removed = vi.spyOn(client, 'removeEventListener');
  const from = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('data: [DONE]\n\n'));
      controller.close();
    },
  });
  const to = new WritableStream<Uint8Array>();
  const timeouts = { firstByteMs: 600_000, idleMs: undefined };
  const plan: StreamPlan = {
    mode,
    kind: 'chat',
    countTokens: false,
    isFollowed: false,
    dropUsage: false,
    timeouts,
  };
  const options = {
    plan,
    client,
    started: undefined,
    hold: () => true,
    elapsedMs: () => 0,
    now: () => 0,
  };
  await relayStream(from, to, options);
  const ours = added.mock.calls.map(([, listener]) => listener);
  expect(ours.length).toBeGreaterThan(0);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(expect.arrayContaining(ours));
});
