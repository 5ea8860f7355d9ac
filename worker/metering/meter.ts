// One request against its user's limits: what it can take at most is reserved before it is sent, and what
// it took is settled once it has ended.

import type { LedgerPlan, Limit, TallyName } from '../access/ledger-plan.ts';
import { LedgerSilent, type Ledger } from '../access/ledger.ts';
import type { RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import type { Amount, CounterState, ReachedMark, UnitsAsk } from '../contract/ledger.ts';
import type { Facts } from '../contract/log.ts';
import { announce, marksOf } from './alerts.ts';
import type { Amounts, Bound } from './bound.ts';
import { failureOf } from './exceeded.ts';

/** What is to be counted. */
export interface Metered {
  readonly plan: LedgerPlan;
  /** What the amounts are recorded for: a model, or an operation without one. */
  readonly item: string;
  readonly bound: Bound;
  /** After this time the request has ended, or counts in full. */
  readonly expiresInMs: number;
}

/** What a request took, where that is known exactly. */
export interface Taken extends Amounts {
  readonly tally: Partial<Record<TallyName, number>>;
}

/**
 * How much counts. `all`: everything that was reserved, because it may have been billed. `input`: the
 * request was read and nothing was generated. `nothing`: Azure bills nothing.
 */
export type Outcome = 'all' | 'input' | 'nothing' | Taken;

/** Below this a request is refused. Azure's own least: https://platform.openai.com/docs/api-reference/responses/create */
const LEAST_UNITS = 16;

/** A request that wants no more is never shortened while it can be paid. */
const WHOLE_UNITS = 4096;

/** What one request may have of all that is left, so that one huge limit does not lock out the others. */
const SHARE = 0.25;

/** Counts one request, or one turn of a socket. */
export class Meter {
  readonly #context: RequestContext;
  readonly #ledger: Ledger;
  readonly #metered: Metered;
  #id = crypto.randomUUID();
  #units = 0;
  #states: readonly CounterState[] = [];
  #isSettled = false;
  /** Whether a reservation exists, or is on its way. undefined: the ledger did not answer, and need not. */
  #reserved: Promise<unknown> | undefined;

  constructor(context: RequestContext, ledger: Ledger, metered: Metered) {
    this.#context = context;
    this.#ledger = ledger;
    this.#metered = metered;
  }

  /** The tokens that each answer may have; 0 where they cannot be limited. */
  get units(): number {
    return this.#units;
  }

  get plan(): LedgerPlan {
    return this.#metered.plan;
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
    const { bound, plan } = this.#metered;
    const { most } = bound;
    this.#units = most;
    if (plan.limits.length === 0) {
      // Nothing can be refused, so nobody waits.
      this.#reserved = this.#record().catch(() => undefined);
      return;
    }
    const least = Math.min(LEAST_UNITS, most);
    await this.#ask({ least, whole: Math.min(WHOLE_UNITS, most), most, share: SHARE });
  }

  /** Settles in full, and reserves as much again for one more attempt. @throws RequestFailure as `reserve` does */
  async renew(): Promise<void> {
    this.settle('all');
    this.#id = crypto.randomUUID();
    this.#isSettled = false;
    const units = this.#units;
    if (this.#metered.plan.limits.length === 0)
      this.#reserved = this.#record().catch(() => undefined);
    else await this.#ask({ least: units, whole: units, most: units, share: 1 });
  }

  async #ask(units: UnitsAsk): Promise<void> {
    const { plan } = this.#metered;
    try {
      const reply = await this.#ledger.reserve(plan.object, this.#request(units));
      if (reply.kind === 'refused') {
        this.#isSettled = true;
        this.#announce(reply.reached);
        throw failureOf(reply, plan, this.#context.instance.now());
      }
      this.#units = reply.units;
      this.#states = reply.states;
      this.#reserved = Promise.resolve();
    } catch (error) {
      if (!(error instanceof LedgerSilent)) throw error;
      this.#goOnWithout(error.message);
    }
  }

  /** @throws RequestFailure unless the operator has allowed that */
  #goOnWithout(reason: string): void {
    const { config } = this.#context.instance;
    const isAllowed = config.ok && config.value.limits?.onLedgerFailure === 'allow';
    const effect = isAllowed
      ? 'requests go on without limits'
      : 'requests of users with limits are refused';
    const faults = [`the ledger fails, so ${effect}: ${reason}`];
    if (!isAllowed) {
      this.#isSettled = true;
      throw new RequestFailure({ kind: 'ledger_unavailable' }, { faults });
    }
    this.#context.note({ faults });
    this.#reserved = undefined;
  }

  /** Records without regard to limits. */
  async #record(): Promise<void> {
    const units = this.#units;
    const { object } = this.#metered.plan;
    const all = { least: units, whole: units, most: units, share: 1 };
    await this.#ledger.reserve(object, { ...this.#request(all), force: true });
  }

  #request(units: UnitsAsk) {
    const { plan, item, bound, expiresInMs } = this.#metered;
    const { instance } = this.#context;
    const alerts = instance.config.ok ? instance.config.value.limits?.alerts : undefined;
    return {
      id: this.#id,
      subject: plan.user,
      item,
      counters: plan.limits.map((limit) => ({
        key: limit.key,
        per: limit.per,
        limit: limit.most,
        ...amountFor(limit, bound),
        ...(alerts && limit.kind === 'budget' && { marks: marksOf(limit, alerts) }),
      })),
      units,
      tally: tallyOf(bound),
      expiresInMs,
    };
  }

  /**
   * Settles the reservation, once, in the background.
   *
   * @returns what the log says about it
   */
  settle(outcome: Outcome): Facts {
    if (this.#isSettled) return {};
    this.#isSettled = true;
    const taken = this.#takenBy(outcome);
    this.#context.waitUntil(this.#settle(this.#id, taken));
    const { nanodollars } = taken ?? sumOf(this.#metered.bound, this.#units);
    return { nanodollars };
  }

  async #settle(id: string, taken: Taken | undefined): Promise<void> {
    const { plan } = this.#metered;
    try {
      await (this.#reserved ?? this.#record());
      const used =
        taken && Object.fromEntries(plan.limits.map((limit) => [limit.key, usedOf(limit, taken)]));
      const reply = await this.#ledger.settle(plan.object, { id, used, tally: taken?.tally });
      this.#announce(reply.reached);
    } catch {
      // The reservation expires, and counts in full.
    }
  }

  #takenBy(outcome: Outcome): Taken | undefined {
    const { base } = this.#metered.bound;
    switch (outcome) {
      case 'all':
        return undefined;
      case 'input':
        return {
          ...base,
          tally: { requests: 1, inputTokens: base.inputTokens, nanodollars: base.nanodollars },
        };
      case 'nothing':
        return {
          inputTokens: 0,
          outputTokens: 0,
          nanodollars: 0,
          tally: { requests: 1, nanodollars: 0 },
        };
      default:
        return outcome;
    }
  }

  #announce(reached: readonly ReachedMark[]): void {
    if (reached.length > 0) announce(this.#context, this.#ledger, this.#metered.plan, reached);
  }
}

function amountFor({ kind }: Limit, { base, each }: Bound): Amount {
  switch (kind) {
    case 'concurrent':
    case 'requests':
      return { base: 1, each: 0 };
    case 'tokens':
      return { base: base.inputTokens + base.outputTokens, each: each.outputTokens };
    case 'budget':
      return { base: base.nanodollars, each: each.nanodollars };
  }
}

function usedOf({ kind }: Limit, { inputTokens, outputTokens, nanodollars }: Taken): number {
  switch (kind) {
    case 'concurrent':
    case 'requests':
      return 1;
    case 'tokens':
      return inputTokens + outputTokens;
    case 'budget':
      return nanodollars;
  }
}

function tallyOf({ base, each }: Bound): Record<string, Amount> {
  const amount = (name: keyof Amounts) => ({ base: base[name], each: each[name] });
  return {
    requests: { base: 1, each: 0 },
    inputTokens: amount('inputTokens'),
    outputTokens: amount('outputTokens'),
    nanodollars: amount('nanodollars'),
  } satisfies Partial<Record<TallyName, Amount>>;
}

function sumOf({ base, each }: Bound, units: number): Pick<Amounts, 'nanodollars'> {
  return { nanodollars: base.nanodollars + units * each.nanodollars };
}
