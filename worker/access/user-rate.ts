// The request rate of a user. Cloudflare counts approximately, and separately in each location.

import type { RateLimiter } from '../contract/env.ts';
import type { Facts } from '../contract/log.ts';

/** What the rate limiter says of one request. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** For the log line. */
  readonly facts: Facts;
}

/** Counts a user's request. */
export type UserRate = (user: string) => Promise<RateVerdict>;

/** Asks Cloudflare. Fails open; the first failure in an isolate is reported in its request's log line. */
export function limitUsers(limiter: RateLimiter): UserRate {
  let isReported = false;
  return async (user) => {
    try {
      return { allowed: (await limiter.limit({ key: user })).success, facts: {} };
    } catch {
      if (isReported) return { allowed: true, facts: {} };
      isReported = true;
      return {
        allowed: true,
        facts: { faults: ['USER_RATE fails: request rates are not limited'] },
      };
    }
  };
}
