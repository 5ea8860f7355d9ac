// The module Worker's entry. Bindings are checked once per isolate: they cannot change in it.

import { parseConfig } from './config/parse-config.ts';
import type { Env, Services } from './contract/env.ts';
import { evenNumbers } from './accounts/even-numbers.ts';
import type { Gateway } from './azure/send.ts';
import { handle } from './handle-request.ts';
import { writeLog } from './contract/log.ts';
import { limitUsers } from './access/user-rate.ts';

/** Made at the first request: only then does the runtime give random numbers. */
let gateway: Gateway | undefined;

export default {
  fetch(request, env, context) {
    gateway ??= {
      config: parseConfig(env),
      fetch,
      log: writeLog,
      now: Date.now,
      draw: evenNumbers(Math.random()),
      rests: new Map(),
      userRate: env.USER_RATE && limitUsers(env.USER_RATE),
    };
    const waitUntil = (promise: Promise<unknown>) => {
      context.waitUntil(promise);
    };
    return handle(request, gateway, waitUntil);
  },
} satisfies ExportedHandler<Env & Partial<Services>>;
