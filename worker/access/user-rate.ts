// How often a user may ask. Cloudflare counts, for each of its locations and roughly; where it
// fails to, nobody is stopped.

import type { RateLimiter } from '../contract/env.ts';
import type { Trace } from '../azure/send.ts';

/** Counts a user's request, and tells whether it may go on. */
export type UserRate = (user: string, trace: Trace) => Promise<boolean>;

/** Asks Cloudflare. The first failure in an isolate is told in its request's log line. */
export function limitUsers(limiter: RateLimiter): UserRate {
  let told = false;
  return async (user, trace) => {
    try {
      return (await limiter.limit({ key: user })).success;
    } catch {
      if (!told) trace.faults = ['USER_RATE fails: no request rate is limited'];
      told = true;
      return true;
    }
  };
}
