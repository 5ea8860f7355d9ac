// How long the gateway waits for Azure, on a clock that the tests move.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask, errorOf } from './gateway-under-test.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An Azure whose request a test can watch; `answer` is what it does with it. */
function watchedAzure(answer: (request: Request) => Response | Promise<Response>) {
  const { promise, resolve } = Promise.withResolvers<AbortSignal>();
  const azure = (request: Request) => {
    resolve(request.signal);
    return answer(request);
  };
  return { azure, received: promise };
}

test('an Azure that sends no headers within ten minutes is a 504, and its request is ended', async () => {
  const { azure, received } = watchedAzure(
    (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      }),
  );
  const asked = ask({ azure });
  const signal = await received;
  await vi.advanceTimersByTimeAsync(599_999);
  expect(signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  const { response, log } = await asked;
  expect(response.status).toBe(504);
  expect(await errorOf(response)).toEqual({
    message: 'Azure OpenAI sent no answer within 600 s. Try again, stream, or ask for less.',
    type: 'server_error',
    param: null,
    code: 'upstream_timeout',
  });
  expect(log).toEqual([
    expect.objectContaining({ status: 504, error: 'upstream_timeout', attempts: 1 }),
  ]);
});

test('an answer whose headers came in time may take an hour', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const write = (text: string) => writer.write(new TextEncoder().encode(text));
  const { azure, received } = watchedAzure(
    () => new Response(readable, { headers: { 'content-type': 'text/event-stream' } }),
  );
  const { response } = await ask({ azure });
  const text = response.text();
  await write('data: {"choices":[{"index":0,"delta":{}}]}\n\n');
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect((await received).aborted).toBe(false);
  await write('data: [DONE]\n\n');
  await writer.close();
  expect(await text).toBe('data: {"choices":[{"index":0,"delta":{}}]}\n\ndata: [DONE]\n\n');
});
