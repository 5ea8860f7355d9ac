// Both directions of a WebSocket, where messages are read. The runtime's sockets have no back-pressure,
// so what may be under way is bounded, and a socket that exceeds it is closed.

import {
  MAX_SOCKET_MESSAGE_BYTES,
  MAX_UNANSWERED_BYTES,
  MAX_WAITING_MESSAGES,
  SMALL_UNANSWERED_BYTES,
  UNANSWERED_MS,
} from '../contract/limits.ts';
import { encode } from '../formats/bytes.ts';
import type { Holding } from '../held-bytes.ts';

export type SocketData = string | ArrayBuffer;

type Timer = ReturnType<typeof setTimeout>;

/** What a socket's messages go through. */
export interface SocketRelay {
  /** The message for Azure, or the answer to the client in its place. */
  readonly onMessage: (
    data: SocketData,
    bytes: Uint8Array,
  ) => SocketVerdict | Promise<SocketVerdict>;
  /** Sees what Azure sends. */
  readonly onAnswer?: ((data: SocketData) => void) | undefined;
  /** Both sides are gone. */
  readonly onEnd?: () => void;
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
  /** Messages of the client that are being judged, and the end of the last one. */
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();
  #hasEnded = false;

  constructor(client: WebSocket, azure: WebSocket, relay: SocketRelay) {
    this.#client = client;
    this.#azure = azure;
    this.#relay = relay;
    this.#unreadByClient = new Unanswered(relay.held);
    // Azure reads, and may have nothing to say for minutes: a microphone sends silence.
    this.#unreadByAzure = new Unanswered(relay.held, UNANSWERED_MS);
    this.#expiry = this.#endAtExpiry(relay.expiresInMs);
    this.#endWith(client, azure);
    this.#endWith(azure, client);
  }

  toAzure(data: SocketData): void {
    const bytes = bytesOf(data);
    if (bytes === undefined) {
      this.#close(TOO_BIG, `Messages may have ${MAX_SOCKET_MESSAGE_BYTES} bytes`);
      return;
    }
    try {
      const verdict = this.#judge(data, bytes);
      if (!(verdict instanceof Promise)) this.#pass(verdict);
    } catch (error) {
      this.#close(INTERNAL_ERROR, 'Internal gateway error');
      throw error;
    }
  }

  /** Messages stay in order: while one is being judged, those behind it wait. */
  #judge(data: SocketData, bytes: Uint8Array): SocketVerdict | Promise<void> {
    if (this.#waiting === 0) {
      const verdict = this.#relay.onMessage(data, bytes);
      if (!(verdict instanceof Promise)) return verdict;
      return this.#wait(bytes, () => verdict);
    }
    return this.#wait(bytes, async () => this.#relay.onMessage(data, bytes));
  }

  async #wait({ length }: Uint8Array, judge: () => Promise<SocketVerdict>): Promise<void> {
    // As text and as bytes.
    const heldBytes = 2 * length;
    if (this.#waiting === MAX_WAITING_MESSAGES || !this.#relay.held.add(heldBytes)) {
      this.#close(TRY_AGAIN_LATER, 'Too much was sent and not answered');
      return;
    }
    this.#waiting++;
    const before = this.#last;
    this.#last = (async () => {
      try {
        await before;
        const verdict = await judge();
        if (!this.#hasEnded) this.#pass(verdict);
      } catch (error) {
        this.#close(INTERNAL_ERROR, 'Internal gateway error');
        throw error;
      } finally {
        this.#waiting--;
        this.#relay.held.remove(heldBytes);
      }
    })();
    await this.#last;
  }

  #pass(verdict: SocketVerdict): void {
    if (verdict.kind === 'refuse') {
      this.#send(this.#client, this.#unreadByClient, verdict.answer);
      return;
    }
    // A client that only sends what is refused has not shown that it reads.
    this.#unreadByClient.answered();
    this.#send(this.#azure, this.#unreadByAzure, verdict.data);
  }

  toClient(data: SocketData): void {
    this.#unreadByAzure.answered();
    this.#relay.onAnswer?.(data);
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
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#relay.onEnd?.();
  }
}

/** Some 24 days, after which no socket is still open. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What one side has received since it last sent something, or within a time. */
class Unanswered {
  readonly #held: Holding;
  readonly #windowMs: number;
  #bytes = 0;
  #counted = 0;
  #timer: Timer | undefined;
  #windowEndsAt = 0;

  /** @param windowMs after this time it counts as read, whatever the side sends */
  constructor(held: Holding, windowMs = Infinity) {
    this.#held = held;
    this.#windowMs = windowMs;
  }

  /** @returns false where that is too much */
  add(bytes: number): boolean {
    const now = Date.now();
    if (now >= this.#windowEndsAt) {
      this.#windowEndsAt = now + this.#windowMs;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    if (this.#bytes > MAX_UNANSWERED_BYTES) return false;
    if (this.#bytes <= SMALL_UNANSWERED_BYTES) return true;
    if (!this.#held.add(bytes)) return false;
    this.#counted += bytes;
    this.#timer ??= setTimeout(() => {
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
    this.#timer = undefined;
    this.#held.remove(this.#counted);
    this.#counted = 0;
  }
}

function stop(timer: Timer | undefined): void {
  if (timer !== undefined) clearTimeout(timer);
}

/** The bytes of a message; undefined where there are more than may be. */
function bytesOf(data: SocketData): Uint8Array | undefined {
  if (sizeOf(data) > MAX_SOCKET_MESSAGE_BYTES) return undefined;
  const bytes = typeof data === 'string' ? encode(data) : new Uint8Array(data);
  return bytes.length > MAX_SOCKET_MESSAGE_BYTES ? undefined : bytes;
}

/** In bytes; of a text at least. */
function sizeOf(data: SocketData): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}
