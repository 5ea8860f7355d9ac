// Owns: what browsers are told. Any origin may call, and never with cookies: the key is the only
// credential, and a page that has it may use it.

import { PASSED_DOWN } from './headers.ts';
import type { Reply } from './reply.ts';

/** Headers a page may read: https://fetch.spec.whatwg.org/#http-access-control-expose-headers. */
const EXPOSED = [
  ...PASSED_DOWN,
  'location',
  'x-request-id',
  'x-adapted-parameters',
  'x-rate-limit-reset-tokens',
  // A prefix cannot be exposed, so those that Azure is known to send.
  ...['limit', 'remaining', 'reset'].flatMap((what) => [
    `x-ratelimit-${what}-requests`,
    `x-ratelimit-${what}-tokens`,
  ]),
].join(', ');

/** On every response, errors included. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED,
} as const;

/**
 * Answers a preflight for any path. The asked headers are echoed, since `*` does not cover
 * `Authorization`: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name.
 */
export function preflightReply(request: Request): Reply {
  const headers = {
    'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
    'access-control-allow-headers':
      request.headers.get('access-control-request-headers') ?? 'authorization, content-type',
    'access-control-max-age': '86400',
    vary: 'access-control-request-headers',
  };
  return { status: 204, headers, body: null };
}
