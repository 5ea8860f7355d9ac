// Requests for a WebSocket: which are accepted, how others are refused, and how a socket ends.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { startAzure } from '../../../azure-stand-in/server.ts';
import { chatBody, KEY, send, V1_CHAT } from '../client.ts';
import {
  GA,
  open,
  PREVIEW,
  refused,
  RESPONSES,
  startVoice,
  VOICE_ACCOUNT,
} from './socket-client.ts';

const NO_KEY = { 'api-key': 'wrong' };

test.each([GA, RESPONSES])(
  '%s takes a key as api-key, in the query and as Bearer',
  async (path) => {
    const standIn = await startVoice();
    const query = `${path}${path.includes('?') ? '&' : '?'}api-key=${KEY}`;
    const url = `ws://127.0.0.1:${standIn.port}`;
    for (const [target, headers] of [
      [path, { 'api-key': KEY }],
      [query, {}],
      [path, { authorization: `Bearer ${KEY}` }],
    ] as const) {
      const socket = new WebSocket(url + target, { headers });
      await once(socket, 'open');
      socket.close();
    }
    expect(standIn.sockets.map((socket) => socket.path)).toEqual([path, query, path]);
  },
);

test('a wrong key is refused before the upgrade, as is a key as Bearer on the preview', async () => {
  const standIn = await startVoice();
  const wrong = await refused(standIn, GA, { headers: NO_KEY });
  expect([wrong.status, wrong.body]).toMatchObject([401, { statusCode: 401 }]);
  expect(wrong.response.headers).toMatchObject({
    'content-type': 'application/json',
    'apim-request-id': expect.any(String) as unknown,
    connection: 'close',
  });
  expect(await refused(standIn, PREVIEW, { headers: NO_KEY })).toMatchObject({
    status: 401,
    body: { error: { code: '401' } },
  });
  expect(standIn.sockets).toEqual([]);
});

test.each([
  ['/openai/v1/realtime?model=other', 404, 'DeploymentNotFound'],
  ['/openai/v1/realtime?model=mini', 400, 'OperationNotSupported'],
  ['/openai/v1/realtime', 400, 'OperationNotSupported'],
  ['/openai/v1/realtime?model=voice&intent=transcription', 400, 'OperationNotSupported'],
  ['/openai/v1/realtime?deployment=voice&intent=transcription', 400, 'OperationNotSupported'],
  ['/openai/v1/realtime?model=ear', 400, 'OperationNotSupported'],
  ['/openai/v1/realtime?model=talker', 400, 'OperationNotSupported'],
  ['/openai/v1/realtime/translations', 400, 'missing_required_parameter'],
  ['/openai/v1/realtime/translations?model=voice', 400, 'OperationNotSupported'],
  ['/openai/live/sessions?api-version=2025-04-01-preview', 404, '404'],
  ['/openai/v1/realtime?model=voice&api-version=2025-04-01-preview', 400, 'BadRequest'],
  ['/openai/v1/realtime?call_id=rtc_1', 404, null],
  ['/openai/realtime?deployment=voice', 404, '404'],
  ['/openai/realtime?api-version=2025-04-01-preview&deployment=other', 404, 'DeploymentNotFound'],
  ['/openai/realtime?api-version=2025-04-01-preview&model=voice', 400, null],
  ['/openai/v1/chat/completions', 404, '404'],
  ['/elsewhere', 404, '404'],
])('%s is refused with %s before the upgrade', async (path, status, code) => {
  const standIn = await startVoice();
  expect(await refused(standIn, path)).toMatchObject({ status, body: { error: { code } } });
  expect(await standIn.requests[0]?.ended).toBe('complete');
});

test('a host without an account gets no answer', async () => {
  const headers = { host: 'unknown.openai.azure.com' };
  await expect(open(await startVoice(), GA, { headers })).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
});

test('realtime is echoed among the subprotocols, a key never', async () => {
  const standIn = await startVoice();
  const key = 'openai-insecure-api-key.abc';
  const line = await open(standIn, GA, { protocols: ['realtime', key, 'openai-beta.realtime-v1'] });
  expect(line.socket.protocol).toBe('realtime');
  expect(standIn.sockets[0]?.protocols).toEqual(['realtime', key, 'openai-beta.realtime-v1']);
  expect((await open(standIn, GA)).socket.protocol).toBe('');
});

test('a key in a subprotocol is not accepted', async () => {
  const standIn = await startVoice();
  const protocols = ['realtime', `openai-insecure-api-key.${KEY}`];
  expect(await refused(standIn, GA, { headers: NO_KEY, protocols })).toMatchObject({ status: 401 });
});

test('upgrades are kept as requests, sockets with their messages and their end', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA, { headers: { 'x-custom': 'yes' } });
  await line.next();
  line.send({ type: 'input_audio_buffer.clear' });
  await line.next();
  line.socket.close(4000, 'enough');
  const [request] = standIn.requests;
  const [socket] = standIn.sockets;
  expect(await socket?.ended).toEqual({ code: 4000, reason: 'enough' });
  expect(await request?.ended).toBe('complete');
  expect(request).toMatchObject({ method: 'GET', path: GA, upgrade: true });
  expect(socket).toMatchObject({ path: GA, headers: { 'x-custom': 'yes', 'api-key': KEY } });
  expect(socket?.messages).toEqual(['{"type":"input_audio_buffer.clear"}']);
  expect((await send(standIn, { path: V1_CHAT, body: chatBody('Hello') })).status).toBe(200);
  expect(standIn.requests[1]?.upgrade).toBe(undefined);
});

test('binary messages come back as they are', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA);
  await line.next();
  const bytes = Buffer.from([0, 255, 128, 10]);
  const echoed = once(line.socket, 'message');
  line.socket.send(bytes);
  expect(await echoed).toEqual([bytes, true]);
  expect(standIn.sockets[0]?.messages).toEqual([bytes]);
});

test('a client that breaks off has left', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA);
  line.socket.terminate();
  expect(await standIn.sockets[0]?.ended).toEqual({ code: 1006, reason: '' });
  expect(await standIn.requests[0]?.ended).toBe('client-left');
});

test('close-code closes after the first message', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA, { headers: { 'x-ms-fault': 'close-code=4001' } });
  expect((await line.next()).type).toBe('session.created');
  line.send({ type: 'input_audio_buffer.clear' });
  expect(await line.closed).toEqual([4001, 'x-ms-fault']);
  expect(await standIn.sockets[0]?.ended).toEqual({ code: 4001, reason: 'x-ms-fault' });
  expect(await standIn.requests[0]?.ended).toBe('fault');
});

test.each(['1005', '1006', '2000', '5000'])(
  'close-code=%s is not a valid close code',
  async (code) => {
    const standIn = await startVoice();
    const headers = { 'x-ms-fault': `close-code=${code}` };
    expect(await refused(standIn, GA, { headers })).toMatchObject({
      status: 400,
      body: {
        error: {
          message:
            "Invalid header x-ms-fault: 'close-code' is 1000 to 1003, 1007 to 1014 or 3000 to 4999.",
        },
      },
    });
  },
);

test.each(['fin', 'reset'])('a cut by %s breaks off after so many events', async (cut) => {
  const standIn = await startVoice();
  const fault = `stall-after=2; hold=gate; cut-after-events=2; cut=${cut}`;
  const line = await open(standIn, GA, { headers: { 'x-ms-fault': fault } });
  line.socket.on('error', () => undefined);
  line.send({ type: 'response.create' });
  expect([(await line.next()).type, (await line.next()).type]).toEqual([
    'session.created',
    'response.created',
  ]);
  standIn.release('gate');
  expect(await line.closed).toEqual([1006, '']);
  expect(await standIn.requests[0]?.ended).toBe('fault');
});

test('a status takes the place of the upgrade, with its headers', async () => {
  const standIn = await startVoice();
  const headers = { 'x-ms-fault': '429; retry-after=2' };
  const { status, body, response } = await refused(standIn, GA, { headers });
  expect([status, body]).toMatchObject([429, { error: { code: '429' } }]);
  expect(response.headers['retry-after']).toBe('2');
});

test('reset and a wait come before the upgrade', async () => {
  const standIn = await startVoice();
  await expect(open(standIn, GA, { headers: { 'x-ms-fault': 'reset' } })).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
  expect(await standIn.requests[0]?.ended).toBe('fault');
  const waiting = open(standIn, GA, { headers: { 'x-ms-fault': 'slow-headers; hold=gate' } });
  standIn.release('gate');
  expect((await (await waiting).next()).type).toBe('session.created');
});

test('another protocol to upgrade to is ignored', async () => {
  const standIn = await startVoice();
  const request = httpRequest(standIn.url + V1_CHAT, {
    method: 'POST',
    headers: {
      ...{ 'api-key': KEY, 'content-type': 'application/json' },
      ...{ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' },
    },
  });
  request.end(JSON.stringify(chatBody('Hello')));
  const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(200);
});

test('closing ends open sockets and waiting upgrades, and frees the port', async () => {
  const standIn = await startAzure({ accounts: [VOICE_ACCOUNT], record: true });
  const line = await open(standIn, GA);
  await line.next();
  const waiting = open(standIn, GA, { headers: { 'x-ms-fault': 'slow-headers' } });
  const failed = expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET' });
  while (standIn.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await standIn.close();
  await failed;
  expect(await line.closed).toEqual([1006, '']);
  const again = await startAzure({ accounts: [VOICE_ACCOUNT], port: standIn.port });
  await again.close();
});
