// Owns: the module Worker's entry. Bindings are checked once per isolate: they cannot change in it.

import { parseConfig } from './config.ts';
import type { Env } from './env.ts';
import type { Gateway } from './exchange.ts';
import { handle } from './gateway.ts';
import { writeLog } from './log.ts';

let gateway: Gateway | undefined;

export default {
  fetch(request, env, context) {
    gateway ??= {
      config: parseConfig(env),
      fetch: (input, init) => fetch(input, init),
      log: writeLog,
      now: Date.now,
    };
    return handle(request, gateway, (promise) => {
      context.waitUntil(promise);
    });
  },
} satisfies ExportedHandler<Env>;
