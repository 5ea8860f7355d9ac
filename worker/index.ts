// The module Worker's entry.

import { evenNumbers } from './accounts/even-numbers.ts';
import { limitUsers } from './access/user-rate.ts';
import { parseConfig } from './config/parse-config.ts';
import type { Isolate } from './context.ts';
import type { Env, Services } from './contract/env.ts';
import { err } from './contract/result.ts';
import { writeLog } from './contract/log.ts';
import { handleRequest } from './handle-request.ts';
import { Cooldowns } from './models/cooldowns.ts';

type Bindings = Env & Partial<Services>;

/**
 * By bindings: an isolate may live on when they change, and a revoked key must not.
 * https://developers.cloudflare.com/workers/runtime-apis/bindings/#making-changes-to-bindings
 */
const isolates = new WeakMap<Bindings, Isolate>();

export default {
  fetch(request, env, context) {
    return handleRequest(request, isolateOf(env), (promise) => {
      context.waitUntil(promise);
    });
  },
} satisfies ExportedHandler<Bindings>;

/** Made at the first request: only then does the runtime give random numbers. */
function isolateOf(env: Bindings): Isolate {
  const known = isolates.get(env);
  if (known !== undefined) return known;
  const isolate: Isolate = {
    config: readConfig(env),
    fetch,
    log: writeLog,
    now: Date.now,
    nextFraction: evenNumbers(Math.random()),
    cooldowns: new Cooldowns(Date.now),
    userRate: env.USER_RATE && limitUsers(env.USER_RATE),
  };
  isolates.set(env, isolate);
  return isolate;
}

/** Never throws: whatever the bindings hold, requests are answered and the log has a line. */
function readConfig(env: Bindings): Isolate['config'] {
  try {
    return parseConfig(env);
  } catch {
    return err(['the bindings cannot be read, which is a bug: please report it']);
  }
}
