// Owns: the request to Azure: its URL, its headers, and what can go wrong before an answer's headers
// are there.

import type { Backend, Model } from './catalog.ts';
import type { UpstreamStyle } from './env.ts';
import type { GatewayError } from './errors.ts';
import { headersUp } from './headers.ts';
import { UPSTREAM_HEADERS_TIMEOUT_MS } from './limits.ts';
import { DEFAULT_API_VERSION, type Operation } from './operations.ts';
import { err, ok, type Result } from './result.ts';
import type { Target } from './target.ts';

/** All that decides the upstream URL. */
export interface Address {
  readonly operation: Operation;
  readonly target: Target;
  /** undefined for requests that name none. */
  readonly model: Model | undefined;
  readonly backend: Backend;
}

/** Azure's URL; both forms: https://learn.microsoft.com/azure/foundry/openai/latest. */
export function buildUrl({ operation, target, model, backend }: Address): string {
  const style: UpstreamStyle = model?.upstream ?? operation.style;
  if (style === 'deployment' && operation.hasDeploymentStyle && model !== undefined) {
    const deployment = encodeURIComponent(model.deployment);
    const query = joinQuery(`api-version=${model.apiVersion}`, target.query);
    return `${backend.endpoint}/openai/deployments/${deployment}/${target.path}${query}`;
  }
  const version =
    operation.v1ApiVersion === undefined ? '' : `api-version=${operation.v1ApiVersion}`;
  const query = joinQuery(
    version,
    model === undefined ? target.query : withDeployment(target.query, model),
  );
  return `${backend.endpoint}/openai/v1/${target.path}${query}`;
}

function joinQuery(...parts: readonly string[]): string {
  const query = parts.filter((part) => part !== '').join('&');
  return query === '' ? '' : `?${query}`;
}

/** A `model` in the query is the deployment's name as well. */
function withDeployment(query: string, { deployment }: Model): string {
  return query.replace(
    /(^|&)(model|deployment)=[^&]*/,
    (_, before: string, name: string) => `${before}${name}=${encodeURIComponent(deployment)}`,
  );
}

/**
 * The preview's form of the realtime URL, whose events older clients speak:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets
 */
export function buildPreviewSocketUrl({ target, model, backend }: Address): string {
  const deployment = `deployment=${encodeURIComponent(model?.deployment ?? '')}`;
  return `${backend.endpoint}/openai/${target.path}?api-version=${model?.apiVersion ?? DEFAULT_API_VERSION}&${deployment}`;
}

/** A request that is ready to be sent. */
export interface UpstreamRequest {
  readonly url: string;
  readonly method: string;
  /** The client's headers; what may pass is picked here. */
  readonly headers: Headers;
  /** Azure key. */
  readonly key: string;
  readonly body: BodyInit | null;
  /** Present for a WebSocket, with the subprotocol to offer. */
  readonly socket?: { readonly protocol: string | undefined };
}

/** Sends it. Resolves when Azure's response headers are there. */
export async function callUpstream(
  request: UpstreamRequest,
  client: AbortSignal,
  fetcher: typeof fetch,
): Promise<Result<Response, GatewayError>> {
  const headers = headersUp(request.headers);
  headers['api-key'] = request.key;
  // A body without a type is a JSON body here; Azure insists on the header.
  if (request.body !== null) headers['content-type'] ??= 'application/json';
  if (request.socket !== undefined) {
    headers['upgrade'] = 'websocket';
    const { protocol } = request.socket;
    if (protocol !== undefined) headers['sec-websocket-protocol'] = protocol;
  }
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, UPSTREAM_HEADERS_TIMEOUT_MS);
  try {
    const response = await fetcher(request.url, {
      method: request.method,
      headers,
      body: request.body,
      // Followed, a redirect would take the key to another host.
      redirect: 'manual',
      signal: AbortSignal.any([client, timeout.signal]),
    });
    return ok(response);
  } catch {
    if (client.aborted) return err({ kind: 'client_left' });
    if (timeout.signal.aborted) {
      return err({ kind: 'upstream_timeout', timeoutMs: UPSTREAM_HEADERS_TIMEOUT_MS });
    }
    return err({ kind: 'upstream_unreachable' });
  } finally {
    clearTimeout(timer);
  }
}
