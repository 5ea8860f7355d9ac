import type { Caller } from '../../access/authenticate.ts';
import type { Ledger } from '../../access/ledger.ts';
import { LedgerSilent } from '../../access/ledger.ts';
import type { UserDirectory } from '../../access/user-directory.ts';
import type { ReadReply, ReadRequest, Moved } from '../../contract/ledger.ts';
import { RequestFailure } from '../../contract/failure.ts';
import type { Catalog } from '../../models/catalog.ts';
import type { Cooldowns } from '../../models/cooldowns.ts';
import type { SeenRequests } from './seen-requests.ts';

/** A request for a local operation that depends on who asks. */
export interface CallerRequest {
  readonly caller: Caller;
  /** The models that the caller may use. */
  readonly models: Catalog;
  /** undefined: the gateway has no users of its own. */
  readonly users: UserDirectory | undefined;
  /** undefined: nothing is counted. */
  readonly ledger: Ledger | undefined;
  readonly seen: SeenRequests;
  readonly cooldowns: Cooldowns;
  /** All models that there are. */
  readonly catalog: Catalog;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Reads an object of the ledger.
 *
 * @throws RequestFailure where it does not answer
 */
export async function readLedger(
  ledger: Ledger | undefined,
  object: string,
  request: ReadRequest,
): Promise<Exclude<ReadReply, Moved>> {
  try {
    if (ledger !== undefined) return await ledger.read(object, request);
  } catch (error) {
    if (!(error instanceof LedgerSilent)) throw error;
  }
  throw new RequestFailure({ kind: 'ledger_unavailable' });
}
