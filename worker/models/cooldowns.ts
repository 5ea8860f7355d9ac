// Which deployments are cooling down, as this isolate knows it. Nothing is stored: another isolate
// learns it by itself.

import { FAILURE_COOLDOWN_MS, MAX_COOLDOWN_MS, PROBE_MS } from '../contract/limits.ts';
import type { ModelRoute } from './routes.ts';

interface Cooldown {
  /** Identifies the failure that began it. Probes keep it; a new failure has a new one. */
  readonly failure: FailureId;
  /** In ms since 1970. */
  readonly until: number;
  /** Azure asked for it. Otherwise something failed, which may have been the request's own fault. */
  readonly requested: boolean;
  /** Until then one request probes the deployment, and the others pass it over. */
  readonly probeUntil: number;
}

type FailureId = symbol;

/** What a request knew of a deployment when it began: the failure that it probes, if any. */
export type Probe = FailureId | undefined;

/** The cooldowns of all deployments that one isolate calls. */
export class Cooldowns {
  readonly #cooldowns = new Map<ModelRoute, Cooldown>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** For how long the deployment must not be called, in ms; 0: it may be called. */
  remainingMs(route: ModelRoute): number {
    const cooldown = this.#cooldowns.get(route);
    if (cooldown === undefined) return 0;
    return Math.max(0, Math.max(cooldown.until, cooldown.probeUntil) - this.#now());
  }

  /** Whether it cools down because Azure asked for it. */
  wasRequested(route: ModelRoute): boolean {
    return this.#cooldowns.get(route)?.requested === true;
  }

  /**
   * Begins a request to the deployment. If it has cooled down, this request alone tries it for a
   * while: one request finds out whether it has recovered, and not all of them.
   *
   * @returns what the request knows, for `record` or `abandonProbe`
   */
  startProbe(route: ModelRoute): Probe {
    const cooldown = this.#cooldowns.get(route);
    if (cooldown === undefined) return undefined;
    this.#cooldowns.set(route, { ...cooldown, probeUntil: this.#now() + PROBE_MS });
    return cooldown.failure;
  }

  /** Ends an inconclusive probe, so that the next request may probe. */
  abandonProbe(route: ModelRoute, probe: Probe): void {
    const cooldown = this.#cooldowns.get(route);
    if (cooldown !== undefined && cooldown.failure === probe) {
      this.#cooldowns.set(route, { ...cooldown, probeUntil: 0 });
    }
  }

  /**
   * Records the answer to a request; undefined: there was none. An answer that is neither busy nor
   * broken ends the cooldown, unless another request failed since this one began.
   */
  record(route: ModelRoute, probe: Probe, answer: Response | undefined): void {
    const cooldown = this.#cooldowns.get(route);
    const isNewer = cooldown !== undefined && cooldown.failure !== probe;
    const status = answer?.status ?? 503;
    if (status !== 429 && status !== 408 && status < 500) {
      if (!isNewer) this.#cooldowns.delete(route);
      return;
    }
    const now = this.#now();
    const waitMs = answer && retryAfterMs(answer.headers, now);
    const until = now + Math.min(waitMs ?? FAILURE_COOLDOWN_MS, MAX_COOLDOWN_MS);
    if (isNewer && cooldown.until >= until) return;
    const requested = status === 429 || waitMs !== undefined;
    this.#cooldowns.set(route, { failure: Symbol(), until, requested, probeUntil: 0 });
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
