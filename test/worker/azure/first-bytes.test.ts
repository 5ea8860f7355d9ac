// How long the gateway waits for Azure, on a clock that the tests move.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { concat, encode } from '../../../worker/formats/bytes.ts';
import type { Env } from '../../../worker/contract/env.ts';
import { ask, AZURE_KEY, errorOf, readToEnd, STACK_ENV } from '../gateway-under-test.ts';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
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

test('an Azure that sends no headers within ten minutes is a 504', async () => {
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
    message:
      'Azure OpenAI sent nothing for 600 s. Try again, stream the answer, or request a shorter one.',
    type: 'server_error',
    param: null,
    code: 'upstream_timeout',
  });
  expect(log).toEqual([
    expect.objectContaining({ status: 504, error: 'upstream_timeout', attempts: 1 }),
  ]);
});

/** A stream that a test writes. */
function openedStream() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const answer = () => new Response(readable, { headers: EVENTS });
  return { answer, writer, write: (text: string) => writer.write(encode(text)) };
}

const EVENTS = { 'content-type': 'text/event-stream' };
const FIRST = 'data: {"choices":[{"index":0,"delta":{}}]}\n\n';
const DONE = 'data: [DONE]\n\n';

test('a stream that began may be silent for an hour', async () => {
  const { answer, writer, write } = openedStream();
  const { azure, received } = watchedAzure(answer);
  const asked = ask({ azure });
  await write(FIRST);
  const { response } = await asked;
  const text = response.text();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect((await received).aborted).toBe(false);
  await write(DONE);
  await writer.close();
  expect(await text).toBe(FIRST + DONE);
});

test('a stream that is silent at first is bridged by empty lines from the fifteenth second on', async () => {
  const { answer, writer, write } = openedStream();
  const { azure, received } = watchedAzure(answer);
  const asked = ask({ azure });
  await received;
  await vi.advanceTimersByTimeAsync(15_000);
  const { response } = await asked;
  expect(response.status).toBe(200);
  const text = response.text();
  await vi.advanceTimersByTimeAsync(30_000);
  await write(FIRST + DONE);
  await writer.close();
  expect(await text).toBe('\n'.repeat(3) + FIRST + DONE);
});

test('a stream that begins with nothing for ten minutes ends in an error', async () => {
  const { azure, received } = watchedAzure(openedStream().answer);
  const asked = ask({ azure });
  await received;
  await vi.advanceTimersByTimeAsync(15_000);
  const { response, settled } = await asked;
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (body === null) throw new Error('no body');
  const read = readToEnd(body);
  await vi.advanceTimersByTimeAsync(584_999);
  const open = await Promise.race([settled.then(() => 'ended'), Promise.resolve('open')]);
  expect(open).toBe('open');
  await vi.advanceTimersByTimeAsync(1);
  const { pieces, isBroken } = await read;
  expect(new TextDecoder().decode(concat(pieces))).toContain('"code":"upstream_timeout"');
  expect(isBroken).toBe(true);
});

/** Two accounts, of which the first is impatiently waited for. */
const TWO_ACCOUNTS: Env = {
  ...STACK_ENV,
  MODELS: JSON.stringify([{ id: 'gpt-5.4-mini', timeouts: { firstByte: 3 } }]),
  BACKENDS: JSON.stringify([
    { name: 'west', endpoint: 'https://west.openai.azure.com' },
    { name: 'east', endpoint: 'https://east.openai.azure.com' },
  ]),
  BACKEND_KEYS: JSON.stringify({ west: AZURE_KEY, east: AZURE_KEY }),
};

test('a stream that does not begin in time is asked of the next account', async () => {
  const asked = ask({
    env: TWO_ACCOUNTS,
    azure: ({ url }) =>
      url.includes('west') ? openedStream().answer() : new Response(DONE, { headers: EVENTS }),
  });
  await vi.advanceTimersByTimeAsync(3000);
  const { response, sent, log, settled } = await asked;
  expect(await response.text()).toBe(DONE);
  await settled;
  expect(sent.map(({ url }) => new URL(url).host)).toEqual([
    'west.openai.azure.com',
    'east.openai.azure.com',
  ]);
  expect(log).toEqual([expect.objectContaining({ attempts: 2, region: 'east', status: 200 })]);
});

test('an account that is given up for another is not left to go on', async () => {
  const models = [{ id: 'gpt-5.4-mini', timeouts: { headers: 3 } }];
  const signals: AbortSignal[] = [];
  const asked = ask({
    env: { ...TWO_ACCOUNTS, MODELS: JSON.stringify(models) },
    azure: ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  });
  await vi.advanceTimersByTimeAsync(3000);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(3000);
  expect((await asked).response.status).toBe(504);
});

test('where no account begins in time, the answer is a 504', async () => {
  const asked = ask({ env: TWO_ACCOUNTS, azure: () => openedStream().answer() });
  await vi.advanceTimersByTimeAsync(3000);
  await vi.advanceTimersByTimeAsync(3000);
  const { response, sent } = await asked;
  expect(response.status).toBe(504);
  expect(sent).toHaveLength(2);
});

test('a stream that breaks before its first byte is asked of the next account', async () => {
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.error(new Error('reset'));
        },
      }),
      { headers: EVENTS },
    );
  const azure = ({ url }: Request) =>
    url.includes('west') ? broken() : new Response(DONE, { headers: EVENTS });
  const { response, sent } = await ask({ env: TWO_ACCOUNTS, azure });
  expect(await response.text()).toBe(DONE);
  expect(sent).toHaveLength(2);
  const alone = await ask({ azure: broken });
  expect(alone.response.status).toBe(502);
  expect(await errorOf(alone.response)).toMatchObject({ code: 'upstream_stream_interrupted' });
});

test('a body that does not arrive within five minutes is a 408', async () => {
  const asked = ask({ body: new ReadableStream() });
  await vi.advanceTimersByTimeAsync(299_999);
  const early = await Promise.race([asked, Promise.resolve('open')]);
  expect(early).toBe('open');
  await vi.advanceTimersByTimeAsync(1);
  const { response, sent } = await asked;
  expect(response.status).toBe(408);
  expect(await errorOf(response)).toMatchObject({ code: 'request_timeout' });
  expect(sent).toEqual([]);
});

test('the time that a body took is not taken from the time that Azure has', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const { azure, received } = watchedAzure(() => new Promise(() => undefined));
  const asked = ask({ azure, body: readable });
  await vi.advanceTimersByTimeAsync(200_000);
  const writer = writable.getWriter();
  await writer.write(encode('{"model":"gpt-5.4-mini"}'));
  await writer.close();
  const signal = await received;
  await vi.advanceTimersByTimeAsync(599_999);
  expect(signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect((await asked).response.status).toBe(504);
});

test('an error whose body does not end is told all the same', async () => {
  const stuck = () => new Response(new ReadableStream(), { status: 503 });
  const asked = ask({ azure: stuck });
  await vi.advanceTimersByTimeAsync(10_000);
  const { response } = await asked;
  expect(response.status).toBe(503);
  expect(await errorOf(response)).toMatchObject({ code: 'upstream_error' });
});
