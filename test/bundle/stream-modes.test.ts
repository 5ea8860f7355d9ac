// Each stream mode of the uploaded bundle in workerd, over bare sockets.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type RunningGateway } from './running-gateway.ts';
import {
  requestBytes,
  STREAM_MODES,
  STREAM_MODE_BINDINGS,
  type StreamMode,
} from './stream-modes.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ bindings: STREAM_MODE_BINDINGS });
});
afterAll(() => gateway.stop());

function send(mode: StreamMode, headers: string): Socket {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write(requestBytes(mode, headers));
  return socket;
}

/** The chunks of the HTTP encoding. Each chunk was one write of the Worker. */
async function writesOf(socket: Socket): Promise<readonly string[]> {
  let text = '';
  for await (const data of socket.setEncoding('latin1') as AsyncIterable<string>) {
    text += data;
    if (text.endsWith('\r\n0\r\n\r\n')) break;
  }
  let rest = text.slice(text.indexOf('\r\n\r\n') + 4);
  const writes: string[] = [];
  for (;;) {
    const length = Number.parseInt(rest, 16);
    const start = rest.indexOf('\r\n') + 2;
    if (!(length > 0)) return writes;
    writes.push(Buffer.from(rest.slice(start, start + length), 'latin1').toString());
    rest = rest.slice(start + length + 2);
  }
}

function withoutIds(text: string): string {
  return text.replaceAll(/"id":"[^"]*"/g, '"id":""').replaceAll(/"created":\d+/g, '"created":0');
}

const paces = fc.record({
  events: fc.integer({ min: 1, max: 60 }),
  size: fc.constantFrom(1, 8, 40_000),
  interval: fc.constantFrom(0, 0, 1, 30),
  burst: fc.constantFrom(0, 1, 5, 20),
  fault: fc.constantFrom('', 'split-utf8', 'merge', 'crlf', 'no-opener'),
});

describe.each(STREAM_MODES.map((mode) => [mode.name, mode] as const))('%s', (_, mode) => {
  test('gives the events of Azure, in order, whole and once, however they are written', async () => {
    await fc.assert(
      fc.asyncProperty(paces, async ({ events, size, interval, burst, fault }) => {
        const headers = `x-ms-pace: events=${events}; size=${size}; interval-ms=${interval}; burst=${burst}\r\nx-ms-fault: ${fault}`;
        const text = (await writesOf(send(mode, headers))).join('');
        const shown = text.split(/\r?\n\r?\n/).filter((event) => event !== '');
        expect(shown.at(-1)).toBe('data: [DONE]');
        const words = [...text.matchAll(/"content":"([^"]+)"/g)].map(([, word]) => word);
        expect(words.map((word) => word?.length)).toEqual(Array(events).fill(size));
        expect(words.join('')).toBe(
          Array.from({ length: events }, (_unused, index) =>
            `${String(index).padStart(size - 1, '0')} `.slice(-size),
          ).join(''),
        );
        expect(text).not.toContain('"choices":[]');
        expect(text).not.toContain('upstream_stream_interrupted');
      }),
      { numRuns: 12 },
    );
  });

  test('gives the same bytes when Azure writes each of them alone', async () => {
    const [plain, split] = await Promise.all(
      ['', 'x-ms-fault: split-bytes'].map(async (fault) =>
        (await writesOf(send(mode, `x-test: 1\r\n${fault || 'x-test: 2'}`))).join(''),
      ),
    );
    expect(withoutIds(split ?? '')).toBe(withoutIds(plain ?? ''));
  });

  test('a client that resets ends the request to a silent Azure', async () => {
    const received = gateway.azure.requests.length;
    const socket = send(mode, 'x-ms-fault: stall-after=3');
    await once(socket, 'data');
    socket.resetAndDestroy();
    expect(await gateway.azure.requests[received]?.ended).toBe('client-left');
  });

  test('a client that only closes its side ends the request at the next write', async () => {
    const received = gateway.azure.requests.length;
    const socket = send(mode, 'x-ms-pace: events=100000; interval-ms=1');
    await once(socket, 'data');
    socket.destroy();
    expect(await gateway.azure.requests[received]?.ended).toBe('client-left');
  });

  test('a stream that Azure breaks ends in an error event, after all whole events', async () => {
    const headers = 'x-ms-pace: events=50; burst=0\r\nx-ms-fault: cut-after-events=42; cut=fin';
    const text = (await writesOf(send(mode, headers))).join('');
    expect([...text.matchAll(/"content":"0/g)]).toHaveLength(40);
    expect(text).toMatch(/"upstream_stream_interrupted"\}\}\n\n$/);
  });
});

test('the typewriter makes one write of each event', async () => {
  const [, , events] = STREAM_MODES;
  if (events === undefined) throw new Error('the mode `events` is missing');
  const writes = await writesOf(send(events, 'x-ms-pace: events=100; burst=0'));
  expect(writes.length).toBeGreaterThan(100);
  for (const write of writes) expect(write).toMatch(/^data: [^\n]+\n\n$/);
});
