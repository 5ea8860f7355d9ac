// Which web pages may call the gateway. The key is the only credential: a page that has it may use
// it, and cookies are never sent.

import type { HeaderRecord } from './headers.ts';
import type { Reply } from './reply.ts';

/** A page may read every header: https://fetch.spec.whatwg.org/#http-access-control-expose-headers. */
const EXPOSE_ALL: HeaderRecord = { 'access-control-expose-headers': '*' };

/**
 * The CORS headers of a response, errors included.
 *
 * @param origins the pages that may call; `*` is any page
 */
export function corsHeaders(request: Request, origins: readonly string[]): HeaderRecord {
  const origin = allowedOrigin(request, origins);
  if (origin === '*') return { 'access-control-allow-origin': '*', ...EXPOSE_ALL };
  if (origin === undefined) return { vary: 'origin' };
  return { vary: 'origin', 'access-control-allow-origin': origin, ...EXPOSE_ALL };
}

/** Also methods that are never allowed: without a preflight a page could not read the 405. */
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/**
 * Answers a preflight for any path. The requested headers are echoed, since `*` does not cover
 * `Authorization`: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name. So is a method
 * that is not in the list.
 */
export function preflightReply(request: Request, origins: readonly string[]): Reply {
  const vary = 'access-control-request-headers, access-control-request-method';
  const headers: HeaderRecord = { vary };
  if (allowedOrigin(request, origins) !== undefined) {
    const requested = request.headers.get('access-control-request-method') ?? '';
    const isListed = requested === '' || METHODS.split(', ').includes(requested);
    headers['access-control-allow-methods'] = isListed ? METHODS : `${METHODS}, ${requested}`;
    headers['access-control-allow-headers'] =
      request.headers.get('access-control-request-headers') ?? '*';
    headers['access-control-max-age'] = '86400';
  }
  return { status: 204, headers, body: null };
}

/** The origin to allow: any, that of the request, or none. */
function allowedOrigin(request: Request, origins: readonly string[]): string | undefined {
  if (origins.includes('*')) return '*';
  const origin = request.headers.get('origin') ?? '';
  return origins.includes(origin) ? origin : undefined;
}
