// Owns: which deployments are left in peace, and until when, as this isolate knows it. Nothing is
// stored: another isolate learns it by itself.

import { FAILURE_REST_MS, MAX_REST_MS, PROBE_MS } from './limits.ts';
import type { ModelRoute } from './model-routes.ts';

/** Deployments that asked for rest, or failed: when they may be asked again, in ms since 1970. */
export type Rests = Map<ModelRoute, number>;

/** How long the route rests from now on, in ms; 0: it may be asked. */
export function restOf(rests: Rests, route: ModelRoute, now: number): number {
  return Math.max(0, (rests.get(route) ?? 0) - now);
}

/**
 * Takes a route that rested before. Until its answer is there it rests for the others, so that one
 * request finds out whether it is well again, and not all of them.
 */
export function probe(rests: Rests, route: ModelRoute, now: number): void {
  if (rests.has(route)) rests.set(route, now + PROBE_MS);
}

/** Ends the turn of a request that found nothing out, so that the next one may. */
export function endProbe(rests: Rests, route: ModelRoute, now: number): void {
  if (rests.has(route)) rests.set(route, now);
}

/** Notes an answer, or `undefined` for none. What is neither busy nor broken ends the rest. */
export function noteAnswer(
  rests: Rests,
  route: ModelRoute,
  answer: Response | undefined,
  now: number,
): void {
  const status = answer?.status ?? 503;
  if (status !== 429 && status !== 408 && status < 500) rests.delete(route);
  else rests.set(route, now + Math.min(retryAfterMs(answer, now) ?? FAILURE_REST_MS, MAX_REST_MS));
}

/**
 * When Azure wants to be asked again, in ms; its three headers:
 * https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 */
function retryAfterMs(answer: Response | undefined, now: number): number | undefined {
  const headers = answer?.headers;
  const inMs = Number(headers?.get('retry-after-ms') ?? headers?.get('x-ms-retry-after-ms') ?? NaN);
  if (inMs >= 0) return inMs;
  const after = headers?.get('retry-after') ?? '';
  const ms = /^\d+(\.\d+)?$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
  return ms >= 0 ? ms : undefined;
}
