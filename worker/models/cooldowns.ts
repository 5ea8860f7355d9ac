// Which deployments are left in peace, and until when, as this isolate knows it. Nothing is
// stored: another isolate learns it by itself.

import { FAILURE_REST_MS, MAX_REST_MS, PROBE_MS } from '../contract/limits.ts';
import type { ModelRoute } from './routes.ts';

interface Rest {
  /** When it may be asked again, in ms since 1970. */
  readonly until: number;
  /** Azure asked for it; otherwise something failed, which may have been the request's own fault. */
  readonly asked: boolean;
}

/** Deployments that asked for rest, or failed. */
export type Rests = Map<ModelRoute, Rest>;

/** How long the route rests from now on, in ms; 0: it may be asked. */
export function restOf(rests: Rests, route: ModelRoute, now: number): number {
  return Math.max(0, (rests.get(route)?.until ?? 0) - now);
}

/** Whether it rests because Azure said so. */
export function isAsked(rests: Rests, route: ModelRoute): boolean {
  return rests.get(route)?.asked === true;
}

/**
 * Takes a route that rested before. Until its answer is there it rests for the others, so that one
 * request finds out whether it is well again, and not all of them.
 *
 * @returns what is known of the route now, for whoever notes the answer
 */
export function probe(rests: Rests, route: ModelRoute, now: number): Rest | undefined {
  const rest = rests.get(route);
  if (rest) rests.set(route, { ...rest, until: now + PROBE_MS });
  return rests.get(route);
}

/** Ends the turn of a request that found nothing out, so that the next one may. */
export function endProbe(
  rests: Rests,
  route: ModelRoute,
  probed: Rest | undefined,
  now: number,
): void {
  const rest = rests.get(route);
  if (rest && rest === probed) rests.set(route, { ...rest, until: now });
}

/**
 * Notes an answer, or `undefined` for none. What is neither busy nor broken ends the rest, unless
 * another request learnt of a newer one meanwhile.
 */
export function noteAnswer(
  rests: Rests,
  route: ModelRoute,
  probed: Rest | undefined,
  answer: Response | undefined,
  now: number,
): void {
  const status = answer?.status ?? 503;
  const rest = rests.get(route);
  const isNewer = rest && rest !== probed;
  if (status !== 429 && status !== 408 && status < 500) {
    if (!isNewer) rests.delete(route);
    return;
  }
  const waitMs = retryAfterMs(answer, now);
  const until = now + Math.min(waitMs ?? FAILURE_REST_MS, MAX_REST_MS);
  if (isNewer && rest.until >= until) return;
  rests.set(route, { until, asked: status === 429 || waitMs !== undefined });
}

/**
 * When Azure wants to be asked again, in ms; its three headers:
 * https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 */
function retryAfterMs(answer: Response | undefined, now: number): number | undefined {
  const header = (name: string) => answer?.headers.get(name) ?? '';
  const after = header('retry-after');
  return [
    parseFloat(header('retry-after-ms')),
    parseFloat(header('x-ms-retry-after-ms')),
    /^[\d.]+$/.test(after) ? Number(after) * 1000 : NaN,
    Date.parse(after) - now,
  ].find((ms) => ms >= 0);
}
