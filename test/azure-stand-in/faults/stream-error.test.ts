// Failures that are reported inside a stream, after status 200, in the form of each API.
import { expect, test } from 'vitest';
import { chatBody, KEY, parseEvents, send, start, V1_CHAT } from '../client.ts';

const RESPONSES = '/openai/v1/responses';
const STREAMED = { model: 'mini', input: 'Hello', stream: true };
const MESSAGE = 'Your requests to the deployment have exceeded rate limit.';
const CODE = 'rate_limit_exceeded';

/** The events of a stream of Responses: each frame's name is its payload's `type`. */
function eventsOf(text: string): readonly { readonly type: string }[] {
  return text
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => {
      const [, name, data = ''] = /^event: (.+)\ndata: (.+)$/.exec(frame) ?? [];
      const event = JSON.parse(data) as { type: string };
      expect(name).toBe(event.type);
      return event;
    });
}

const FAILED_EMPTY = { type: 'response.failed', response: { status: 'failed', error: null } };
const ERROR = { type: 'error', error: { type: 'too_many_requests', code: CODE, message: MESSAGE } };
const FAILED = { type: 'response.failed', response: { error: { code: CODE, message: MESSAGE } } };
const CREATED = { type: 'response.created' };
const PROGRESS = { type: 'response.in_progress' };

test.each([
  ['failed-and-error', [FAILED_EMPTY, ERROR]],
  ['failed', [CREATED, PROGRESS, FAILED]],
  ['error', [ERROR]],
])('a streamed response is refused early by %s', async (kind, expected) => {
  const standIn = await start();
  const headers = { 'x-ms-fault': `stream-error=${kind}; retry-after=7` };
  const got = await send(standIn, { path: RESPONSES, body: STREAMED, headers });
  expect([got.status, got.headers['retry-after'], got.cut]).toEqual([200, '7', undefined]);
  expect(got.headers['content-type']).toMatch(/^text\/event-stream/);
  const numbered = expected.map((event, index) => ({ ...event, sequence_number: index }));
  expect(eventsOf(got.text)).toMatchObject(numbered);
});

test('a response may also fail later, after its first words', async () => {
  const standIn = await start();
  const headers = { 'x-ms-fault': 'stream-error=failed; error-frame=6' };
  const { text } = await send(standIn, { path: RESPONSES, body: STREAMED, headers });
  const types = eventsOf(text).map(({ type }) => type);
  expect(types.slice(-2)).toEqual(['response.output_text.delta', 'response.failed']);
});

test('an error event of Responses has a name, a type, a number, and its fields at the top', async () => {
  const standIn = await start();
  const headers = { 'x-ms-fault': 'error-frame=2' };
  const { text } = await send(standIn, { path: RESPONSES, body: STREAMED, headers });
  expect(eventsOf(text).slice(2)).toEqual([
    {
      type: 'error',
      sequence_number: 2,
      code: null,
      message: 'The server had an error while processing your request. Sorry about that!',
      param: null,
    },
  ]);
});

test('chat reports a rate limit in its first chunk, or in a later one', async () => {
  const standIn = await start();
  const body = chatBody('Hi', { stream: true });
  const error = { error: { code: '429', message: MESSAGE } };
  for (const [place, before] of [
    ['', 0],
    ['; error-frame=3', 3],
  ] as const) {
    const headers = { 'x-ms-fault': `stream-error=error${place}; retry-after-ms=1500` };
    const got = await send(standIn, { path: V1_CHAT, body, headers });
    expect([got.status, got.headers['retry-after-ms']]).toEqual([200, '1500']);
    expect(parseEvents(got.text).slice(before)).toEqual([error]);
  }
});

test('an enforced quota ends a streamed response with status 200, and is a 429 otherwise', async () => {
  const deployments = [{ name: 'mini', model: 'gpt-5.4-mini', capacity: 1 }];
  const accounts = [{ subdomain: 'contoso', keys: [KEY], deployments }];
  const standIn = await start({ accounts, enforceRateLimits: true });
  const body = { ...STREAMED, max_output_tokens: 2000 };
  const got = await send(standIn, { path: RESPONSES, body });
  expect([got.status, got.headers['retry-after']]).toEqual([200, '60']);
  expect(eventsOf(got.text)).toMatchObject([CREATED, PROGRESS, FAILED]);
  const whole = await send(standIn, { path: RESPONSES, body: { ...body, stream: false } });
  expect([whole.status, whole.headers['retry-after']]).toEqual([429, '60']);
});

test.each(['stream-error=never', 'retry-after=1', 'stream-error'])(
  'the fault %j cannot be carried out',
  async (fault) => {
    const headers = { 'x-ms-fault': fault };
    const got = await send(await start(), { path: RESPONSES, body: STREAMED, headers });
    expect([got.status, got.text]).toEqual([400, expect.stringContaining('x-ms-fault')]);
  },
);
