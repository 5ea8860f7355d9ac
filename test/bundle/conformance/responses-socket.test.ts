// The Responses API over WebSockets: each message names its model, so each is looked at.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import { startConformanceGateway } from './conformance-gateway.ts';
import { newestSocket, openSocket } from './socket-client.ts';

const RESPONSES = '/v1/responses';
const LONG = 'x'.repeat(1_000_000);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
afterAll(() => gateway.stop());

function atAzure() {
  return newestSocket(gateway);
}

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
    socket.send(create('unknown-model'));
    expect(await nextEvent()).toEqual({
      type: 'error',
      status: 404,
      error: {
        type: 'invalid_request_error',
        code: 'model_not_found',
        message: expect.stringContaining('`unknown-model`') as unknown,
        param: 'model',
      },
    });
    socket.send(create('mini'));
    await until('response.completed');
    expect(atAzure().messages).toEqual([create('gpt-5.4-mini')]);
  });

  test('answers a message that is not JSON with an error event', async () => {
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

  test('carries a megabyte of JSON in bytes both ways', async () => {
    const { socket, next } = await openSocket(gateway, RESPONSES);
    const bytes = Buffer.from(JSON.stringify({ type: 'echo', text: '世界'.repeat(150_000) }));
    socket.send(bytes);
    const back = await next();
    expect(bytes.equals(Buffer.from(back))).toBe(true);
    expect(atAzure().messages.map((data) => Buffer.from(data).equals(bytes))).toEqual([true]);
  });
});
