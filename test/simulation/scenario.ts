// What happens in one run: the accounts, how they fail, and who sends what. Drawn at random from a seed.
import { Dice } from '../fuzz/dice.ts';

/** Something that is wrong with an account for a while. Times in ms since the beginning. */
export interface Fault {
  readonly fromMs: number;
  readonly toMs: number;
  /**
   * `broken`: status 500 or 503. `unreachable`: no answer. `busy`: 429 for everything. `early`: status 200
   * and a failure as the first event of a stream, where one was requested; else 500.
   */
  readonly kind: 'broken' | 'unreachable' | 'busy' | 'early';
  /** The part of the requests that it hits. */
  readonly share: number;
  /** Until a request fails. */
  readonly failsAfterMs: number;
}

/** An account with a deployment of the model. */
export interface Account {
  readonly name: string;
  readonly weight: number;
  readonly priority: number;
  readonly tokensPerMinute: number;
  readonly requestsPerMinute: number;
  /** From a request to its answer, between these. */
  readonly latencyMs: readonly [least: number, most: number];
  /** How its 429s name a time. */
  readonly names: 'seconds' | 'milliseconds' | 'nothing' | 'zero';
  readonly faults: readonly Fault[];
}

export interface User {
  readonly name: string;
  readonly kind: 'chat' | 'responses';
  readonly stream: boolean;
  /** Between two requests, on average. */
  readonly everyMs: number;
  readonly fromMs: number;
  readonly promptTokens: number;
  readonly maxTokens: number;
}

export interface Scenario {
  readonly seed: number;
  readonly durationMs: number;
  readonly accounts: readonly Account[];
  readonly users: readonly User[];
}

const NAMES = ['west', 'north', 'south', 'east'];
const USERS = ['alice', 'bob', 'dora', 'emil', 'fang'];

/** How many requests a scenario has at most, about. */
const MOST_REQUESTS = 300;

const PLENTY = 100_000_000;

const FAILS_AFTER_MS: readonly [number, ...number[]] = [50, 50, 500, 4000, 20_000];

/** What a scenario is about: nothing, one outage, more requests than fit, or all of it. */
type Theme = 'calm' | 'outage' | 'crowd' | 'storm';

/** The scenario of a seed. */
export function drawScenario(seed: number): Scenario {
  const dice = new Dice(seed, 0);
  const durationMs = between(dice, 90_000, 300_000);
  const theme = dice.weighted<Theme>(
    [1, () => 'calm'],
    [3, () => 'outage'],
    [3, () => 'crowd'],
    [3, () => 'storm'],
  );
  const isTight = theme === 'crowd' || (theme === 'storm' && dice.chance(0.6));
  const isRanked = dice.chance(0.15);
  const isSlow = dice.chance(0.25);
  const most = theme === 'outage' ? dice.pick([2, 3, 3, 4]) : dice.pick([1, 2, 2, 3, 4]);
  const accounts = NAMES.slice(0, most).map((name, index) => ({
    name,
    weight: between(dice, 1, 5),
    priority: isRanked && index > 0 ? 2 : 1,
    tokensPerMinute: isTight ? between(dice, 5_000, 100_000) : PLENTY,
    requestsPerMinute: isTight ? between(dice, 30, 600) : PLENTY,
    latencyMs: drawLatency(dice, isSlow),
    names: dice.weighted<Account['names']>(
      [6, () => 'seconds'],
      [2, () => 'milliseconds'],
      [1, () => 'nothing'],
      [1, () => 'zero'],
    ),
    faults: theme === 'storm' && dice.chance(0.6) ? drawFaults(dice, durationMs) : [],
  }));
  const users = USERS.slice(0, between(dice, 1, USERS.length)).map((name) => drawUser(dice, name));
  const sick = theme === 'outage' ? dice.below(accounts.length) : undefined;
  return {
    seed,
    durationMs,
    accounts: accounts.map((account, index) =>
      index === sick ? { ...account, faults: [drawOutage(dice, durationMs)] } : account,
    ),
    users: thin(users, durationMs),
  };
}

/** Everything fails, for a while that leaves time for a recovery. */
function drawOutage(dice: Dice, durationMs: number): Fault {
  const fromMs = between(dice, 1000, durationMs * 0.3);
  return {
    fromMs,
    toMs: fromMs + between(dice, 20_000, durationMs * 0.5),
    kind: dice.pick(['broken', 'unreachable']),
    share: 1,
    failsAfterMs: dice.pick(FAILS_AFTER_MS),
  };
}

function drawLatency(dice: Dice, isSlow: boolean): readonly [number, number] {
  const least = isSlow ? between(dice, 1000, 100_000) : between(dice, 100, 3000);
  return [least, Math.min(120_000, least * dice.pick([1, 2, 5]))];
}

function drawFaults(dice: Dice, durationMs: number): readonly Fault[] {
  const fault = (): Fault => {
    const fromMs = between(dice, 0, durationMs * 0.6);
    return {
      fromMs,
      toMs: Math.min(durationMs, fromMs + between(dice, 5000, durationMs / 2)),
      kind: dice.pick(['broken', 'unreachable', 'busy', 'early']),
      share: dice.pick([1, 1, 1, 0.3, 0.05]),
      failsAfterMs: dice.pick(FAILS_AFTER_MS),
    };
  };
  return [fault(), ...(dice.chance(0.3) ? [fault()] : [])];
}

function drawUser(dice: Dice, name: string): User {
  const isGreedy = dice.chance(0.25);
  const isHuge = dice.chance(0.2);
  return {
    name,
    kind: dice.pick(['chat', 'chat', 'responses']),
    stream: dice.chance(0.3),
    everyMs: isGreedy ? between(dice, 100, 500) : between(dice, 500, 8000),
    fromMs: dice.pick([0, 0, 10_000]),
    promptTokens: between(dice, 10, 500),
    maxTokens: isHuge ? between(dice, 10_000, 150_000) : between(dice, 0, 500),
  };
}

/** All of them less often, where together they send too many requests for a quick run. */
function thin(users: readonly User[], durationMs: number): readonly User[] {
  const requests = users.reduce((sum, { everyMs }) => sum + durationMs / everyMs, 0);
  const factor = Math.max(1, requests / MOST_REQUESTS);
  return users.map((user) => ({ ...user, everyMs: user.everyMs * factor }));
}

/** A whole number, logarithmically even from `least` to `most`: small ones are as likely as large ones. */
function between(dice: Dice, least: number, most: number): number {
  const from = Math.max(least, 1);
  return Math.round(from * (Math.max(most, from) / from) ** dice.draw());
}
