// Carrying a session over one open WebSocket: its messages in, its events out at a pace, and the
// faults that end it. Binary messages, which no Azure operation has, come back as they are.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { wait, type Delivery } from '../delivery/delivery.ts';
import type { Outbox, Session } from './session.ts';

/** What a connection needs besides its session. */
export interface Line extends Pick<Delivery, 'fault' | 'pace' | 'holds' | 'signal'> {
  readonly socket: WebSocket;
  /** What the WebSocket runs on. */
  readonly stream: Socket;
}

/** Runs the session until the socket closes. */
export function runConnection(session: Session, line: Line): void {
  const { socket, fault } = line;
  const outbox = new Sender(line);
  socket.on('error', () => {
    // The close that follows tells it.
  });
  socket.on('message', (data: Buffer, isBinary) => {
    const code = fault['close-code'];
    if (code !== undefined) socket.close(code, 'x-ms-fault');
    else if (isBinary) socket.send(data);
    else receive(session, data.toString(), outbox, socket);
  });
  outbox.send(session.greeting);
}

function receive(session: Session, message: string, outbox: Outbox, socket: WebSocket): void {
  try {
    session.receive(message, outbox);
  } catch (error) {
    // A bug in here, which must not end the whole server.
    console.error('Azure stand-in:', error);
    socket.close(1011);
  }
}

interface Waiting {
  readonly event: object;
  readonly onSent: (() => void) | undefined;
}

class Sender implements Outbox {
  readonly #line: Line;
  #waiting: Waiting[] = [];
  #isRunning = false;
  #hasStalled = false;
  #sent = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  send(events: readonly object[], onSent?: () => void): void {
    const last = events.length - 1;
    for (const [index, event] of events.entries()) {
      this.#waiting.push({ event, onSent: index === last ? onSent : undefined });
    }
    if (!this.#isRunning) void this.#run();
  }

  sendNow(event: object): void {
    if (this.#line.socket.readyState === this.#line.socket.OPEN) {
      this.#line.socket.send(JSON.stringify(event));
    }
  }

  drop(): void {
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    const { fault, pace, signal } = this.#line;
    this.#isRunning = true;
    for (;;) {
      if (fault['stall-after'] === this.#sent && !this.#hasStalled) {
        this.#hasStalled = true;
        await wait(this.#line);
      }
      if (fault['cut-after-events'] === this.#sent) this.#cut();
      if (pace.intervalMs > 0 && this.#waiting.length > 0) {
        // Rejects by the signal only, which is looked at below.
        await sleep(pace.intervalMs, undefined, { signal }).catch(() => undefined);
      }
      const next = this.#waiting.shift();
      if (next === undefined || signal.aborted || this.#line.stream.destroyed) break;
      this.#sent += 1;
      this.sendNow(next.event);
      next.onSent?.();
    }
    this.#isRunning = false;
  }

  #cut(): void {
    const { fault, stream } = this.#line;
    this.drop();
    if (fault.cut === 'reset') stream.resetAndDestroy();
    else stream.destroySoon();
  }
}
