// WebSockets: what one side may send before the other one answers, what a message may be, and until when.
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { USER_KEY } from '../bundle/running-gateway.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { LISTED_KEY, OPEN_KEY, startHostileRig, type HostileRig } from './rig.ts';

let rig: HostileRig;
beforeAll(async () => {
  rig = await startHostileRig();
});
afterAll(() => rig.stop());

const MIB = 1024 ** 2;
const RESPONSES = '/v1/responses';
const REALTIME = '/v1/realtime?model=voice';

interface Pair {
  readonly client: WebSocket;
  readonly azure: WebSocket;
  readonly clientClosed: Promise<number>;
  readonly azureClosed: Promise<number>;
}

/** A socket through the gateway, from both ends. */
async function open(path: string, key = USER_KEY): Promise<Pair> {
  const served = Promise.withResolvers<WebSocket>();
  rig.onSocket(served.resolve);
  const url = rig.gateway.url.replace('http', 'ws') + path;
  const client = new WebSocket(url, {
    headers: { authorization: `Bearer ${key}` },
    perMessageDeflate: false,
  });
  client.on('error', () => undefined);
  const azure = await served.promise;
  onTestFinished(() => {
    client.terminate();
    azure.terminate();
  });
  const clientClosed = codeOf(client);
  const azureClosed = codeOf(azure);
  await once(client, 'open');
  return { client, azure, clientClosed, azureClosed };
}

async function codeOf(socket: WebSocket): Promise<number> {
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

async function next(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}

/** A side that is still writing may see the connection end before it reads why. */
const TOO_MUCH = [1013, 1006];

const message = (length: number) => JSON.stringify({ type: 'x', text: 'x'.repeat(length) });

describe.each([RESPONSES, REALTIME])('%s', (path) => {
  test('closes when Azure sends much more than the client takes', async () => {
    const { client, azure, azureClosed, clientClosed } = await open(path);
    client.pause();
    const peak = await rig.peakMib(async () => {
      for (let count = 0; count < 100; count++) azure.send(message(MIB));
      expect(TOO_MUCH).toContain(await azureClosed);
    });
    client.resume();
    expect(TOO_MUCH).toContain(await clientClosed);
    expect(peak).toBeLessThan(80);
  });

  test('closes when the client sends much more than Azure takes', async () => {
    const { client, azure, clientClosed } = await open(path);
    azure.pause();
    const peak = await rig.peakMib(async () => {
      for (let count = 0; count < 100; count++) client.send(message(MIB));
      expect(TOO_MUCH).toContain(await clientClosed);
    });
    expect(peak).toBeLessThan(100);
  });

  test('carries any amount while both sides answer', async () => {
    const { client, azure } = await open(path);
    azure.on('message', (data: Buffer) => {
      azure.send(data.toString());
    });
    const long = message(4 * MIB);
    for (let count = 0; count < 6; count++) {
      client.send(long);
      expect((await next(client)).length).toBe(long.length);
    }
  });

  test('counts what a refused message gets back as unread', async () => {
    const { client, clientClosed } = await open(path);
    client.pause();
    const peak = await rig.peakMib(async () => {
      for (let count = 0; count < 110_000; count++) client.send('x');
      client.resume();
      expect(TOO_MUCH).toContain(await clientClosed);
    });
    expect(peak).toBeLessThan(100);
  });

  test('closes at a message that is too long, in characters of any length', async () => {
    const wide = await open(path);
    wide.client.send(JSON.stringify({ type: 'x', text: '世'.repeat(4 * MIB) }));
    expect(await wide.clientClosed).toBe(1009);

    const { client, clientClosed, azureClosed } = await open(path);
    client.send(message(9 * MIB));
    expect([await clientClosed, await azureClosed]).toEqual([1009, 1009]);
  });

  test.each([
    [
      'many members',
      `{"type":"response.create","model":"gpt-5.4-mini",${'"a":0,'.repeat(MIB)}"b":0}`,
    ],
    ['text behind it', '{"type":"response.create","model":"gpt-4o"} x'],
    ['NaN', '{"type":"response.create","model":"gpt-4o","temperature":NaN}'],
    ['a list', '[{"type":"response.create","model":"gpt-4o"}]'],
  ])('a message with %s does not reach Azure, as text or as bytes', async (_, text) => {
    const { client, azure } = await open(path, LISTED_KEY);
    const received: string[] = [];
    azure.on('message', (data: Buffer) => received.push(data.toString()));
    for (const data of [text, Buffer.from(text)]) {
      client.send(data);
      expect(await next(client)).toMatch(/"type":"error".*invalid_json/);
    }
    client.send('{"type":"last"}');
    await once(azure, 'message');
    expect(received).toEqual(['{"type":"last"}']);
  });

  test.each([
    ['UTF-16', Buffer.from('{"type":"response.create","model":"gpt-4o"}', 'utf16le')],
    ['a NUL behind it', Buffer.from('{"type":"response.create","model":"gpt-4o"}\0')],
    ['no JSON', Buffer.from([0x1f, 0x8b, 8, 0])],
  ])('bytes that are %s do not reach Azure', async (_, bytes) => {
    const { client } = await open(path, LISTED_KEY);
    client.send(bytes);
    expect(await next(client)).toContain('invalid_json');
  });

  test.each([
    ['file_id', '{"type":"x","item":{"content":[{"type":"input_file","file_id":"file-1"}]}}'],
    [
      'vector_store_ids',
      '{"type":"x","tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}',
    ],
    ['container', '{"type":"x","tools":[{"type":"code_interpreter","container":"cntr_1"}]}'],
    ['prompt', '{"type":"session.update","session":{"prompt":{"id":"pmpt_1"}}}'],
  ])('%s is closed to who may not use account data', async (member, text) => {
    const { client } = await open(path);
    client.send(text);
    expect(JSON.parse(await next(client))).toMatchObject({
      type: 'error',
      status: 403,
      error: { code: 'account_data_closed', param: member },
    });
    const { client: dora, azure } = await open(path, OPEN_KEY);
    const received = next(azure);
    dora.send(text);
    expect(await received).toBe(text);
  });

  test.each([
    '{"type":"x","response":{"model":"gpt-4o"}}',
    '{"type":"x","session":{"audio":{"input":{"transcription":{"model":"gpt-4o"}}}}}',
    '{"type":"x","tool_choice":{"type":"image_generation","model":"gpt-4o"}}',
    '{"Type":"response.create","Model":"gpt-4o"}',
  ])('a closed model is refused wherever it is named: %s', async (text) => {
    const { client } = await open(path, LISTED_KEY);
    client.send(text);
    expect(await next(client)).toContain('model_not_allowed');
  });
});

test('a model that is named twice over Responses is one deployment', async () => {
  const { client, azure } = await open(RESPONSES, LISTED_KEY);
  const received = next(azure);
  client.send('{"type":"response.create","model":"gpt-4o","model":"gpt-5.4-mini"}');
  expect(await received).toBe('{"type":"response.create","model":"gpt-5.4-mini"}');
});

test.each([RESPONSES, REALTIME])('%s ends when the key expires', async (path) => {
  const expiring = await startHostileRig({
    users: encodeUsers([
      { name: 'eve', key: USER_KEY, expires: Math.floor(Date.now() / 1000) + 2 },
    ]),
  });
  onTestFinished(() => expiring.stop());
  const served = Promise.withResolvers<WebSocket>();
  expiring.onSocket(served.resolve);
  const client = new WebSocket(expiring.gateway.url.replace('http', 'ws') + path, {
    headers: { authorization: `Bearer ${USER_KEY}` },
  });
  client.on('error', () => undefined);
  const azure = await served.promise;
  expect(await Promise.all([codeOf(client), codeOf(azure)])).toEqual([1008, 1008]);
});
