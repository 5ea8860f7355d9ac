// Carries a session over one open WebSocket: messages in, events out at a pace, and the faults that
// end it. A binary message, which no Azure operation takes, is echoed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { wait, type Delivery } from '../delivery/delivery.ts';
import type { Outbox, Session } from './session.ts';

/** An open WebSocket, and how its events are to be sent. */
export interface OpenConnection extends Pick<Delivery, 'fault' | 'pace' | 'holds' | 'signal'> {
  readonly socket: WebSocket;
  /** What the WebSocket runs on. */
  readonly stream: Socket;
}

/** Runs the session until the socket closes. */
export function runConnection(session: Session, connection: OpenConnection): void {
  const { socket, fault } = connection;
  const outbox = new Sender(connection);
  socket.on('error', () => {
    // The 'close' event that follows is handled.
  });
  socket.on('message', (data: Buffer, isBinary) => {
    const code = fault['close-code'];
    if (code !== undefined) socket.close(code, 'x-ms-fault');
    else if (isBinary) socket.send(data);
    else receive(session, data.toString(), outbox, socket);
  });
  outbox.send(session.greeting);
  if (fault['never-reads'] === true) socket.pause();
  if (fault.flood !== undefined) flood(socket, fault.flood);
}

const MIB = 1_048_576;
const FLOOD_EVENT = JSON.stringify({ type: 'flood', pad: 'x'.repeat(MIB / 16 - 25) });

/** Sends as fast as memory takes it, whether or not the other end reads. */
function flood(socket: WebSocket, mebibytes: number): void {
  for (let sent = 0; sent < mebibytes * 16; sent += 1) socket.send(FLOOD_EVENT);
}

function receive(session: Session, message: string, outbox: Outbox, socket: WebSocket): void {
  try {
    session.receive(message, outbox);
  } catch (error) {
    // A bug in a session must not end the whole server.
    console.error('Azure stand-in:', error);
    socket.close(1011);
  }
}

class Sender implements Outbox {
  readonly #connection: OpenConnection;
  #waiting: object[] = [];
  #isRunning = false;
  #hasStalled = false;
  #sent = 0;
  #pauseMs = 0;

  constructor(connection: OpenConnection) {
    this.#connection = connection;
  }

  send(events: readonly object[]): void {
    this.#waiting.push(...events);
    const { intervalMs, longestMs } = this.#connection.pace;
    this.#pauseMs = Math.min(intervalMs, longestMs / this.#waiting.length);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    const { fault, signal, socket, stream } = this.#connection;
    this.#isRunning = true;
    for (;;) {
      if (fault['stall-after'] === this.#sent && !this.#hasStalled) {
        this.#hasStalled = true;
        await wait(this.#connection);
      }
      if (fault['cut-after-events'] === this.#sent) this.#cut();
      if (this.#pauseMs > 0 && this.#waiting.length > 0) {
        // Rejects only when the signal aborts, which is checked below.
        await sleep(this.#pauseMs, undefined, { signal }).catch(() => undefined);
      }
      const next = this.#waiting.shift();
      if (next === undefined || signal.aborted || stream.destroyed) break;
      this.#sent += 1;
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(next));
    }
    this.#isRunning = false;
  }

  #cut(): void {
    const { fault, stream } = this.#connection;
    this.#waiting = [];
    if (fault.cut === 'reset') stream.resetAndDestroy();
    else stream.destroySoon();
  }
}
