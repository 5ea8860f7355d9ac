// Owns: which headers cross the gateway, in each direction. Both lists say what may pass; all else
// stays behind: credentials, cookies, addresses and Cloudflare's headers on the way up, Azure's
// cookies and internals on the way down.

const UP = new Set([
  'accept',
  'content-type',
  'idempotency-key',
  'openai-beta',
  'traceparent',
  'tracestate',
  'user-agent',
]);
const UP_PREFIXES = ['x-ms-', 'aoai-', 'x-stainless-'] as const;

const DOWN = new Set([
  'apim-request-id',
  'cache-control',
  'content-disposition',
  'content-type',
  'openai-processing-ms',
  'openai-version',
  'retry-after',
  'retry-after-ms',
  'x-ms-retry-after-ms',
  'x-should-retry',
]);
const DOWN_PREFIXES = ['x-ratelimit-', 'x-rate-limit-'] as const;

/** The client's headers that go to Azure. */
export function headersUp(client: Headers): Headers {
  return pick(client, UP, UP_PREFIXES);
}

/**
 * Azure's headers that go to the client. `content-length` and `content-encoding` are left to the
 * runtime, which knows what it sends.
 */
export function headersDown(upstream: Headers): Headers {
  const headers = pick(upstream, DOWN, DOWN_PREFIXES);
  // A call that was created says where it is; an address elsewhere is nobody's business.
  const location = upstream.get('location');
  if (location?.startsWith('/') === true) headers.set('location', location);
  return headers;
}

function pick(from: Headers, names: ReadonlySet<string>, prefixes: readonly string[]): Headers {
  const picked = new Headers();
  for (const [name, value] of from) {
    if (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix))) {
      picked.set(name, value);
    }
  }
  return picked;
}
