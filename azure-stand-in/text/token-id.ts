import { createHash } from 'node:crypto';

/** `prefix` and 24 hex digits: the same source gives the same id. */
export function tokenId(prefix: string, source: string): string {
  return prefix + createHash('sha256').update(source).digest('hex').slice(0, 24);
}
