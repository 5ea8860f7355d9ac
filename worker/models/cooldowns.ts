// Which deployments are cooling down, as this isolate knows it. Nothing is stored: another isolate
// learns it by itself. Two things are known of each deployment: refusals for want of capacity, which
// concern requests like the refused ones, and an outage, which concerns all requests.

import {
  FAILURE_COOLDOWN_MS,
  KNOCK_MS,
  MAX_COOLDOWN_MS,
  SHORTEST_WAIT_MS,
} from '../contract/limits.ts';
import { beginOutage, outageRemainingMs, withProbe, type Outage } from './outage.ts';
import { afterAcceptance, busyUntil, withRefusal, type Asker, type Refusal } from './refusals.ts';
import type { ModelRoute } from './routes.ts';
import { steadyClock } from './steady-clock.ts';

interface Health {
  readonly refusals: readonly Refusal[];
  readonly outage: Outage | undefined;
  /** The last request that was sent though it was held back by refusals. */
  readonly knock: { readonly user: string; readonly at: number } | undefined;
}

const WELL: Health = { refusals: [], outage: undefined, knock: undefined };

/** That requests to a deployment are held back, all or some. */
export interface Rest {
  /** It refused requests for want of capacity, or it has failed and not answered since. */
  readonly reason: 'refused' | 'failed';
  readonly remainingMs: number;
}

/** What was known of a deployment when a request to it began. */
export interface Attempt {
  /** Everything up to here had happened. */
  readonly seen: number;
  readonly isProbe: boolean;
}

/** The cooldowns of all deployments that one isolate calls. */
export class Cooldowns {
  readonly #healths = new Map<ModelRoute, Health>();
  readonly #wallClock: () => number;
  readonly #now: () => number;
  #serial = 0;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#wallClock = now;
    this.#now = steadyClock(now);
  }

  /** For how long the deployment must not get such a request, in ms; 0: it may get it. */
  remainingMs(route: ModelRoute, asker: Asker): number {
    const { outage } = this.#healthOf(route);
    const outageMs = outage === undefined ? 0 : outageRemainingMs(outage, this.#now());
    return Math.max(outageMs, this.busyMs(route, asker));
  }

  /** Whether it has failed and not answered since, so that it gets few requests. */
  isProbed(route: ModelRoute): boolean {
    return this.#healthOf(route).outage !== undefined;
  }

  /** For how long refusals hold such a request back, in ms. */
  busyMs(route: ModelRoute, asker: Asker): number {
    const { refusals } = this.#healthOf(route);
    if (refusals.length === 0) return 0;
    return Math.max(0, busyUntil(refusals, asker) - this.#now());
  }

  /** Whether any request to the deployment is held back, and for how long at most; undefined: none is. */
  restOf(route: ModelRoute): Rest | undefined {
    const { outage, refusals } = this.#healthOf(route);
    const now = this.#now();
    const failedMs = outage === undefined ? 0 : outageRemainingMs(outage, now);
    const refusedMs = Math.max(0, ...refusals.map(({ until }) => until - now));
    const remainingMs = Math.max(failedMs, refusedMs);
    if (remainingMs === 0) return undefined;
    return { reason: outage === undefined ? 'refused' : 'failed', remainingMs };
  }

  /**
   * Whether a request may be sent though refusals hold it back. One a second may, and only every other one
   * of the same user's, so that a user with many requests leaves turns to the others.
   */
  mayKnock(route: ModelRoute, { user }: Asker): boolean {
    const { knock } = this.#healthOf(route);
    if (knock === undefined) return true;
    const pauseMs = knock.user === user ? 2 * KNOCK_MS : KNOCK_MS;
    return this.#now() - knock.at >= pauseMs;
  }

  /** Begins a request to the deployment. @returns what `record` or `abandon` needs to know */
  begin(route: ModelRoute, asker: Asker): Attempt {
    const health = this.#healthOf(route);
    const now = this.#now();
    const { outage } = health;
    const isProbe = outage !== undefined && outage.until <= now;
    if (isProbe) this.#set(route, { outage: withProbe(outage, now) });
    if (this.busyMs(route, asker) > 0) {
      this.#set(route, { knock: { user: asker.user, at: now } });
    }
    return { seen: this.#serial, isProbe };
  }

  /** Ends an inconclusive request, so that the next one may probe in its place. */
  abandon(route: ModelRoute, { seen, isProbe }: Attempt): void {
    const { outage } = this.#healthOf(route);
    if (!isProbe || outage === undefined || outage.serial > seen) return;
    this.#set(route, { outage: { ...outage, probes: outage.probes - 1 } });
  }

  /** Records the answer to a request; undefined: there was none. */
  record(route: ModelRoute, asker: Asker, { seen }: Attempt, answer: Response | undefined): void {
    const status = answer?.status ?? 503;
    const isFailure = status === 429 || status === 408 || status >= 500;
    const { refusals, outage } = this.#healthOf(route);
    if (!isFailure && outage === undefined && refusals.length === 0) return;
    const now = this.#now();
    const namedMs =
      answer && isFailure ? retryAfterMs(answer.headers, this.#wallClock()) : undefined;
    if (status === 429 || namedMs !== undefined) {
      const waitMs = Math.max(namedMs ?? FAILURE_COOLDOWN_MS, SHORTEST_WAIT_MS);
      const until = now + Math.min(waitMs, MAX_COOLDOWN_MS);
      const { user, sizeClass } = asker;
      const refusal = { user, sizeClass, until, serial: ++this.#serial, isShared: true };
      this.#set(route, { refusals: withRefusal(refusals, refusal, seen, now) });
    }
    // What began before the last failure says nothing about the time after it.
    if (outage !== undefined && outage.serial > seen) return;
    if (!isFailure) {
      this.#set(route, { outage: undefined, refusals: afterAcceptance(refusals, asker, seen) });
    } else if (status !== 429 && namedMs === undefined) {
      this.#set(route, { outage: beginOutage(++this.#serial, now) });
    } else if (status === 429) {
      // It is up, though busy.
      this.#set(route, { outage: undefined });
    }
  }

  #healthOf(route: ModelRoute): Health {
    return this.#healths.get(route) ?? WELL;
  }

  #set(route: ModelRoute, change: Partial<Health>): void {
    this.#healths.set(route, { ...this.#healthOf(route), ...change });
  }
}

/**
 * When Azure wants to be called again, in ms from now. Its three headers:
 * https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 */
function retryAfterMs(headers: Headers, now: number): number | undefined {
  const retryAfter = headers.get('retry-after') ?? '';
  const candidates = [
    parseFloat(headers.get('retry-after-ms') ?? ''),
    parseFloat(headers.get('x-ms-retry-after-ms') ?? ''),
    /^[\d.]+$/.test(retryAfter) ? Number(retryAfter) * 1000 : NaN,
    Date.parse(retryAfter) - now,
  ];
  return candidates.find((ms) => ms >= 0);
}
