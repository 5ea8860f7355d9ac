// Owns: the request to Azure: its URL, its headers, its body, and what can go wrong before an
// answer's headers are there.

import type { Backend, Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { headersUp } from './headers.ts';
import { setMember } from './json-members.ts';
import { UPSTREAM_HEADERS_TIMEOUT_MS } from './limits.ts';
import type { JsonBody } from './request-body.ts';
import { err, ok, type Result } from './result.ts';
import type { UpstreamStyle } from './env.ts';

/** All that decides the upstream request. */
export interface UpstreamCall {
  /** Path below the API's root, `chat/completions`. */
  readonly path: string;
  readonly query: string;
  readonly style: UpstreamStyle;
  readonly model: Model;
  readonly backend: Backend;
  /** Azure key. */
  readonly key: string;
  readonly headers: Headers;
  readonly body: JsonBody;
}

/** Azure's URL for a call; both forms: https://learn.microsoft.com/azure/foundry/openai/latest. */
export function buildUrl(call: UpstreamCall): string {
  const { endpoint } = call.backend;
  if (call.style === 'v1') {
    return `${endpoint}/openai/v1/${call.path}${call.query === '' ? '' : `?${call.query}`}`;
  }
  const deployment = encodeURIComponent(call.model.deployment);
  const query = call.query === '' ? '' : `&${call.query}`;
  return `${endpoint}/openai/deployments/${deployment}/${call.path}?api-version=${call.model.apiVersion}${query}`;
}

/**
 * The body that goes up: the client's own bytes, unless its `model` is not the deployment's name,
 * which is what Azure expects there.
 */
export function buildBody({ body, model }: UpstreamCall): Uint8Array | string {
  if (body.value['model'] === model.deployment) return body.bytes;
  return setMember(body.text, 'model', JSON.stringify(model.deployment));
}

/** Sends a call. Resolves when Azure's response headers are there. */
export async function callUpstream(
  call: UpstreamCall,
  client: AbortSignal,
  fetcher: typeof fetch,
): Promise<Result<Response, GatewayError>> {
  const headers = headersUp(call.headers);
  headers.set('api-key', call.key);
  // A body without a type is a JSON body here; Azure insists on the header.
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');

  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, UPSTREAM_HEADERS_TIMEOUT_MS);
  try {
    const response = await fetcher(buildUrl(call), {
      method: 'POST',
      headers,
      body: buildBody(call),
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
