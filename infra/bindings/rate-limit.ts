// The binding with which Cloudflare counts each user's requests.
import { createHash } from 'node:crypto';
import type { Services } from '../../worker/contract/env.ts';

/** As `WorkersScript` calls it. */
export interface RateBinding {
  readonly type: 'ratelimit';
  readonly name: keyof Services;
  /** A whole number above 0, as text: https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/ */
  readonly namespaceId: string;
  readonly simple: { readonly limit: number; readonly period: number };
}

/** undefined where the rate is not limited (0). */
export function rateBinding(workerName: string, requestsPerMinute = 0): RateBinding | undefined {
  if (requestsPerMinute === 0) return undefined;
  const simple = { limit: requestsPerMinute, period: 60 };
  return { type: 'ratelimit', name: 'USER_RATE', namespaceId: namespaceOf(workerName), simple };
}

/**
 * Bindings with the same namespace share their counters in the whole account. The namespace is a hash of
 * the Worker's name, which is unique there, so Workers do not share one (but for a chance of 1 in 2^31).
 */
function namespaceOf(workerName: string): string {
  const hash = createHash('sha256').update(workerName).digest();
  return String((hash.readUInt32BE() >>> 1) + 1);
}
