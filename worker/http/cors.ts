// What browsers are told: which pages may call, and never with cookies. The key is the only
// credential, and a page that has it may use it.

import type { HeaderRecord, Reply } from './reply.ts';

/** A page may read every header: https://fetch.spec.whatwg.org/#http-access-control-expose-headers. */
function allow(origin: string): HeaderRecord {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': '*',
  };
}

const FOR_ALL = allow('*');
const FOR_NONE: HeaderRecord = { vary: 'origin' };

/** On every response, errors included. */
export function corsHeaders(request: Request, origins: readonly string[]): HeaderRecord {
  if (origins.includes('*')) return FOR_ALL;
  const origin = request.headers.get('origin') ?? '';
  return origins.includes(origin) ? { ...FOR_NONE, ...allow(origin) } : FOR_NONE;
}

/**
 * Answers a preflight for any path. The asked headers are echoed, since `*` does not cover
 * `Authorization`: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name.
 */
export function preflightReply(request: Request, origins: readonly string[]): Reply {
  return {
    status: 204,
    headers: {
      vary: 'origin, access-control-request-headers',
      ...(corsHeaders(request, origins) !== FOR_NONE && {
        'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
        'access-control-allow-headers':
          request.headers.get('access-control-request-headers') ?? '*',
        'access-control-max-age': '86400',
      }),
    },
    body: null,
  };
}
