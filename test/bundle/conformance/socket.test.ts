// Realtime sessions over WebSockets, end to end: where they lead, where the key may be, and what
// passes through them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import { KEY, startConformanceGateway } from './conformance-gateway.ts';
import { newestSocket, openSocket } from './socket-client.ts';

const GA = '/v1/realtime?model=talker';
const GA_AT_AZURE = '/openai/v1/realtime?model=gpt-realtime-1.5';
const PREVIEW_AT_AZURE =
  '/openai/realtime?api-version=2025-04-01-preview&deployment=gpt-realtime-1.5';
const BEARER = { authorization: `Bearer ${KEY}` };
const LONG = 'x'.repeat(1_000_000);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
afterAll(() => gateway.stop());

function atAzure() {
  return newestSocket(gateway);
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
  ])('of the preview, chosen by %s, leads to the preview', async (_, path, beta) => {
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
