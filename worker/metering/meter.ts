// One request against its user's limits: what it can take at most is reserved before it is sent, and what
// it took is settled once it has ended.

import { isOfAmounts, type LedgerPlan, type Limit } from '../access/ledger-plan.ts';
import { LedgerSilent } from '../access/ledger.ts';
import type { RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import type { CounterState, ReachedMark, SettleRequest, UnitsAsk } from '../contract/ledger.ts';
import type { Facts } from '../contract/log.ts';
import { announce, marksOf } from './alerts.ts';
import {
  amountFor,
  refuseImmense,
  sumOf,
  tallyOf,
  usedOf,
  type Outcome,
  type Taken,
} from './amounts.ts';
import type { Bound } from './bounds/bound.ts';
import { failureOf } from './exceeded.ts';
import type { Metering } from './metering.ts';

/** What is to be counted. */
export interface Metered {
  /** What the amounts are recorded for: a model, or an operation without one. */
  readonly item: string;
  readonly bound: Bound;
  /** After this time the request has ended, or counts in full. */
  readonly expiresInMs: number;
}

/** Below this a request is refused. Azure's own least: https://platform.openai.com/docs/api-reference/responses/create */
const LEAST_UNITS = 16;

/** A request that wants no more is never shortened while it can be paid. */
const WHOLE_UNITS = 4096;

/** What one request may have of all that is left, so that one huge limit does not lock out the others. */
const SHARE = 0.25;

/** Each is the request's again where it is sent to one more account. */
interface Reservation {
  readonly id: string;
  /** Of a further attempt: money and tokens alone, since the request and its place are counted already. */
  readonly isFurther: boolean;
  /** Resolves when the ledger has it. undefined: the ledger did not answer, and need not. */
  readonly stored: Promise<unknown> | undefined;
}

/** Counts one request, or one turn of a socket. */
export class Meter {
  readonly #context: RequestContext;
  readonly #metering: Metering;
  readonly #metered: Metered;
  readonly #reservations: Reservation[] = [];
  #units = 0;
  #states: readonly CounterState[] = [];
  #isSettled = false;

  constructor(context: RequestContext, metering: Metering, metered: Metered) {
    this.#context = context;
    this.#metering = metering;
    this.#metered = metered;
  }

  /** The tokens that each answer may have; 0 where they cannot be limited. */
  get units(): number {
    return this.#units;
  }

  get plan(): LedgerPlan {
    return this.#metering.plan;
  }

  /** The counters after the reservation, in the order of the plan's limits. */
  get states(): readonly CounterState[] {
    return this.#states;
  }

  /**
   * Reserves the most that the request can take.
   *
   * @throws RequestFailure where a limit has too little left, or the ledger does not answer and must
   */
  async reserve(): Promise<void> {
    const { most } = this.#metered.bound;
    const least = Math.min(LEAST_UNITS, most);
    const whole = Math.min(WHOLE_UNITS, most);
    this.#units = most;
    await this.#add(false, { least, whole, most, share: SHARE });
  }

  /** Reserves as much again for one more attempt. @throws RequestFailure as `reserve` does */
  renew(): Promise<void> {
    const units = this.#units;
    return this.#add(true, { least: units, whole: units, most: units, share: 1 });
  }

  async #add(isFurther: boolean, units: UnitsAsk): Promise<void> {
    const id = crypto.randomUUID();
    const { plan, ledger } = this.#metering;
    if (plan.limits.length === 0) {
      // Nothing can be refused, so the request does not wait for the ledger.
      const stored = this.#record(id, isFurther, units.most);
      stored.catch(() => undefined);
      this.#reservations.push({ id, isFurther, stored });
      return;
    }
    const request = this.#request(id, isFurther, units);
    try {
      const asked = ledger.reserve(plan.object, request);
      // So that the reply is dealt with even if the client leaves meanwhile.
      this.#context.waitUntil(asked.catch(() => undefined));
      const reply = await asked;
      if (reply.kind === 'refused') {
        this.#announce(reply.reached);
        throw failureOf(reply, plan, this.#context.instance.now());
      }
      this.#units = reply.units;
      if (!isFurther) this.#states = reply.states;
      this.#reservations.push({ id, isFurther, stored: Promise.resolve() });
    } catch (error) {
      if (!(error instanceof LedgerSilent)) throw error;
      this.#goOnWithout(id, error.message);
      this.#reservations.push({ id, isFurther, stored: undefined });
    }
  }

  /** @throws RequestFailure unless the operator has allowed that */
  #goOnWithout(id: string, reason: string): void {
    const { plan, ledger, limits } = this.#metering;
    const isAllowed = limits?.onLedgerFailure === 'allow';
    const effect = isAllowed
      ? 'requests go on without limits'
      : 'requests of users with limits are refused';
    const faults = [`the ledger fails, so ${effect}: ${reason}`];
    if (isAllowed) {
      this.#context.note({ faults });
      return;
    }
    // It may have stored the reservation all the same, or do so later.
    const nothing = this.#settlement({ id, isFurther: false }, this.#takenBy('nothing'));
    this.#context.waitUntil(ledger.forget(plan.object, nothing).catch(() => undefined));
    throw new RequestFailure({ kind: 'ledger_unavailable' }, { faults });
  }

  /** Records without regard to limits. */
  async #record(id: string, isFurther: boolean, units: number): Promise<void> {
    const all = { least: units, whole: units, most: units, share: 1 };
    const request = { ...this.#request(id, isFurther, all), force: true };
    const { plan, ledger } = this.#metering;
    await ledger.reserve(plan.object, request);
  }

  /** @throws RequestFailure for amounts that no limit can hold */
  #request(id: string, isFurther: boolean, units: UnitsAsk) {
    const { item, bound, expiresInMs } = this.#metered;
    const { plan, limits } = this.#metering;
    const alerts = limits?.alerts;
    const counters = this.#limits(isFurther).map((limit) => ({
      key: limit.key,
      per: limit.per,
      limit: limit.most,
      ...amountFor(limit, bound),
      ...(alerts && limit.kind === 'budget' && { marks: marksOf(limit, alerts) }),
    }));
    const tally = tallyOf(bound, isFurther);
    refuseImmense([...counters, ...Object.values(tally)], units.most);
    return { id, subject: plan.user, item, counters, units, tally, expiresInMs };
  }

  #limits(isFurther: boolean): readonly Limit[] {
    const { limits } = this.#metering.plan;
    return isFurther ? limits.filter(isOfAmounts) : limits;
  }

  /**
   * Settles the last attempt, once, in the background. Each attempt before it counts in full.
   *
   * @returns what the log says about it
   */
  settle(outcome: Outcome): Facts {
    if (this.#isSettled) return {};
    this.#isSettled = true;
    const last = this.#reservations.at(-1);
    if (last === undefined) return {};
    const taken = this.#takenBy(outcome);
    for (const reservation of this.#reservations) {
      const of = reservation === last ? taken : undefined;
      this.#context.waitUntil(this.#settle(reservation, of));
    }
    const full = sumOf(this.#metered.bound, this.#units);
    const earlier = (this.#reservations.length - 1) * full;
    return { nanodollars: earlier + (taken === undefined ? full : taken.nanodollars) };
  }

  async #settle(reservation: Reservation, taken: Taken | undefined): Promise<void> {
    const { plan, ledger } = this.#metering;
    const { id, isFurther, stored } = reservation;
    try {
      await (stored ?? this.#record(id, isFurther, this.#units));
      const reply = await ledger.settle(plan.object, this.#settlement(reservation, taken));
      this.#announce(reply.reached);
    } catch {
      // The reservation expires, and counts in full.
    }
  }

  /** @param taken undefined: all that was reserved */
  #settlement(
    { id, isFurther }: Pick<Reservation, 'id' | 'isFurther'>,
    taken: Taken | undefined,
  ): SettleRequest {
    if (taken === undefined) return { id };
    const used = this.#limits(isFurther).map((limit) => [limit.key, usedOf(limit, taken)] as const);
    const tally = isFurther ? { ...taken.tally, requests: 0 } : taken.tally;
    return { id, used: Object.fromEntries(used), tally };
  }

  /** undefined: all that was reserved. */
  #takenBy(outcome: Outcome): Taken | undefined {
    const { base } = this.#metered.bound;
    switch (outcome) {
      case 'all':
        return undefined;
      case 'input': {
        const { inputTokens, nanodollars } = base;
        return { ...base, tally: { requests: 1, inputTokens, nanodollars } };
      }
      case 'nothing': {
        const tally = { requests: 1, nanodollars: 0 };
        return { inputTokens: 0, outputTokens: 0, nanodollars: 0, tally };
      }
      default:
        return outcome;
    }
  }

  #announce(reached: readonly ReachedMark[]): void {
    announce(this.#context, this.#metering, reached);
  }
}
