// Owns: a request on its way: what it carries along, what is learnt about it for its log line, and
// the steps that HTTP and WebSocket requests share.

import type { Caller } from './auth.ts';
import type { Backend, Model } from './catalog.ts';
import type { Config } from './config.ts';
import type { GatewayError } from './errors.ts';
import type { LogLine } from './log.ts';
import { resolveModel } from './models.ts';
import type { Operation } from './operations.ts';
import type { RequestBody } from './request-body.ts';
import { namedModel } from './request-model.ts';
import { ok, type Result } from './result.ts';
import type { Target } from './target.ts';
import { callUpstream, type UpstreamRequest } from './upstream.ts';

/** What a request is answered with besides itself. */
export interface Gateway {
  readonly config: Result<Config, readonly string[]>;
  readonly fetch: typeof fetch;
  readonly log: (line: LogLine) => void;
  /** Milliseconds since any epoch. */
  readonly now: () => number;
}

/** What is learnt about a request on its way, for its log line. */
export type Trace = { -readonly [Field in keyof LogLine]?: LogLine[Field] | undefined };

/** A request on its way. */
export interface Exchange {
  readonly request: Request;
  readonly gateway: Gateway;
  readonly trace: Trace;
  readonly elapsed: () => number;
}

/** A request that is Azure's to answer. */
export interface Call {
  readonly operation: Operation;
  readonly target: Target;
  readonly caller: Caller;
  readonly config: Config;
}

/** The model that the request names; undefined where the operation needs none. */
export function findModel(
  { operation, target, config }: Call,
  body: RequestBody,
  trace: Trace,
): Result<Model | undefined, GatewayError> {
  if (operation.model === 'none' || operation.model === 'message') return ok(undefined);
  const name = namedModel(operation, target, body);
  if (!name.ok) return name;
  // A session may leave the model to Azure, and so may a socket for a call or for transcription.
  const special = /(^|&)(call_id|intent)=/.test(target.query);
  if ((operation.model === 'session' || special) && name.value === undefined) return ok(undefined);
  const capability = special ? undefined : operation.capability;
  const resolved = resolveModel(name.value, capability, config.catalog);
  if (!resolved.ok) return resolved;
  trace.model = resolved.value.name;
  trace.deployment = resolved.value.model.deployment;
  return ok(resolved.value.model);
}

/** The backend that gets a request. */
export function chooseBackend({ backends }: Config, model: Model | undefined): Backend {
  const [backend] = model?.backends ?? backends;
  return backend;
}

/** Sends a request to Azure and notes what is known of it. */
export async function send(
  { request, gateway, trace }: Exchange,
  { caller }: Call,
  to: Pick<UpstreamRequest, 'url' | 'body' | 'socket'> & { readonly backend: Backend },
): Promise<Result<Response, GatewayError>> {
  trace.region = to.backend.name;
  trace.attempts = 1;
  const { method, headers, signal } = request;
  const key = to.backend.key ?? caller.key;
  const upstream = await callUpstream({ ...to, method, headers, key }, signal, gateway.fetch);
  if (upstream.ok) trace.id = requestId(upstream.value.headers);
  return upstream;
}

/** The SDKs show `x-request-id`; Azure's support asks for `apim-request-id`: make them one. */
function requestId(upstream: Headers): string | undefined {
  return upstream.get('apim-request-id') ?? upstream.get('x-request-id') ?? undefined;
}
