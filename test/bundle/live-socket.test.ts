// GPT-Live over WebSockets, in the runtime: what reaches Azure of the messages that name models.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { openSocket } from './conformance/socket-client.ts';
import {
  AZURE_KEY,
  startGateway,
  STACK_BINDINGS,
  USER_KEY,
  type RunningGateway,
} from './running-gateway.ts';

const RITA = 'sk-the-key-of-rita';
const MODELS = [
  { id: 'gpt-4o' },
  { id: 'speaker', model: 'gpt-live-1', deployment: 'live-eu' },
  { id: 'brain', model: 'gpt-5.5', deployment: 'gpt-5.5' },
];

/** What Azure got: the path of each socket, and all messages. */
const paths: (string | undefined)[] = [];
const messages: string[] = [];

let azure: WebSocketServer;
let gateway: RunningGateway;
beforeAll(async () => {
  azure = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(azure, 'listening');
  azure.on('connection', (socket, { url, headers }) => {
    paths.push(headers['api-key'] === AZURE_KEY ? url : 'without the key');
    socket.on('message', (data: Buffer) => {
      messages.push(data.toString());
      socket.send(JSON.stringify({ type: 'session.started' }));
    });
  });
  const { port } = azure.address() as AddressInfo;
  gateway = await startGateway({
    upstream: new URL(`http://127.0.0.1:${port}`),
    bindings: {
      ...STACK_BINDINGS,
      MODELS: JSON.stringify(MODELS),
      CHIT_USERS: encodeUsers([
        { name: 'alice', key: USER_KEY },
        { name: 'rita', key: RITA, models: ['speaker'] },
      ]),
    },
  });
});
afterAll(async () => {
  await gateway.stop();
  for (const socket of azure.clients) socket.terminate();
  azure.close();
});

function startOf(model: string, delegated: string): string {
  const delegation = { type: 'responses', responses: { model: delegated } };
  return JSON.stringify({ type: 'session.start', session: { model, delegation } });
}

async function open(key: string, path = '/v1/live/sessions') {
  return openSocket(gateway, path, { headers: { authorization: `Bearer ${key}` } });
}

test('both models of a session reach Azure as deployments', async () => {
  const { socket, nextEvent } = await open(USER_KEY);
  socket.send(startOf('speaker', 'brain'));
  expect(await nextEvent()).toEqual({ type: 'session.started' });
  expect(paths.at(-1)).toBe('/openai/v1/live/sessions');
  expect(messages.at(-1)).toBe(startOf('live-eu', 'gpt-5.5'));
});

test('sound passes as it is', async () => {
  const { socket, nextEvent } = await open(USER_KEY);
  const sound = '{"type": "session.input_audio.append", "audio":"AAAA"}';
  socket.send(sound);
  await nextEvent();
  expect(messages.at(-1)).toBe(sound);
});

test('a model that the user may not use gets an error event, and the socket stays open', async () => {
  const { socket, nextEvent } = await open(RITA);
  const before = messages.length;
  socket.send(startOf('speaker', 'brain'));
  expect(await nextEvent()).toMatchObject({
    type: 'error',
    status: 403,
    error: { code: 'model_not_allowed' },
  });
  expect(messages).toHaveLength(before);
  socket.send('{"type":"session.start","session":{"model":"speaker"}}');
  expect(await nextEvent()).toEqual({ type: 'session.started' });
  expect(messages.at(-1)).toBe('{"type":"session.start","session":{"model":"live-eu"}}');
});

test('a socket that joins a session is read in the same way', async () => {
  const { socket, nextEvent } = await open(RITA, '/v1/live/sessions/live_1/attach');
  expect(paths.at(-1)).toBe('/openai/v1/live/sessions/live_1/attach');
  const update = {
    type: 'session.update',
    session: { delegation: { responses: { model: 'gpt-4o' } } },
  };
  socket.send(JSON.stringify(update));
  expect(await nextEvent()).toMatchObject({ error: { code: 'model_not_allowed' } });
});
