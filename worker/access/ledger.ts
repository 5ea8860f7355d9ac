// Calls to the ledger's objects: with a time limit, repeated where that is safe, and with the takeover of
// what the generation before has counted.

import type {
  AnnounceRequest,
  LedgerNamespace,
  LedgerObject,
  Moved,
  ReadReply,
  ReadRequest,
  ReserveReply,
  ReserveRequest,
  SettleReply,
  SettleRequest,
} from '../contract/ledger.ts';
import { LEDGER_TIMEOUT_MS } from '../contract/limits.ts';

/**
 * The ledger did not answer in time, failed, or has moved to a generation that this Worker does not know.
 * The message is for the operator: the runtime's own says which limit of the plan is used up.
 */
export class LedgerSilent extends Error {}

const MAX_REASON_LENGTH = 200;

/** Milliseconds before each repetition. */
type Pauses = readonly number[];

/** Its client waits. */
const WHILE_WAITING: Pauses = [50];

/** No client waits: an object that is reset, or a Worker that is replaced, answers again by then. */
const IN_BACKGROUND: Pauses = [50, 500, 2000, 5000, 10_000];

/** A call that is so late has not arrived at all. */
const LATE_MS = 10_000;

/** All objects of the ledger. */
export class Ledger {
  readonly #current: LedgerNamespace;
  readonly #before: LedgerNamespace | undefined;
  /** Names of the objects that need no takeover any more. */
  readonly #taken = new Set<string>();

  /** @param before the generation before, whose counts are taken over */
  constructor(current: LedgerNamespace, before?: LedgerNamespace) {
    this.#current = current;
    this.#before = before;
  }

  /** @throws LedgerSilent */
  reserve(name: string, request: ReserveRequest): Promise<Exclude<ReserveReply, Moved>> {
    return this.#repeat(name, WHILE_WAITING, (object) => object.reserve(request));
  }

  /** Repeats for some twenty seconds. @throws LedgerSilent */
  settle(name: string, request: SettleRequest): Promise<Exclude<SettleReply, Moved>> {
    return this.#repeat(name, IN_BACKGROUND, (object) => object.settle(request));
  }

  /** Settles what the ledger may not have stored yet. @throws LedgerSilent */
  async forget(name: string, request: SettleRequest): Promise<void> {
    const reply = await this.settle(name, request);
    if (reply.kind !== 'unknown') return;
    await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    await this.settle(name, request);
  }

  /** @throws LedgerSilent */
  announce(name: string, request: AnnounceRequest): Promise<void> {
    return this.#repeat(name, IN_BACKGROUND, async (object) => object.announce(request));
  }

  /** @throws LedgerSilent */
  read(name: string, request: ReadRequest): Promise<Exclude<ReadReply, Moved>> {
    return this.#repeat(name, WHILE_WAITING, (object) => object.read(request));
  }

  /** Each call may be repeated: the ledger knows reservations and messages by their ids. */
  async #repeat<Reply>(
    name: string,
    pauses: Pauses,
    call: (object: LedgerObject) => Promise<Reply | Moved>,
  ): Promise<Reply> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#call(name, call);
      } catch (error) {
        const pause = pauses[attempt];
        // A client that waits is not kept waiting twice as long.
        const isLate = error instanceof LedgerSilent && pauses === WHILE_WAITING;
        if (pause === undefined || isLate) throw new LedgerSilent(reasonOf(error));
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async #call<Reply>(
    name: string,
    call: (object: LedgerObject) => Promise<Reply | Moved>,
  ): Promise<Reply> {
    // A stub does not survive the failure of its object.
    const object = this.#current.get(this.#current.idFromName(name));
    if (this.#before !== undefined && !this.#taken.has(name)) {
      await inTime(takeOver(object, this.#before.get(this.#before.idFromName(name))));
      this.#taken.add(name);
    }
    const reply = await inTime(call(object));
    if (isMoved(reply)) throw new LedgerSilent('it was handed over to a later generation');
    return reply;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, MAX_REASON_LENGTH) : 'it failed';
}

async function takeOver(object: LedgerObject, former: LedgerObject): Promise<void> {
  if (await object.isNew()) await object.takeOver(await former.handOver());
}

function isMoved(reply: unknown): reply is Moved {
  return (reply as Partial<Moved> | undefined)?.kind === 'moved';
}

/** @throws LedgerSilent when the time is up */
async function inTime<T>(promise: Promise<T>): Promise<T> {
  const { promise: end, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new LedgerSilent(`it did not answer within ${LEDGER_TIMEOUT_MS / 1000} s`));
  }, LEDGER_TIMEOUT_MS);
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
  }
}
