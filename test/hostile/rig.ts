// A gateway whose heap is as small as an isolate's, in front of an Azure that does whatever a test says.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { readMemoryKib, readPeakKib, resetPeak } from '../bench/measure/process-memory.ts';
import {
  startGateway,
  STACK_BINDINGS,
  USER_KEY,
  type RunningGateway,
} from '../bundle/running-gateway.ts';
import { dial, type Dialled } from './dial.ts';

/** Of V8, which Cloudflare gives an isolate: https://developers.cloudflare.com/workers/platform/limits/. */
const HEAP_MIB = 128;

const MODELS = ['gpt-5.4-mini', 'gpt-4o', 'voice', 'whisper'];

/** A user with a list of models, and one who may use everything. */
export const LISTED_KEY = 'sk-the-key-of-rita-CANARY-3';
export const OPEN_KEY = 'sk-the-key-of-dora-CANARY-4';

export interface HostileRig {
  readonly gateway: RunningGateway;
  /** What Azure writes, from the status line on. */
  answerWith(write: (socket: Socket) => void | Promise<void>): void;
  /** What Azure does with a WebSocket. */
  onSocket(serve: (socket: WebSocket) => void): void;
  /** A new connection to the gateway. */
  dial(): Dialled;
  /** Runs something. @returns by how much the process's memory peaked meanwhile, in MiB */
  peakMib(run: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

/** @param users in place of the usual ones */
export async function startHostileRig({
  users,
}: { readonly users?: string } = {}): Promise<HostileRig> {
  let answer: (socket: Socket) => void | Promise<void> = (socket) => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
  };
  let serve: (socket: WebSocket) => void = () => undefined;
  const http = createServer((request) => {
    // The answer is written on the bare connection, so that it may be broken.
    const { socket } = request;
    request.resume().on('end', () => void answer(socket));
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', () => undefined);
      serve(opened);
    });
  });
  http.on('connection', (socket: Socket) => socket.on('error', () => undefined));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const gateway = await startGateway({
    upstream: new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`),
    maxHeapMib: HEAP_MIB,
    bindings: {
      ...STACK_BINDINGS,
      CHIT_USERS:
        users ??
        encodeUsers([
          { name: 'alice', key: USER_KEY },
          { name: 'rita', key: LISTED_KEY, models: ['gpt-5.4-mini', 'voice', 'whisper'] },
          { name: 'dora', key: OPEN_KEY, accountData: true },
        ]),
      MODELS: JSON.stringify(
        MODELS.map((id) => ({ id, ...(!id.startsWith('gpt') && { model: null }) })),
      ),
      SETTINGS: JSON.stringify({ usage: true }),
    },
  });
  return {
    gateway,
    answerWith(write) {
      answer = write;
    },
    onSocket(next) {
      serve = next;
    },
    dial: () => dial(gateway.url),
    async peakMib(run) {
      const before = readMemoryKib(gateway.pid);
      resetPeak(gateway.pid);
      await run();
      return (readPeakKib(gateway.pid) - before) / 1024;
    },
    async stop() {
      await gateway.stop();
      http.closeAllConnections();
      http.close();
    },
  };
}

/** Bytes in chunks of one, of which each costs its receiver the most. */
export function byteByByte(text: string): string {
  return Array.from(text, (character) => `1\r\n${character}\r\n`).join('');
}
