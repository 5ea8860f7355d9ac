// The binding by which Cloudflare counts each user's requests.
import { createHash } from 'node:crypto';
import type { Services } from '../../worker/contract/env.ts';

/** As `cloudflare.WorkersScript` calls it. */
export interface RateBinding {
  readonly type: 'ratelimit';
  readonly name: keyof Services;
  /** A whole number above 0, as text: https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/ */
  readonly namespaceId: string;
  readonly simple: { readonly limit: number; readonly period: number };
}

/** None where the rate is not limited (0). */
export function rateBindings(workerName: string, requestsPerMinute = 0): readonly RateBinding[] {
  if (requestsPerMinute === 0) return [];
  const simple = { limit: requestsPerMinute, period: 60 };
  return [{ type: 'ratelimit', name: 'USER_RATE', namespaceId: namespaceOf(workerName), simple }];
}

/**
 * Bindings of one namespace share their counters in the whole account, so a Worker has its own, made
 * of its name, which is unique there. Two names share one of 2^31 by bad luck alone.
 */
function namespaceOf(workerName: string): string {
  const hash = createHash('sha256').update(workerName).digest();
  return String((hash.readUInt32BE() >>> 1) + 1);
}
