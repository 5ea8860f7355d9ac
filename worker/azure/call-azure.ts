// One request to Azure, and what can go wrong before an answer's headers are there.

import type { Failure } from '../contract/failure.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { HeaderRecord } from '../http/headers.ts';
import type { SharedTimer } from '../wait.ts';

/** A request that is ready to be sent. */
export interface AzureRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderRecord;
  readonly body: BodyInit | null;
  /** Time for the headers of the answer. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal: AbortSignal | null;
}

/**
 * Sends a request. Resolves when Azure's response headers are there, or the time is up.
 *
 * @returns the failure as a value, since another account may be tried
 */
export async function callAzure(
  { url, method, headers, body, timeoutMs, signal }: AzureRequest,
  fetcher: typeof fetch,
  timer: SharedTimer,
): Promise<Result<Response, Failure>> {
  try {
    // Followed, a redirect would take the key to another host.
    const answer = fetcher(url, { method, headers, body, redirect: 'manual', signal });
    const response = await timer.waitFor(timeoutMs, answer);
    return response === undefined ? err({ kind: 'upstream_timeout', timeoutMs }) : ok(response);
  } catch {
    return err({ kind: 'upstream_unreachable' });
  }
}
