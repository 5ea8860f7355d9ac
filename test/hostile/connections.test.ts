// Connections that declare much, send little, or have no key: what they take must follow from what arrived.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { USER_KEY } from '../bundle/running-gateway.ts';
import { headOf, type Dialled } from './dial.ts';
import { startHostileRig, type HostileRig } from './rig.ts';

let rig: HostileRig;
beforeAll(async () => {
  rig = await startHostileRig();
  await rig.gateway.post('/v1/chat/completions', { model: 'gpt-4o' });
});
afterAll(() => rig.stop());

const MIB = 1024 ** 2;
const FORM = {
  authorization: `Bearer ${USER_KEY}`,
  'content-type': 'multipart/form-data; boundary=b',
  'content-length': String(32 * MIB),
};

/** Answered after everything that was sent before. */
async function settle(): Promise<void> {
  for (let count = 0; count < 20; count++) {
    const { status } = await fetch(`${rig.gateway.url}/health`);
    expect(status).toBe(200);
  }
}

/** Resolves when so many connections have an answer. */
async function answered(dialled: readonly Dialled[], count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let left = count;
  for (const { status } of dialled) {
    void status.then(() => {
      left -= 1;
      if (left === 0) resolve(undefined);
    });
  }
  await promise;
}

/** Resolves when the bytes were taken, or the gateway has closed the connection. */
async function written({ socket }: Dialled, bytes: string | Buffer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  socket.once('close', () => {
    resolve(undefined);
  });
  socket.write(bytes, () => {
    resolve(undefined);
  });
  await promise;
}

test('a length that is only declared takes no memory', async () => {
  const dialled = Array.from({ length: 64 }, () => rig.dial());
  const peak = await rig.peakMib(async () => {
    for (const each of dialled) await written(each, headOf('/v1/audio/transcriptions', FORM));
    await settle();
  });
  for (const { socket } of dialled) socket.destroy();
  expect(peak).toBeLessThan(32);
});

test('what does not fit into the memory of all is refused, and small requests are served', async () => {
  const dialled = Array.from({ length: 24 }, () => rig.dial());
  const peak = await rig.peakMib(async () => {
    for (const each of dialled) {
      await written(each, headOf('/v1/audio/transcriptions', FORM));
      await written(each, Buffer.alloc(5 * MIB, 'x'));
    }
    await answered(dialled, 12);
    const { status } = await rig.gateway.post('/v1/chat/completions', { model: 'gpt-4o' });
    expect(status).toBe(200);
  });
  for (const { socket } of dialled) socket.destroy();
  const texts = await Promise.all(dialled.map(({ text }) => text));
  const refused = texts.filter((text) => text.startsWith('HTTP/1.1 503'));
  // Others were still writing, and lost the answer with the connection.
  expect(refused[0]).toMatch(/retry-after: 1\r\n[^]*gateway_overloaded/i);
  expect(peak).toBeLessThan(160);
});

test('room is given back when clients leave', async () => {
  const fill = async () => {
    const each = rig.dial();
    await written(each, headOf('/v1/audio/transcriptions', FORM));
    await written(each, Buffer.alloc(17 * MIB, 'x'));
    await settle();
    each.socket.destroy();
    await rig.gateway.logged(({ status }) => status === 499);
    return each.status;
  };
  for (let count = 0; count < 5; count++) expect(await fill()).toBe(0);
});

test('600 refused bodies of 1 MiB without a key add less than 20 MiB', async () => {
  // What so many requests take without a body comes first: the heap grows once.
  const short = Array.from({ length: 600 }, () => rig.dial());
  for (const { socket } of short) socket.write(headOf('/nothing', { 'content-length': '0' }));
  for (const { status } of short) expect(await status).toBe(404);
  for (const { socket } of short) socket.destroy();

  const dialled = Array.from({ length: 600 }, () => rig.dial());
  const body = Buffer.alloc(MIB - 1, 'x');
  const peak = await rig.peakMib(async () => {
    for (const { socket } of dialled) {
      socket.write(headOf('/nothing', { 'content-length': String(MIB) }));
      socket.write(body);
    }
    await settle();
  });
  for (const { socket } of dialled) socket.destroy();
  expect(peak).toBeLessThan(20);
});

test('refused bodies that never end are given up, and others are read to their end again', async () => {
  const half = Array.from({ length: 16 }, () => rig.dial());
  for (const { socket } of half) {
    socket.write(headOf('/nothing', { 'content-length': '1000000' }));
    socket.write(Buffer.alloc(1000, 'x'));
  }
  for (const { status } of half) expect(await status).toBe(404);
  for (const { socket } of half) socket.destroy();
  for (let count = 0; count < 10; count++) {
    const { socket, status } = rig.dial();
    socket.write(headOf('/nothing', { 'content-length': '900000' }));
    socket.write(Buffer.alloc(900_000, 'x'));
    expect(await status).toBe(404);
    socket.destroy();
  }
});
