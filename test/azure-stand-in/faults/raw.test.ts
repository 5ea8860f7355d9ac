// Answers that no orderly server gives, as they are on the wire.
import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { AzureStandIn } from '../../../azure-stand-in/server.ts';
import { chatBody, KEY, send, start, V1_CHAT } from '../client.ts';
import { GA, open, startVoice } from '../sockets/socket-client.ts';

/** The whole answer to one request, as text. */
async function answer(
  standIn: AzureStandIn,
  path: string,
  fault: string,
  headers: readonly string[] = [],
  body = '',
): Promise<string> {
  const socket = connect(standIn.port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  const lines = [
    `${body === '' ? 'GET' : 'POST'} ${path} HTTP/1.1`,
    'host: contoso.openai.azure.com',
    `api-key: ${KEY}`,
    `x-ms-fault: ${fault}`,
    `content-length: ${body.length}`,
    ...headers,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  await once(socket, 'end');
  return Buffer.concat(pieces).toString();
}

const UPGRADE = [
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
];

test.each([
  [101, /^HTTP\/1\.1 101 Switching Protocols\r\n[^]*upgrade: websocket\r\n\r\n$/],
  [204, /^HTTP\/1\.1 204 No Content\r\n[^]*\r\n\r\n$/],
  [200, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\{/],
  [600, /^HTTP\/1\.1 600 Odd\r\n[^]*\r\n\r\n\{/],
])('the status %i answers an ordinary request and one for a socket', async (status, expected) => {
  const standIn = await startVoice();
  expect(await answer(standIn, '/openai/v1/models', `raw-status=${status}`)).toMatch(expected);
  expect(await answer(standIn, GA, `raw-status=${status}`, UPGRADE)).toMatch(expected);
});

test.each([
  ['tab', /^location: .*rtc_a\tb\r$/m],
  ['control', /^location: .*rtc_a\u0001b\r$/m],
  ['two', /^location: .*rtc_a\r\nlocation: .*rtc_b\r$/m],
])('a call is created at an odd place: %s', async (kind, expected) => {
  const standIn = await startVoice();
  const path = '/openai/v1/realtime/calls?model=voice';
  const sdp = ['content-type: application/sdp'];
  const got = await answer(standIn, path, `location=${kind}`, sdp, 'v=0\r\n');
  expect(got).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
  expect(got).toMatch(expected);
  expect(got.match(/^location:/gm)).toHaveLength(kind === 'two' ? 2 : 1);
});

test.each([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
  ['unknown', (bytes: Buffer) => bytes],
] as const)('a body comes in the encoding %s', async (encoding, decode) => {
  const standIn = await start();
  const sent = { path: V1_CHAT, body: chatBody('Hi') };
  const plain = await send(standIn, sent);
  const headers = { 'x-ms-fault': `encoding=${encoding}` };
  const got = await send(standIn, { ...sent, headers });
  expect([got.headers['content-encoding'], decode(got.bytes).toString()]).toEqual([
    encoding,
    plain.text,
  ]);
});

test('an error can be of any length and come byte by byte', async () => {
  const headers = { 'x-ms-fault': '503; body-bytes=3000; split-bytes' };
  const got = await send(await start(), { path: V1_CHAT, body: {}, headers });
  expect([got.status, got.bytes.length, JSON.parse(got.text)]).toEqual([
    503,
    3000,
    { error: { code: 'ServiceUnavailable', message: expect.any(String) as string } },
  ]);
  expect(got.pieces.length).toBeGreaterThan(100);
});

test('a socket can flood its client', async () => {
  const line = await open(await startVoice(), GA, { headers: { 'x-ms-fault': 'flood=2' } });
  await line.next();
  let bytes = 0;
  for (let events = 0; events < 32; events += 1) {
    bytes += JSON.stringify(await line.next()).length;
  }
  expect(bytes).toBe(2 * 1_048_576);
});

test('a socket can leave everything unread', async () => {
  const standIn = await startVoice();
  const line = await open(standIn, GA, { headers: { 'x-ms-fault': 'never-reads' } });
  expect((await line.next()).type).toBe('session.created');
  line.send({ type: 'input_audio_buffer.commit' });
  // A request that is answered shows that the stand-in has had its turn.
  await send(standIn, { method: 'GET', path: '/openai/v1/models' });
  expect(standIn.sockets[0]?.messages).toEqual([]);
});
