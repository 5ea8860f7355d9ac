// Realtime and the Responses API over WebSockets, end to end: where they lead, what passes, who may
// open one, and how an end on one side arrives at the other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import { KEY, startConformanceGateway } from './conformance-gateway.ts';
import { openSocket, refusedSocket } from './socket-client.ts';

const GA = '/v1/realtime?model=talker';
const GA_AT_AZURE = '/openai/v1/realtime?model=gpt-realtime-1.5';
const PREVIEW_AT_AZURE =
  '/openai/realtime?api-version=2025-04-01-preview&deployment=gpt-realtime-1.5';
const RESPONSES = '/v1/responses';
const BEARER = { authorization: `Bearer ${KEY}` };
const LONG = 'x'.repeat(1_000_000);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
afterAll(() => gateway.stop());

/** The newest socket at Azure. */
function atAzure() {
  const socket = gateway.azure.sockets.at(-1);
  if (socket === undefined) throw new Error('Azure has no socket.');
  return socket;
}

describe('a realtime session', () => {
  test('of GA leads to v1, with the deployment in place of the alias', async () => {
    const { nextEvent } = await openSocket(gateway, GA);
    expect(await nextEvent()).toMatchObject({
      type: 'session.created',
      session: { type: 'realtime', output_modalities: ['audio'] },
    });
    const { path, headers, protocols } = atAzure();
    expect([path, protocols]).toEqual([GA_AT_AZURE, []]);
    expect(headers['api-key']).toBe(AZURE_KEY);
    expect(JSON.stringify(headers)).not.toContain(KEY);
  });

  test.each([
    [
      'a deployment in the query',
      '/openai/realtime?api-version=2024-10-01-preview&deployment=talker',
      {},
    ],
    ['the beta header', GA, { 'openai-beta': 'realtime=v1' }],
  ])('of the preview, told by %s, leads to the preview', async (_, path, beta) => {
    const { nextEvent } = await openSocket(gateway, path, { headers: { ...BEARER, ...beta } });
    expect(await nextEvent()).toMatchObject({
      type: 'session.created',
      session: { modalities: ['text', 'audio'] },
    });
    expect(atAzure().path).toBe(PREVIEW_AT_AZURE);
  });

  test('takes the key from the api-key header', async () => {
    const { nextEvent } = await openSocket(gateway, GA, { headers: { 'api-key': KEY } });
    expect(await nextEvent()).toMatchObject({ type: 'session.created' });
    expect(atAzure().headers['api-key']).toBe(AZURE_KEY);
  });

  test.each([
    ['GA', [], GA_AT_AZURE],
    ['the preview', ['openai-beta.realtime-v1'], PREVIEW_AT_AZURE],
  ])('of %s takes the key from a subprotocol, which Azure never sees', async (_, more, path) => {
    const protocols = ['realtime', `openai-insecure-api-key.${KEY}`, ...more];
    const { socket, nextEvent } = await openSocket(gateway, GA, { headers: {}, protocols });
    expect(await nextEvent()).toMatchObject({ type: 'session.created' });
    expect(socket.protocol).toBe('realtime');
    const received = atAzure();
    expect([received.path, received.protocols]).toEqual([path, ['realtime']]);
    expect(received.headers['api-key']).toBe(AZURE_KEY);
    expect(JSON.stringify(received.headers)).not.toContain(KEY);
  });

  test('carries a megabyte of text both ways', async () => {
    const { socket, next, nextEvent } = await openSocket(gateway, GA);
    await next();
    const update = { type: 'session.update', session: { type: 'realtime', instructions: LONG } };
    socket.send(JSON.stringify(update));
    expect(await nextEvent()).toMatchObject({
      type: 'session.updated',
      session: { instructions: LONG },
    });
    expect(atAzure().messages).toEqual([JSON.stringify(update)]);
  });

  test('carries a megabyte of bytes both ways', async () => {
    const { socket, next } = await openSocket(gateway, GA);
    await next();
    const bytes = Buffer.alloc(1_000_000, '\0\xff\x80binary', 'latin1');
    socket.send(bytes);
    expect(bytes.equals(Buffer.from(await next()))).toBe(true);
    expect(Buffer.concat(atAzure().messages.map((data) => Buffer.from(data))).equals(bytes)).toBe(
      true,
    );
  });

  test('answers in words', async () => {
    const { socket, until } = await openSocket(gateway, GA);
    const content = [{ type: 'input_text', text: 'Say 你好 back' }];
    const item = { type: 'message', role: 'user', content };
    socket.send(JSON.stringify({ type: 'conversation.item.create', item }));
    const response = { output_modalities: ['text'] };
    socket.send(JSON.stringify({ type: 'response.create', response }));
    expect(await until('response.output_text.done')).toMatchObject({
      text: expect.stringContaining('Say 你好 back') as unknown,
    });
    expect(await until('response.done')).toMatchObject({ response: { status: 'completed' } });
  });
});

describe.each([
  ['Realtime', GA, 'hello'],
  ['Responses', RESPONSES, JSON.stringify({ type: 'response.create', model: 'mini', input: 'Hi' })],
])('the end of a socket of %s', (_, path, message) => {
  test('at the client arrives at Azure with its code and reason', async () => {
    const { socket, next, closed } = await openSocket(gateway, path);
    socket.send(message);
    await next();
    socket.close(4001, 'The client had enough');
    expect(await atAzure().ended).toEqual({ code: 4001, reason: 'The client had enough' });
    expect((await closed)[0]).toBe(4001);
  });

  test('without a code arrives without one', async () => {
    const { socket, next } = await openSocket(gateway, path);
    socket.send(message);
    await next();
    socket.close();
    expect(await atAzure().ended).toEqual({ code: 1005, reason: '' });
  });

  test('at Azure arrives at the client with its code and reason', async () => {
    const headers = { ...BEARER, 'x-ms-fault': 'close-code=4002' };
    const { socket, closed } = await openSocket(gateway, path, { headers });
    socket.send(message);
    expect(await closed).toEqual([4002, 'x-ms-fault']);
    expect((await atAzure().ended).code).toBe(4002);
  });
});

describe('before the upgrade', () => {
  const error = (code: string): unknown => expect.objectContaining({ code });

  test.each([
    ['no key', GA, { headers: {} }, 401, 'missing_api_key'],
    ['no key for Responses', RESPONSES, { headers: {} }, 401, 'missing_api_key'],
    ['a wrong key', GA, { headers: { 'api-key': 'wrong' } }, 401, 'invalid_api_key'],
    ['an unknown model', '/v1/realtime?model=nobody', {}, 404, 'model_not_found'],
    ['no model', '/v1/realtime', {}, 400, 'missing_required_parameter'],
    ['a model that only writes', '/v1/realtime?model=mini', {}, 400, 'unsupported_operation'],
    ['another path', '/v1/responses/resp_1', {}, 400, 'no_websocket'],
  ])('%s is refused, and Azure is not asked', async (_, path, options, status, code) => {
    const before = gateway.azure.requests.length;
    expect(await refusedSocket(gateway, path, options)).toEqual([status, { error: error(code) }]);
    expect(gateway.azure.requests).toHaveLength(before);
  });

  test("Azure's own refusal arrives", async () => {
    const headers = { ...BEARER, 'x-ms-fault': '429' };
    expect(await refusedSocket(gateway, GA, { headers })).toEqual([
      429,
      { error: expect.objectContaining({ code: '429' }) as unknown },
    ]);
  });
});

describe('Responses over a WebSocket', () => {
  const create = (model: string, more: object = {}) =>
    JSON.stringify({ type: 'response.create', input: 'Say 你好 back', ...more, model });

  test('puts the deployment in the place of an alias, and changes nothing else', async () => {
    const { socket, until } = await openSocket(gateway, RESPONSES);
    socket.send(create('mini'));
    expect(await until('response.completed')).toMatchObject({ response: { status: 'completed' } });
    socket.send(create('gpt-5.4-mini'));
    expect(await until('response.completed')).toMatchObject({ response: { status: 'completed' } });
    const { path, messages, headers } = atAzure();
    expect(path).toBe('/openai/v1/responses');
    expect(messages).toEqual([create('gpt-5.4-mini'), create('gpt-5.4-mini')]);
    expect(headers['api-key']).toBe(AZURE_KEY);
  });

  test('answers an unknown model with an error event, and goes on', async () => {
    const { socket, nextEvent, until } = await openSocket(gateway, RESPONSES);
    socket.send(create('nobody'));
    expect(await nextEvent()).toEqual({
      type: 'error',
      status: 404,
      error: {
        type: 'invalid_request_error',
        code: 'model_not_found',
        message: expect.stringContaining('`nobody`') as unknown,
        param: 'model',
      },
    });
    socket.send(create('mini'));
    await until('response.completed');
    expect(atAzure().messages).toEqual([create('gpt-5.4-mini')]);
  });

  test('answers what is no JSON with an error event', async () => {
    const { socket, nextEvent } = await openSocket(gateway, RESPONSES);
    socket.send('{');
    expect(await nextEvent()).toMatchObject({ type: 'error', error: { code: 'invalid_json' } });
  });

  test('carries a megabyte of text both ways', async () => {
    const { socket, nextEvent } = await openSocket(gateway, RESPONSES);
    socket.send(create('mini', { instructions: LONG }));
    expect(await nextEvent()).toMatchObject({
      type: 'response.created',
      response: { instructions: LONG },
    });
    expect(atAzure().messages).toEqual([create('gpt-5.4-mini', { instructions: LONG })]);
  });

  test('carries a megabyte of bytes both ways', async () => {
    const { socket, next } = await openSocket(gateway, RESPONSES);
    const bytes = Buffer.alloc(1_000_000, '\0\xff\x80binary', 'latin1');
    socket.send(bytes);
    const back = await next();
    expect(bytes.equals(Buffer.from(back))).toBe(true);
    expect(atAzure().messages.map((data) => Buffer.from(data).equals(bytes))).toEqual([true]);
  });
});
