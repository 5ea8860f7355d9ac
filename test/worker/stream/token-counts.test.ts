// The tokens of an answer, from the request that asks for them to the log line.
import { describe, expect, test } from 'vitest';
import { parseObject } from '../../../worker/formats/json.ts';
import { ask, encodeUsers, STACK_ENV, type Asked } from '../gateway-under-test.ts';

const COUNTED = { ...STACK_ENV, SETTINGS: '{"usage":true}' };

const WORD = 'data: {"choices":[{"index":0,"delta":{"content":"hi"}}],"usage":null}\n\n';
const USAGE =
  'data: {"choices":[],"usage":{"completion_tokens":7,"prompt_tokens":12,"prompt_tokens_details":{"cached_tokens":4},"total_tokens":19}}\n\n';
const DONE = 'data: [DONE]\n\n';
const COUNTS = { inputTokens: 12, outputTokens: 7, cachedTokens: 4 };

function stream(text: string) {
  return () => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
}

/** Asks, reads the answer to its end, and gives the log line. */
async function answered(asked: Asked) {
  const { response, sent, log, settled } = await ask({ env: COUNTED, ...asked });
  const text = await response.text();
  await settled;
  return { text, sent: sent[0]?.body ?? '', line: log[0], type: response.headers };
}

describe('a chat stream', () => {
  const chat = (more: string) => `{ "model":"gpt-5.4-mini",  "n":1.0, "stream":true${more} }`;

  test.each([
    ['', '"stream_options":{"include_usage":true},'],
    [', "stream_options": null', undefined],
    [', "stream_options": {}', undefined],
    [', "stream_options": {"include_usage":false}', undefined],
    [', "stream_options": { "include_obfuscation": false }', undefined],
  ])('is asked for its tokens where the client did not: %j', async (more, added) => {
    const { text, sent, line } = await answered({
      body: chat(more),
      azure: stream(WORD + USAGE + DONE),
    });
    expect(parseObject(sent)?.['stream_options']).toMatchObject({ include_usage: true });
    if (added !== undefined) expect(sent.replace(added, '')).toBe(chat(''));
    expect(sent).toContain('"n":1.0,');
    // Nobody but the gateway asked for the last chunk.
    expect(text).toBe(WORD + DONE);
    expect(line).toMatchObject({ ...COUNTS, outcome: 'complete' });
  });

  test('keeps other options', async () => {
    const body = chat(', "stream_options": { "include_obfuscation": false }');
    const { sent } = await answered({ body, azure: stream(WORD + USAGE + DONE) });
    expect(parseObject(sent)?.['stream_options']).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
  });

  test('passes the tokens on to a client that asked for them', async () => {
    const body = chat(',"stream_options":{"include_usage":true}');
    const { text, sent, line } = await answered({ body, azure: stream(WORD + USAGE + DONE) });
    expect(sent).toBe(body);
    expect(text).toBe(WORD + USAGE + DONE);
    expect(line).toMatchObject(COUNTS);
  });

  test('is not asked by a version that does not know it', async () => {
    const body = '{"model":"classic","stream":true}';
    const old = { id: 'classic', upstream: 'deployment', apiVersion: '2024-06-01' };
    const env = { ...COUNTED, MODELS: JSON.stringify([old]) };
    expect((await answered({ env, body, azure: stream(WORD + DONE) })).sent).toBe(body);
    const newer = { ...old, apiVersion: '2024-10-21' };
    const known = { ...COUNTED, MODELS: JSON.stringify([newer]) };
    expect((await answered({ env: known, body, azure: stream(WORD + DONE) })).sent).not.toBe(body);
  });

  test('passes as it is, byte for byte both ways, where tokens are not counted', async () => {
    const { text, sent, line } = await answered({
      env: STACK_ENV,
      body: chat(''),
      azure: stream(WORD + USAGE + DONE),
    });
    expect(sent).toBe(chat(''));
    expect(text).toBe(WORD + USAGE + DONE);
    expect(line).not.toHaveProperty('inputTokens');
  });
});

test('a Responses stream passes unchanged, and its last event tells the tokens', async () => {
  const last = (pad: string) =>
    `event: response.completed\ndata: {"type":"response.completed","response":{"instructions":"${pad}","output":[{"text":"\\"usage\\":{\\"input_tokens\\":99}"}],"usage":{"input_tokens":12,"input_tokens_details":{"cached_tokens":4},"output_tokens":7},"user":null,"metadata":{"usage":"{x"}}}\n\n`;
  const delta =
    'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"response.completed"}\n\n';
  for (const pad of ['', 'x'.repeat(300_000)]) {
    const { text, line } = await answered({
      path: '/v1/responses',
      body: '{"model":"gpt-5.4-mini","input":"hi","stream":true}',
      azure: stream(delta + last(pad)),
    });
    expect(text === delta + last(pad)).toBe(true);
    expect(line).toMatchObject({ ...COUNTS, outcome: 'complete' });
  }
});

describe('an answer that is no stream', () => {
  const json = (text: string) => () =>
    new Response(text, { headers: { 'content-type': 'application/json' } });

  test.each([
    ['short', '[]'],
    ['long', `[${'0.123456,'.repeat(200_000)}0]`],
  ])('tells its tokens in its last KB, and passes as it came: %s', async (_, data) => {
    const body = `{"data":${data},"model":"x","usage": {"prompt_tokens": 5, "total_tokens": 5}}`;
    const { text, line } = await answered({
      path: '/v1/embeddings',
      body: '{"model":"gpt-5.4-mini","input":"hi"}',
      env: { ...COUNTED, MODELS: '[{"id":"gpt-5.4-mini","model":null}]' },
      azure: json(body),
    });
    expect(text === body).toBe(true);
    expect(line).toMatchObject({ inputTokens: 5, outcome: 'complete' });
    expect(line?.outputTokens).toBeUndefined();
  });

  test('without tokens tells none', async () => {
    const { text, line } = await answered({ azure: json('{"usage":null}') });
    expect(text).toBe('{"usage":null}');
    expect(line?.inputTokens).toBeUndefined();
  });

  test('that breaks off breaks off for the client as well', async () => {
    const broken = () => {
      let isFirst = true;
      return new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            if (isFirst) controller.enqueue(new TextEncoder().encode('{"choices":['));
            else controller.error(new Error('reset'));
            isFirst = false;
          },
        }),
        { headers: { 'content-type': 'application/json' } },
      );
    };
    const { response, log, settled } = await ask({ env: COUNTED, azure: broken });
    await expect(response.text()).rejects.toThrow();
    await settled;
    expect(log[0]).toMatchObject({ outcome: 'upstream_cut' });
  });
});

test("a user's own typewriter is the one that counts", async () => {
  const seen = await Promise.all(
    ['off', undefined].map(async (typewriter) => {
      const user = { name: 'a', key: 'k', ...(typewriter === undefined ? {} : { typewriter }) };
      const env = {
        ...STACK_ENV,
        CHIT_USERS: encodeUsers([user]),
        SETTINGS: '{"typewriter":"events"}',
      };
      const { response, settled } = await ask({
        env,
        headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
        azure: stream(WORD.repeat(3) + DONE),
      });
      const pieces = await Array.fromAsync(response.body ?? []);
      await settled;
      return pieces.length;
    }),
  );
  expect(seen).toEqual([1, 4]);
});
