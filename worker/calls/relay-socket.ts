// Both directions of a WebSocket, where messages are read. The runtime's sockets have no back-pressure,
// so what may be under way is bounded, and a socket that exceeds it is closed.

import {
  MAX_SOCKET_MESSAGE_BYTES,
  MAX_UNANSWERED_BYTES,
  SMALL_UNANSWERED_BYTES,
  UNANSWERED_MS,
} from '../contract/limits.ts';
import type { Holding } from '../held-bytes.ts';

export type SocketData = string | ArrayBuffer;

type Timer = ReturnType<typeof setTimeout>;

/** What a socket's messages go through. */
export interface SocketRelay {
  /** The message for Azure, or the answer to the client in its place. */
  readonly onMessage: (data: SocketData) => SocketVerdict;
  /** Counts what is under way. */
  readonly held: Holding;
  /** Milliseconds until the user's key expires; Infinity: never. */
  readonly expiresInMs: number;
}

export type SocketVerdict =
  | { readonly kind: 'pass'; readonly data: SocketData }
  | { readonly kind: 'refuse'; readonly answer: string };

interface Message {
  readonly data: SocketData;
}

// https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1, and 1013 of
// https://www.iana.org/assignments/websocket/websocket.xhtml
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;
const INTERNAL_ERROR = 1011;
const TRY_AGAIN_LATER = 1013;
/** 1005, 1006 and 1015 only describe an end and cannot be sent. */
const NO_STATUS = 1005;
const ABNORMAL = new Set([1006, 1015]);

/**
 * Relays both ways.
 *
 * @returns the client's end
 */
export function relaySocket(azure: WebSocket, relay: SocketRelay): WebSocket {
  const { 0: client, 1: gateway } = new WebSocketPair();
  // Otherwise bytes come as a Blob, which does not arrive when it is sent on (seen in workerd).
  for (const socket of [gateway, azure]) {
    socket.binaryType = 'arraybuffer';
    socket.accept();
  }
  const ends = new SocketEnds(gateway, azure, relay);
  gateway.addEventListener('message', ({ data }: Message) => {
    ends.toAzure(data);
  });
  azure.addEventListener('message', ({ data }: Message) => {
    ends.toClient(data);
  });
  return client;
}

class SocketEnds {
  readonly #client: WebSocket;
  readonly #azure: WebSocket;
  readonly #relay: SocketRelay;
  readonly #unreadByClient: Unanswered;
  readonly #unreadByAzure: Unanswered;
  readonly #expiry: Timer | undefined;

  constructor(client: WebSocket, azure: WebSocket, relay: SocketRelay) {
    this.#client = client;
    this.#azure = azure;
    this.#relay = relay;
    this.#unreadByClient = new Unanswered(relay.held);
    this.#unreadByAzure = new Unanswered(relay.held);
    this.#expiry = this.#endAtExpiry(relay.expiresInMs);
    this.#endWith(client, azure);
    this.#endWith(azure, client);
  }

  toAzure(data: SocketData): void {
    const bytes = sizeOf(data);
    this.#unreadByClient.answered();
    if (bytes > MAX_SOCKET_MESSAGE_BYTES) {
      this.#close(TOO_BIG, `Messages may have ${MAX_SOCKET_MESSAGE_BYTES} bytes`);
      return;
    }
    const verdict = this.#relay.onMessage(data);
    const receiver = verdict.kind === 'pass' ? this.#azure : this.#client;
    const unread = verdict.kind === 'pass' ? this.#unreadByAzure : this.#unreadByClient;
    this.#send(receiver, unread, verdict.kind === 'pass' ? verdict.data : verdict.answer);
  }

  toClient(data: SocketData): void {
    this.#unreadByAzure.answered();
    this.#send(this.#client, this.#unreadByClient, data);
  }

  #send(receiver: WebSocket, unread: Unanswered, data: SocketData): void {
    if (unread.add(sizeOf(data))) receiver.send(data);
    else this.#close(TRY_AGAIN_LATER, 'Too much was sent and not answered');
  }

  #close(code: number, reason: string): void {
    this.#release();
    this.#client.close(code, reason);
    this.#azure.close(code, reason);
  }

  /** When one side closes or breaks, the other is closed with the same code. */
  #endWith(from: WebSocket, to: WebSocket): void {
    const breakOff = () => {
      this.#release();
      to.close(INTERNAL_ERROR, 'Other side left');
    };
    from.addEventListener('close', ({ code, reason }) => {
      this.#release();
      if (code === NO_STATUS) to.close();
      else if (ABNORMAL.has(code)) breakOff();
      else to.close(code, reason);
    });
    from.addEventListener('error', breakOff);
  }

  #endAtExpiry(ms: number): Timer | undefined {
    if (ms > LONGEST_TIMER_MS) return undefined;
    return setTimeout(() => {
      this.#close(POLICY_VIOLATION, 'Your key has expired');
    }, ms);
  }

  #release(): void {
    stop(this.#expiry);
    this.#unreadByClient.answered();
    this.#unreadByAzure.answered();
  }
}

/** Some 24 days, after which no socket is still open. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What one side has received since it last sent something. */
class Unanswered {
  readonly #held: Holding;
  #bytes = 0;
  #counted = 0;
  #timer: Timer | undefined;

  constructor(held: Holding) {
    this.#held = held;
  }

  /** @returns false where that is too much */
  add(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.#bytes > MAX_UNANSWERED_BYTES) return false;
    if (this.#bytes <= SMALL_UNANSWERED_BYTES) return true;
    if (!this.#held.add(bytes)) return false;
    this.#counted += bytes;
    stop(this.#timer);
    this.#timer = setTimeout(() => {
      this.#release();
    }, UNANSWERED_MS);
    return true;
  }

  answered(): void {
    this.#bytes = 0;
    if (this.#counted > 0) this.#release();
  }

  #release(): void {
    stop(this.#timer);
    this.#held.remove(this.#counted);
    this.#counted = 0;
  }
}

function stop(timer: Timer | undefined): void {
  if (timer !== undefined) clearTimeout(timer);
}

/** In bytes; of a text at least. */
function sizeOf(data: SocketData): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}
