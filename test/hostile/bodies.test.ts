// Bodies that take much more memory than they have bytes, if they are parsed or copied carelessly. V8's
// heap is limited, so that a body that takes too much ends the process.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USER_KEY } from '../bundle/running-gateway.ts';
import { hostileBodies, LONG_JSON } from './bodies.ts';
import { headOf } from './dial.ts';
import { byteByByte, LISTED_KEY, startHostileRig, type HostileRig } from './rig.ts';

let rig: HostileRig;
beforeAll(async () => {
  rig = await startHostileRig();
});
afterAll(() => rig.stop());

const MIB = 1024 ** 2;
const JSON_HEADERS = { authorization: `Bearer ${USER_KEY}`, 'content-type': 'application/json' };

function send(key: string, path: string, contentType: string, body: Buffer<ArrayBuffer>) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': contentType };
  return fetch(rig.gateway.url + path, { method: 'POST', headers, body });
}

/** The body itself, what the runtime copies of it when it goes on, and what the process grows by anyway. */
function mostMib(bytes: number): number {
  return (3.5 * bytes) / MIB + 24;
}

describe.each([
  ['a user', USER_KEY],
  ['a user with a list of models', LISTED_KEY],
])('from %s', (_, key) => {
  test.each(hostileBodies(0.3).map((body) => [body.name, body] as const))(
    '%s takes no more than a few times its size',
    async (_name, { path, contentType, bytes }) => {
      let status = 0;
      const peak = await rig.peakMib(async () => {
        const response = await send(key, path, contentType, Buffer.from(bytes));
        ({ status } = response);
        await response.arrayBuffer();
      });
      expect([200, 400]).toContain(status);
      expect(peak).toBeLessThan(mostMib(bytes.length));
    },
  );
});

test('neither does the longest body of tiny values', async () => {
  const [body] = hostileBodies(1).filter(({ name }) => name === 'a list of {}');
  if (body === undefined) throw new Error('no such body');
  const peak = await rig.peakMib(async () => {
    const { status } = await send(USER_KEY, body.path, body.contentType, Buffer.from(body.bytes));
    expect(status).toBe(200);
  });
  expect(peak).toBeLessThan(mostMib(LONG_JSON));
});

test('a stream under way goes on beside them', async () => {
  const event = 'data: {"choices":[{"index":0,"delta":{"content":"word"}}]}\n\n';
  const goOn = Promise.withResolvers<undefined>();
  rig.answerWith(async (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n');
    socket.write(event);
    await goOn.promise;
    socket.end(`${event}data: [DONE]\n\n`);
  });
  const stream = await rig.gateway.post('/v1/chat/completions', { model: 'gpt-4o', stream: true });
  rig.answerWith((socket) => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  });
  for (const { path, contentType, bytes } of hostileBodies(0.1)) {
    await (await send(LISTED_KEY, path, contentType, Buffer.from(bytes))).arrayBuffer();
  }
  goOn.resolve(undefined);
  expect(await stream.text()).toBe(`${event}${event}data: [DONE]\n\n`);
});

test('a body in chunks of one byte takes no more than in one piece', async () => {
  const text = `{"model":"gpt-4o","m":"${'x'.repeat(100_000)}"}`;
  const peak = await rig.peakMib(async () => {
    const { socket, status } = rig.dial();
    socket.write(
      headOf('/v1/chat/completions', { ...JSON_HEADERS, 'transfer-encoding': 'chunked' }),
    );
    socket.write(`${byteByByte(text)}0\r\n\r\n`);
    expect(await status).toBe(200);
    socket.destroy();
  });
  expect(peak).toBeLessThan(16);
});

test('an error of Azure in chunks of one byte takes no more than in one piece', async () => {
  rig.answerWith((socket) => {
    socket.write(
      'HTTP/1.1 500 Broken\r\ntransfer-encoding: chunked\r\ncontent-type: application/json\r\n\r\n',
    );
    socket.end(`${byteByByte('x'.repeat(60_000))}0\r\n\r\n`);
  });
  const peak = await rig.peakMib(async () => {
    const response = await rig.gateway.post('/v1/responses', { model: 'gpt-4o' });
    expect([response.status, await response.json()]).toMatchObject([
      500,
      { error: { code: 'upstream_error' } },
    ]);
  });
  expect(peak).toBeLessThan(16);
});

test('events in chunks of one byte are not kept as what they came in', async () => {
  const event = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(10_000)}"}}]}\n\n`;
  rig.answerWith((socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: text/event-stream\r\n\r\n',
    );
    socket.end(`${byteByByte(`${event}data: [DONE]\n\n`)}0\r\n\r\n`);
  });
  const peak = await rig.peakMib(async () => {
    const asked = [1, 2, 3, 4].map(() =>
      rig.gateway.post('/v1/chat/completions', { model: 'gpt-4o', stream: true }),
    );
    for (const response of await Promise.all(asked)) {
      expect((await response.text()).endsWith('data: [DONE]\n\n')).toBe(true);
    }
  });
  expect(peak).toBeLessThan(80);
});
