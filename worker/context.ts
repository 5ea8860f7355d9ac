// What a request carries along on its way through the gateway. Types only.

import type { Caller } from './access/authenticate.ts';
import type { Ledger } from './access/ledger.ts';
import type { UserRate } from './access/user-rate.ts';
import type { Config } from './config/parse-config.ts';
import type { Facts, LogLine } from './contract/log.ts';
import type { Result } from './contract/result.ts';
import type { HeldBytes, Holding } from './held-bytes.ts';
import type { ModelChoice } from './models/catalog.ts';
import type { AzureToken } from './entra/azure-token.ts';
import type { Cooldowns } from './models/cooldowns.ts';
import type { Operation } from './operations/operation.ts';
import type { Target } from './operations/parse-target.ts';
import type { Drains } from './request/drain-body.ts';
import type { LoadPageFile } from './page-modules.ts';
import type { SeenRequests } from './operations/usage/seen-requests.ts';
import type { SharedTimer } from './shared-timer.ts';

/** What all requests with the same bindings share. */
export interface Instance {
  readonly config: Result<Config, readonly string[]>;
  readonly fetch: typeof fetch;
  readonly log: (line: LogLine) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The next number in [0, 1), which decides between the accounts of a model. */
  readonly nextFraction: () => number;
  readonly cooldowns: Cooldowns;
  /** What all requests of the isolate hold. */
  readonly heldBytes: HeldBytes;
  readonly drains: Drains;
  /** How the requests ended that this isolate has answered. */
  readonly seen: SeenRequests;
  readonly loadPageFile: LoadPageFile;
  /** undefined: the gateway does not sign in to Entra. */
  readonly azureToken: AzureToken | undefined;
  /** undefined: nothing is counted. */
  readonly ledger: Ledger | undefined;
  /** undefined: the request rates of users are not limited. */
  readonly userRate: UserRate | undefined;
}

/** One request. */
export interface RequestContext {
  readonly request: Request;
  readonly instance: Instance;
  /** For everything that the request waits for; stopped when the client leaves. */
  readonly timer: SharedTimer;
  /** Counts the memory that the request takes. */
  readonly held: Holding;
  /** Milliseconds since the request arrived. */
  readonly elapsedMs: () => number;
  readonly clientLeft: () => boolean;
  /** Keeps the Worker alive for something that outlives the request. */
  readonly waitUntil: (promise: Promise<unknown>) => void;
  /** Adds what a step learned to the request's log line. */
  readonly note: (facts: Facts) => void;
}

/** A request that Azure answers. */
export interface AzureCall {
  readonly operation: Operation;
  readonly target: Target;
  readonly caller: Caller;
  readonly config: Config;
  readonly choice: ModelChoice;
}
