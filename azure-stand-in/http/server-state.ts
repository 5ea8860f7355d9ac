import type { AccessTokens } from '../entra/access-tokens.ts';
import type { FaultCounter } from '../faults/fault-counter.ts';
import type { Holds } from '../faults/hold.ts';
import type { Pace } from '../faults/pace.ts';
import type { AccountMemories } from '../operation/account-memory.ts';
import type { AzureAccount } from '../operation/account.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import type { BillBook } from '../usage/bill.ts';
import type { Quotas } from './rate-limit.ts';

/** What all requests to one server share. */
export interface ServerState {
  readonly accounts: readonly AzureAccount[];
  /** The tokens of the tenant that the accounts trust; undefined: there is no tenant. */
  readonly tokens: AccessTokens | undefined;
  readonly quotas: Quotas;
  readonly bill: BillBook;
  readonly memories: AccountMemories;
  readonly enforceRateLimits: boolean;
  readonly faults: FaultCounter;
  readonly holds: Holds;
  /** The pace of requests that do not ask for one. */
  readonly defaultPace: Pace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onRequest: (request: ReceivedRequest) => void;
}
