// Which headers cross the gateway, in each direction. Both lists say what may pass; all else
// stays behind: credentials, cookies, addresses and Cloudflare's headers on the way up, Azure's
// cookies and internals on the way down.

import type { HeaderRecord } from './reply.ts';

const UP =
  /^(accept|content-type|idempotency-key|openai-beta|trace(parent|state)|user-agent|(aoai|x-ms)-.*)$/;

/** Asked for by name: measured, that costs half of looking at each of Azure's twenty. */
const DOWN = [
  'apim-request-id',
  'cache-control',
  'content-disposition',
  'content-type',
  'openai-processing-ms',
  'openai-version',
  'retry-after',
  'retry-after-ms',
  'x-ms-retry-after-ms',
  'x-rate-limit-reset-tokens',
  'x-should-retry',
  ...['limit', 'remaining', 'reset'].flatMap((what) => [
    `x-ratelimit-${what}-requests`,
    `x-ratelimit-${what}-tokens`,
  ]),
];

/** The subprotocols that a client offers for its WebSocket; none elsewhere. */
export function subprotocols(headers: Headers): readonly string[] {
  const offered = headers.get('sec-websocket-protocol') ?? '';
  return offered.split(',').map((name) => name.trim());
}

/**
 * Names the deployment that draws the images of a response:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/responses
 */
export const IMAGE_DEPLOYMENT = 'x-ms-oai-image-generation-deployment';

/**
 * The client's headers that go to Azure.
 *
 * @param imageDeployment takes the place of the name that the client gave, or of nothing
 */
export function headersUp(client: Headers, imageDeployment?: string): HeaderRecord {
  const headers: HeaderRecord = {};
  // Measured: forEach into an object costs a third less than iterating into `Headers`.
  client.forEach((value, name) => {
    if (UP.test(name) && name !== IMAGE_DEPLOYMENT) headers[name] = value;
  });
  if (imageDeployment) headers[IMAGE_DEPLOYMENT] = imageDeployment;
  return headers;
}

/**
 * Azure's headers that go to the client. `content-length` and `content-encoding` are left to the
 * runtime, which knows what it sends.
 */
export function headersDown(upstream: Headers): HeaderRecord {
  const headers: HeaderRecord = {};
  for (const name of DOWN) {
    const value = upstream.get(name);
    if (value !== null) headers[name] = value;
  }
  // A call that was created says where it is; an address elsewhere is nobody's business.
  const location = upstream.get('location');
  if (location && /^\/(?![/\\])/.test(location)) headers['location'] = location;
  return headers;
}
