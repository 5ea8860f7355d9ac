import { MAX_DRAINED_BODY_BYTES } from '../contract/limits.ts';
import { discardUpTo } from '../formats/bytes.ts';
import { declaredLength } from './read-body.ts';

/**
 * Reads a short body to its end and drops it. A client whose connection ends while it still writes
 * would not see the refusal. Never rejects.
 */
export async function drainBody(request: Request): Promise<void> {
  const body: ReadableStream<Uint8Array> | null = request.body;
  const isLong = declaredLength(request) > MAX_DRAINED_BODY_BYTES;
  if (request.bodyUsed || body === null || isLong) return;
  await discardUpTo(body, MAX_DRAINED_BODY_BYTES).catch(() => undefined);
}
