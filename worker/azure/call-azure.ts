// The request to Azure: its URL, its headers, and what can go wrong before an answer's headers
// are there.

import { JSON_TYPE } from '../http/reply.ts';
import type { Destination } from '../accounts/find-destinations.ts';
import type { UpstreamStyle } from '../contract/env.ts';
import type { GatewayError } from '../contract/errors.ts';
import type { Exchange } from './send.ts';
import { headersUp } from '../http/headers.ts';
import { DEFAULT_API_VERSION, type Operation } from '../operations/table.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Target } from '../operations/parse-target.ts';

/** All that decides the upstream URL. */
export interface Address extends Destination {
  readonly operation: Operation;
  readonly target: Target;
}

/** Azure's URL; both forms: https://learn.microsoft.com/azure/foundry/openai/latest. */
export function buildUrl(address: Address): string {
  const { operation, target, model, backend, deployedAs: deployment } = address;
  const style: UpstreamStyle = model?.upstream ?? operation.style;
  const named = style === 'deployment' && operation.hasDeploymentStyle && model;
  const surface = named ? `deployments/${encodeURIComponent(deployment)}` : 'v1';
  const version = named ? model.apiVersion : operation.v1ApiVersion;
  const query = [version && `api-version=${version}`, clientQuery(address)];
  const text = query.filter(Boolean).join('&');
  return `${backend.endpoint}/openai/${surface}/${target.path}${text && `?${text}`}`;
}

/**
 * The client's query, in which the deployment's name takes the place of whatever names a model. An
 * operation that names it elsewhere goes up with none.
 */
function clientQuery({ operation, target, model, deployedAs: deployment }: Address): string {
  if (!model) return target.query;
  const pairs = target.query.split('&').filter((pair) => pair !== '');
  const others = pairs.filter((pair) => {
    return !/^(model|deployment)(=|$)/.test(pair);
  });
  const named =
    operation.modelIn === 'query' ||
    (operation.modelIn === 'session' &&
      (target.namedModel !== undefined || others.length < pairs.length));
  const name = named ? [`model=${encodeURIComponent(deployment)}`] : [];
  return [...name, ...others].join('&');
}

/**
 * The preview's form of the realtime URL, whose events older clients speak:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets
 */
export function buildPreviewSocketUrl({
  target,
  model,
  backend,
  deployedAs: deployment,
}: Address): string {
  const name = `deployment=${encodeURIComponent(deployment)}`;
  return `${backend.endpoint}/openai/${target.path}?api-version=${model?.apiVersion ?? DEFAULT_API_VERSION}&${name}`;
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
  readonly imageDeployment: string | undefined;
  /** To the headers of the answer. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal: AbortSignal | null;
  /** Present for a WebSocket, with the subprotocol to offer. */
  readonly socket?: { readonly protocol: string | undefined };
}

/** What a request is sent with. */
interface Means extends Pick<Exchange, 'wait'> {
  readonly fetch: typeof fetch;
}

/** Sends it. Resolves when Azure's response headers are there, or nobody waits for them any more. */
export async function callUpstream(
  request: UpstreamRequest,
  { wait, fetch: fetcher }: Means,
): Promise<Result<Response, GatewayError>> {
  const headers = headersUp(request.headers, request.imageDeployment);
  headers['api-key'] = request.key;
  // A body that was read and has no type is JSON; Azure insists on the header.
  if (request.body && !(request.body instanceof ReadableStream)) {
    headers['content-type'] ??= JSON_TYPE;
  }
  if (request.socket) {
    headers['upgrade'] = 'websocket';
    const { protocol } = request.socket;
    if (protocol) headers['sec-websocket-protocol'] = protocol;
  }
  const { timeoutMs, signal } = request;
  try {
    const answer = fetcher(request.url, {
      method: request.method,
      headers,
      body: request.body,
      // Followed, a redirect would take the key to another host.
      redirect: 'manual',
      signal,
    });
    const response = await wait(timeoutMs, answer);
    return response ? ok(response) : err({ kind: 'upstream_timeout', timeoutMs });
  } catch {
    return err({ kind: 'upstream_unreachable' });
  }
}
