// One request to Azure, and what can go wrong before an answer's headers are there.

import type { Failure } from '../contract/failure.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { HeaderRecord } from '../http/headers.ts';
import type { SharedTimer } from '../shared-timer.ts';

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
  { timeoutMs, ...request }: AzureRequest,
  fetcher: typeof fetch,
  timer: SharedTimer,
): Promise<Result<Response, Failure>> {
  const answer = await timer.waitFor(timeoutMs, fetchOnce(request, fetcher));
  return answer ?? err({ kind: 'upstream_timeout', timeoutMs });
}

async function fetchOnce(
  { url, ...init }: Omit<AzureRequest, 'timeoutMs'>,
  fetcher: typeof fetch,
): Promise<Result<Response, Failure>> {
  try {
    // Followed, a redirect would take the key to another host.
    return ok(await fetcher(url, { ...init, redirect: 'manual' }));
  } catch {
    return err({ kind: 'upstream_unreachable' });
  }
}
