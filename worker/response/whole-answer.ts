// A short answer whose tokens are counted is read whole: passing it on piece by piece costs three times as
// much.

import { cancelQuietly } from '../azure/first-bytes.ts';
import type { RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { SHORT_ANSWER_BYTES } from '../contract/limits.ts';
import { decode, type Hold } from '../formats/bytes.ts';
import type { Reply } from '../http/reply.ts';
import type { StreamPlan } from '../stream/plan.ts';
import { readUsage } from '../stream/token-counts.ts';

/** Whether an answer says that it is short, and there is room for it. */
export function isShort({ headers }: Response, hold: Hold): boolean {
  const declared = headers.get('content-length');
  return declared !== null && Number(declared) <= SHORT_ANSWER_BYTES && hold(Number(declared));
}

/**
 * Reads an answer.
 *
 * @throws RequestFailure where it breaks off or does not end in time
 */
export async function relayWhole(
  { timer, elapsedMs }: RequestContext,
  response: Response,
  { timeouts }: StreamPlan,
): Promise<Pick<Reply, 'body' | 'ending'>> {
  const read = response.bytes().catch(() => 'broken' as const);
  const bytes = await timer.waitFor(timeouts.firstByteMs, read);
  if (bytes === 'broken') throw new RequestFailure({ kind: 'upstream_stream_interrupted' });
  if (bytes === undefined) {
    await cancelQuietly(response.body);
    throw new RequestFailure({ kind: 'upstream_timeout', timeoutMs: timeouts.firstByteMs });
  }
  const facts = {
    firstByteMs: elapsedMs(),
    ...readUsage(decode(bytes)),
    outcome: 'complete',
  } as const;
  return { body: bytes, ending: Promise.resolve(facts) };
}
