// What the server records of requests, and how it closes.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { startAzure, type ReceivedRequest } from '../../../azure-stand-in/server.ts';
import { ACCOUNT, chatBody, KEY, send, start, V1_CHAT } from '../client.ts';

test('with `record`, requests are kept unchanged and in order', async () => {
  const standIn = await start({ record: true });
  const host = 'contoso.openai.azure.com';
  const body = '{"model": "mini",  "messages": []}';
  const path = `${V1_CHAT}?api-version=preview&x=%20`;
  await send(standIn, { path, body, headers: { host, 'X-Custom': 'Yes' } });
  await send(standIn, { path: '/elsewhere', method: 'GET' });
  const [first, second] = standIn.requests;
  expect({ ...first, ended: await first?.ended, body: first?.body.toString() }).toEqual({
    host,
    method: 'POST',
    path,
    headers: {
      host,
      'api-key': KEY,
      'content-type': 'application/json',
      'x-custom': 'Yes',
      'content-length': String(body.length),
      connection: 'close',
    },
    body,
    ended: 'complete',
  });
  expect([second?.method, second?.path, second?.body.length]).toEqual(['GET', '/elsewhere', 0]);
});

test('without `record` nothing is kept', async () => {
  const standIn = await start();
  await send(standIn, { path: V1_CHAT, body: chatBody('Hello') });
  expect(standIn.requests).toEqual([]);
});

test('onRequest is called before the answer', async () => {
  const seen = Promise.withResolvers<ReceivedRequest>();
  const standIn = await start({
    onRequest: (request) => {
      seen.resolve(request);
    },
  });
  const headers = { 'x-ms-fault': 'slow-headers; hold=gate' };
  const got = send(standIn, { path: V1_CHAT, body: chatBody('Hello'), headers });
  const request = await seen.promise;
  standIn.release('gate');
  expect((await got).status).toBe(200);
  expect(await request.ended).toBe('complete');
});

test.each(['reset', 'cut-after-events=1', 'cut-after-bytes=9', 'wrong-length'])(
  '%s is an end by fault',
  async (fault) => {
    const standIn = await start({ record: true });
    const sent = { path: V1_CHAT, body: chatBody('Hello'), headers: { 'x-ms-fault': fault } };
    await send(standIn, sent).catch(() => undefined);
    expect(await standIn.requests[0]?.ended).toBe('fault');
  },
);

test.each(['slow-headers', 'slow-first-byte', 'stall-after=1'])(
  'a client that leaves during %s has left',
  async (fault) => {
    const standIn = await start({ record: true });
    const request = httpRequest(standIn.url + V1_CHAT, {
      method: 'POST',
      headers: { 'api-key': KEY, 'content-type': 'application/json', 'x-ms-fault': fault },
    });
    request.on('error', () => undefined);
    request.end(JSON.stringify(chatBody('Hello', { stream: true })));
    if (fault === 'slow-headers') await received(() => standIn.requests.length > 0);
    else await once(request, 'response');
    request.destroy();
    expect(await standIn.requests[0]?.ended).toBe('client-left');
  },
);

async function received(isThere: () => boolean): Promise<void> {
  while (!isThere()) await new Promise((resolve) => setImmediate(resolve));
}

test('a client that leaves amid a long stream has left', async () => {
  const standIn = await start({ record: true });
  const headers = { 'x-ms-pace': 'events=100000; size=80; burst=10' };
  const request = httpRequest(standIn.url + V1_CHAT, {
    method: 'POST',
    headers: { 'api-key': KEY, 'content-type': 'application/json', ...headers },
  });
  request.on('error', () => undefined);
  request.end(JSON.stringify(chatBody('Hello', { stream: true })));
  await once(request, 'response');
  request.destroy();
  expect(await standIn.requests[0]?.ended).toBe('client-left');
});

test('closing ends waiting answers and frees the port', async () => {
  const standIn = await startAzure({ accounts: [ACCOUNT], record: true });
  const headers = { 'x-ms-fault': 'slow-headers' };
  const got = send(standIn, { path: V1_CHAT, body: chatBody('Hello'), headers });
  const failed = expect(got).rejects.toMatchObject({ code: 'ECONNRESET' });
  await received(() => standIn.requests.length > 0);
  await standIn.close();
  await failed;
  const again = await startAzure({ accounts: [ACCOUNT], port: standIn.port });
  expect([again.port, again.url]).toEqual([standIn.port, `http://127.0.0.1:${standIn.port}`]);
  await again.close();
});

test('a taken port is an error', async () => {
  const standIn = await start();
  await expect(start({ port: standIn.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
