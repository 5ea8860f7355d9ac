// The module Worker's entry.

import { evenNumbers } from './accounts/even-numbers.ts';
import { Ledger } from './access/ledger.ts';
import { limitUsers } from './access/user-rate.ts';
import { checkSigningKey } from './config/entra-binding.ts';
import { parseConfig } from './config/parse-config.ts';
import type { Instance } from './context.ts';
import type { Env, Services } from './contract/env.ts';
import { err } from './contract/result.ts';
import { AzureToken } from './entra/azure-token.ts';
import { writeLog } from './contract/log.ts';
import { placesOf } from './formats/stack-places.ts';
import { handleRequest } from './handle-request.ts';
import { HeldBytes } from './held-bytes.ts';
import { Drains } from './request/drain-body.ts';
import { Cooldowns } from './models/cooldowns.ts';
import { SeenRequests } from './operations/usage/seen-requests.ts';
import { loadPageFile } from './page-modules.ts';

type Bindings = Env & Partial<Services>;

/**
 * Keyed by bindings: an isolate can outlive a change of its bindings, and must then refuse a revoked key.
 * https://developers.cloudflare.com/workers/runtime-apis/bindings/#making-changes-to-bindings
 */
const instances = new WeakMap<Bindings, Instance>();

/** Shared by all bindings, as the isolate's memory is. */
const heldBytes = new HeldBytes();
const drains = new Drains();

export default {
  fetch(request, env, context) {
    return handleRequest(request, instanceOf(env), (promise) => {
      context.waitUntil(promise);
    });
  },
} satisfies ExportedHandler<Bindings>;

/** Made at the first request: only then does the runtime give random numbers. */
function instanceOf(env: Bindings): Instance {
  const known = instances.get(env);
  if (known !== undefined) return known;
  const config = readConfig(env);
  const entra = config.ok ? config.value.entra : undefined;
  const key = env.ENTRA_KEY;
  const instance: Instance = {
    config,
    fetch,
    log: writeLog,
    now: Date.now,
    nextFraction: evenNumbers(Math.random()),
    cooldowns: new Cooldowns(Date.now),
    heldBytes,
    drains,
    seen: new SeenRequests(Date.now()),
    loadPageFile,
    azureToken: entra && key && new AzureToken({ entra, key, fetch, now: Date.now }),
    ledger: env.LEDGER && new Ledger(env.LEDGER, env.LEDGER_BEFORE),
    userRate: env.USER_RATE && limitUsers(env.USER_RATE),
  };
  instances.set(env, instance);
  return instance;
}

/** Never throws: whatever the bindings hold, requests are answered and the log has a line. */
function readConfig(env: Bindings): Instance['config'] {
  try {
    const config = parseConfig(env);
    if (!config.ok) return config;
    const { entra, limits } = config.value;
    const fault = entra && checkSigningKey(env.ENTRA_KEY);
    const isUncounted = limits !== undefined && env.LEDGER === undefined;
    const faults = [
      ...(fault === undefined ? [] : [fault]),
      ...(isUncounted ? ['LEDGER is missing. Without it the limits in LIMITS cannot hold'] : []),
    ];
    return faults.length === 0 ? config : err(faults);
  } catch (error) {
    const places = placesOf(error) ?? 'an unknown place';
    return err([`the bindings cannot be read, which is a bug: please report it, with ${places}`]);
  }
}
