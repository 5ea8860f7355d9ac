// Failures that Azure reports inside a stream before any part of the answer.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ask, errorOf, readToEnd } from '../gateway-under-test.ts';
import { concat, decode, encode } from '../../../worker/formats/bytes.ts';
import { headers, instanceOf, send } from './three-accounts.ts';

const CHAT = { body: '{"model":"fast","stream":true}' };
const RESPONSES = { path: '/v1/responses', body: '{"model":"fast","stream":true}' };

const created =
  'event: response.created\ndata: {"type":"response.created","response":{"id":"r"}}\n\n';
const inProgress =
  'event: response.in_progress\ndata: {"type":"response.in_progress","response":{"id":"r"}}\n\n';
const queued = 'event: response.queued\ndata: {"type":"response.queued","response":{"id":"r"}}\n\n';
const delta =
  'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"hi"}\n\n';
const opener = 'data: {"choices":[],"prompt_filter_results":[]}\n\n';
const word =
  'data: {"choices":[{"index":0,"delta":{"content":"hi"},"content_filter_results":{}}]}\n\n';

function failed(error: object | null): string {
  const response = { id: 'r', status: 'failed', error };
  return `event: response.failed\ndata: ${JSON.stringify({ type: 'response.failed', response })}\n\n`;
}
function errorEvent(data: object): string {
  return `event: error\ndata: ${JSON.stringify({ type: 'error', ...data })}\n\n`;
}
function chatError(error: object): string {
  return `data: ${JSON.stringify({ error })}\n\n`;
}

function inSinglePieces(text: string): readonly string[] {
  return Array.from(text);
}

/** A stream of these pieces. */
function streamOf(pieces: readonly string[], more: Record<string, string> = {}) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encode(piece));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', ...more } });
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  if (body === null) throw new TypeError('an answer without a body');
  return body;
}

const LIMIT = { code: 'rate_limit_exceeded', message: 'Too many tokens.' };

const RATE_LIMITS: readonly (readonly [string, typeof CHAT, readonly string[]])[] = [
  ['response.failed', RESPONSES, [failed(LIMIT)]],
  [
    'response.failed after created and in_progress',
    RESPONSES,
    [created, inProgress, failed(LIMIT)],
  ],
  ['response.failed after queued', RESPONSES, [created + queued, failed(LIMIT)]],
  ['response.failed in one piece with what comes before', RESPONSES, [created + failed(LIMIT)]],
  [
    'a reason in the event after response.failed',
    RESPONSES,
    [failed(null), errorEvent({ error: LIMIT })],
  ],
  ['error with the members of an error', RESPONSES, [errorEvent(LIMIT)]],
  [
    'error with an error of its own',
    RESPONSES,
    [errorEvent({ error: { type: 'too_many_requests', message: 'Too many tokens.' } })],
  ],
  ["chat's shape on Responses", RESPONSES, [chatError({ ...LIMIT, code: '429' })]],
  ["chat's error chunk", CHAT, [chatError({ ...LIMIT, code: '429' })]],
  ["chat's error chunk with a number", CHAT, [chatError({ message: LIMIT.message, status: 429 })]],
  ["chat's error chunk after the opener", CHAT, [opener, chatError(LIMIT)]],
  ["chat's error chunk with event: error", CHAT, [`event: error\n${chatError(LIMIT)}`]],
  ['an error cut anywhere', CHAT, inSinglePieces(chatError(LIMIT))],
];

describe.each(RATE_LIMITS)('a rate limit as %s', (_, asked, pieces) => {
  const limited = () => streamOf(pieces, { 'retry-after': '7', 'apim-request-id': 'id-of-azure' });

  test('leads to another account, and to a cooldown', async () => {
    const isolate = instanceOf();
    const [home = ''] = (await isolate.send({}, 0, asked)).hosts;
    const { response, hosts, log, settled } = await isolate.send({ [home]: limited }, 0, asked);
    await settled;
    expect([response.status, hosts.length, hosts[0]]).toEqual([200, 2, home]);
    expect(log[0]).not.toHaveProperty('upstreamStatus', 200);
    expect((await isolate.send({}, 6999, asked)).hosts).not.toContain(home);
    expect((await isolate.send({}, 7000, asked)).hosts).toEqual([home]);
  });

  test('is a 429 with the time and the message of Azure where there is no other account', async () => {
    const body = asked.body.replace('fast', 'gpt-5.4-mini');
    const { response, log } = await ask({ ...asked, body, azure: limited });
    expect(response.status).toBe(429);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await errorOf(response)).toMatchObject({ message: 'Too many tokens.', param: null });
    expect(log[0]).toMatchObject({ status: 429, upstreamStatus: 200, id: 'id-of-azure' });
  });
});

describe('an early failure that is not a rate limit', () => {
  const broken = () => streamOf([created, failed({ code: 'server_error', message: 'sorry' })]);
  const brokenChat = () => streamOf([chatError({ code: 'server_error', message: 'sorry' })]);

  test('leads to another account where running twice does no harm', async () => {
    const { response, hosts } = await send({ west: brokenChat }, CHAT);
    expect([response.status, hosts]).toEqual([200, ['west', 'north']]);
  });

  test('does not where it may', async () => {
    const all = { west: broken, north: broken, south: broken };
    const { response, hosts } = await send(all, RESPONSES);
    expect([response.status, hosts.length]).toEqual([500, 1]);
    expect(await errorOf(response)).toMatchObject({ message: 'sorry', code: 'server_error' });
  });

  test.each([
    ['content_filter', 400],
    ['invalid_prompt', 400],
    ['image_too_large', 400],
    ['context_length_exceeded', 400],
    ['insufficient_quota', 429],
    ['server_error', 500],
    ['vector_store_timeout', 500],
    ['service_unavailable', 503],
    ['502', 502],
    ['something new', 500],
  ])('of the code %s is a %i', async (code, status) => {
    const answer = () => streamOf([errorEvent({ code, message: 'no' })]);
    const { response } = await send({ west: answer, north: answer, south: answer }, RESPONSES);
    expect(response.status).toBe(status);
  });

  test('without any reason is a 500', async () => {
    const answer = () => streamOf([failed(null)]);
    const { response } = await send({ west: answer, north: answer, south: answer }, RESPONSES);
    expect(response.status).toBe(500);
  });

  test('by a break is a failure as before the first byte', async () => {
    const answer = () => {
      let pulls = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (pulls++ === 0) controller.enqueue(encode(opener));
          else controller.error(new Error('reset'));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    const { response, hosts } = await send({ west: answer }, CHAT);
    expect([response.status, hosts]).toEqual([200, ['west', 'north']]);
  });
});

describe('what is not a failure passes unchanged', () => {
  test.each([
    [
      'created and an answer',
      RESPONSES,
      [created, inProgress, delta, 'event: response.completed\ndata: {}\n\n'],
    ],
    ['a later failure', RESPONSES, [created, delta, failed(LIMIT)]],
    [
      'an incomplete response',
      RESPONSES,
      [created, 'event: response.incomplete\ndata: {"type":"response.incomplete"}\n\n'],
    ],
    ['nothing after created', RESPONSES, [created]],
    ['comments', RESPONSES, [': ping\n\n', created, ': ping\n\n', delta]],
    [
      'a response that repeats a long request',
      RESPONSES,
      [created.replace('"r"', `"${'r'.repeat(100_000)}"`), delta],
    ],
    ['text about an error', CHAT, [word.replace('hi', '{\\"error\\":{\\"code\\":\\"429\\"}}')]],
    ['a chunk with tokens only', CHAT, ['data: {"choices":[],"usage":{"total_tokens":1}}\n\n']],
    ['a later error', CHAT, [word, chatError(LIMIT)]],
    ['an error that is null', CHAT, [word.replace('{"choices"', '{"error":null,"choices"')]],
    ['bytes in single pieces', RESPONSES, inSinglePieces(created + inProgress + delta)],
  ] as const)('%s', async (_, asked, pieces) => {
    const { response, hosts } = await send(
      {
        west: () => streamOf(pieces),
        north: () => streamOf(pieces),
        south: () => streamOf(pieces),
      },
      asked,
    );
    const { pieces: read } = await readToEnd(bodyOf(response));
    expect([response.status, hosts.length]).toEqual([200, 1]);
    expect(decode(concat(read))).toContain(pieces.join(''));
  });

  test('the report of a stored response that failed long ago', async () => {
    const stored = () => streamOf([created, failed(LIMIT)]);
    const asked = { method: 'GET', path: '/v1/responses/resp_1?stream=true', body: null };
    const { response, hosts } = await send({ west: stored, north: stored, south: stored }, asked);
    expect([response.status, hosts.length]).toEqual([200, 1]);
  });
});

describe('a stream that is silent after its first events', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['goes to the client after 15 s, whole', false],
    ['reaches Azure when the client leaves', true],
  ])('%s', async (_, leaves) => {
    vi.useFakeTimers({
      toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    });
    let later: ReadableStreamDefaultController<Uint8Array> | undefined;
    let cancelled = false;
    const silent = () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(encode(created));
          later = controller;
        },
        cancel() {
          cancelled = true;
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    const answers = { west: silent, north: silent, south: silent };
    const client = new AbortController();
    let isThere = false;
    const sending = send(answers, { ...RESPONSES, headers, signal: client.signal }).then(
      (exchange) => {
        isThere = true;
        return exchange;
      },
    );
    await vi.advanceTimersByTimeAsync(14_999);
    expect(isThere).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const { response, settled, log } = await sending;
    expect(response.status).toBe(200);
    const reader = bodyOf(response).getReader();
    const first = await reader.read();
    expect(decode(first.value ?? new Uint8Array())).toContain('response.created');
    if (leaves) {
      client.abort();
      await settled;
      expect(cancelled).toBe(true);
      return;
    }
    later?.enqueue(encode(delta));
    later?.close();
    expect(decode((await reader.read()).value ?? new Uint8Array())).toBe(delta);
    expect((await reader.read()).done).toBe(true);
    await settled;
    expect(log[0]?.outcome).toBe('complete');
  });
});
