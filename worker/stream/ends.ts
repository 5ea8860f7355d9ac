// Both ends of a stream while JavaScript reads from Azure and writes to the client.

import { cancelQuietly, type StartedStream } from '../azure/first-bytes.ts';
import { PING_INTERVAL_MS } from '../contract/limits.ts';
import type { Timeouts } from '../models/timeouts.ts';
import { PING } from './server-sent-events.ts';

export type Source = ReadableStream<Uint8Array>;
export type Sink = WritableStream<Uint8Array>;

export interface EndsOptions {
  readonly timeouts: Pick<Timeouts, 'firstByteMs' | 'idleMs'>;
  /** Aborted when the client leaves. */
  readonly client: AbortSignal;
  /** The first read, where it has begun. */
  readonly started: StartedStream | undefined;
  /** Sees each chunk that Azure sends. */
  readonly onChunk: (chunk: Uint8Array) => void;
}

/** Locks both ends. A client that leaves while Azure is silent ends the reading as well. */
export class StreamEnds {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #client: AbortSignal;
  readonly #idleMs: number | undefined;
  readonly #onChunk: (chunk: Uint8Array) => void;
  readonly #pings: ReturnType<typeof setInterval>;
  #first: StartedStream['first'] | undefined;
  /** How long the next read may take; undefined: without limit. */
  #nextReadMs: number | undefined;
  #clientLeft = false;
  #azureBroke = false;
  #released = false;
  #stalledMs: number | undefined;

  constructor(from: Source, to: Sink, { timeouts, client, started, onChunk }: EndsOptions) {
    this.#reader = started?.reader ?? from.getReader();
    this.#writer = to.getWriter();
    this.#client = client;
    this.#idleMs = timeouts.idleMs;
    this.#onChunk = onChunk;
    this.#first = started?.first;
    this.#nextReadMs = started === undefined ? timeouts.firstByteMs : started.remainingMs;
    client.addEventListener('abort', this.#onClientLeft);
    this.#writer.closed.catch(this.#onClientLeft);
    // Reasoning models are silent for minutes; proxies in between must not take that for the end.
    if (started?.remainingMs !== undefined) this.#ping();
    this.#pings = setInterval(() => {
      this.#ping();
    }, PING_INTERVAL_MS);
  }

  /** Whether the client's side broke first. */
  get clientLeft(): boolean {
    return this.#clientLeft || this.#client.aborted;
  }

  /** Whether reading from Azure failed. */
  get azureBroke(): boolean {
    return this.#azureBroke;
  }

  /** For how long Azure was silent, where that was too long. */
  get stalledMs(): number | undefined {
    return this.#stalledMs;
  }

  /**
   * The next chunk; undefined where Azure has ended.
   *
   * @throws where either end breaks, or Azure is silent for too long
   */
  async read(): Promise<Uint8Array | undefined> {
    const timer = this.#startTimer(this.#nextReadMs);
    let value: Uint8Array | undefined;
    try {
      ({ value } = await (this.#first ?? this.#reader.read()));
    } catch (error) {
      this.#azureBroke = true;
      throw error;
    } finally {
      if (timer !== undefined) clearTimeout(timer);
    }
    this.#first = undefined;
    if (this.#clientLeft || this.#stalledMs !== undefined) throw new Error('cancelled');
    this.#nextReadMs = this.#idleMs;
    if (value !== undefined) this.#onChunk(value);
    return value;
  }

  /** Resolves when the client has taken the bytes: awaiting it buffers nothing. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#writer.write(bytes);
  }

  /** Stops the pings; events keep the connection alive from here. */
  stopPings(): void {
    clearInterval(this.#pings);
  }

  /** Ends the reading. */
  cancel(): Promise<void> {
    return cancelQuietly(this.#reader);
  }

  /** Unlocks both ends. */
  release(): void {
    this.stopPings();
    if (this.#released) return;
    this.#released = true;
    // Measured: a listener that stays retains the whole request for a long time.
    this.#client.removeEventListener('abort', this.#onClientLeft);
    this.#reader.releaseLock();
    this.#writer.releaseLock();
  }

  readonly #onClientLeft = (): void => {
    if (this.#released) return;
    this.#clientLeft = true;
    void this.cancel();
  };

  #startTimer(ms: number | undefined): ReturnType<typeof setTimeout> | undefined {
    if (ms === undefined) return undefined;
    return setTimeout(() => {
      this.#stalledMs = ms;
      void this.cancel();
    }, ms);
  }

  #ping(): void {
    this.#writer.write(PING).catch(() => undefined);
  }
}
