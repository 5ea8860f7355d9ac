// Owns: the way of a request, as a list of steps of which the first that fails ends it:
// match route -> authenticate -> read body -> resolve model -> call Azure -> relay.

import { describeAdaptation } from './adaptation.ts';
import { authenticate, type Caller } from './auth.ts';
import type { Backend, Model } from './catalog.ts';
import type { Config } from './config.ts';
import { allowAnyOrigin, preflightResponse } from './cors.ts';
import { toWireError, wireErrorBody, type GatewayError } from './errors.ts';
import { answerLocally } from './local-operations.ts';
import type { LogLine } from './log.ts';
import { resolveModel } from './models.ts';
import type { Operation } from './operations.ts';
import { relay, type Relayed } from './relay.ts';
import { readBody, type RequestBody } from './request-body.ts';
import { namedModel, outgoingBody } from './request-model.ts';
import { err, ok, type Result } from './result.ts';
import { matchRoute } from './route.ts';
import type { RelayOptions } from './stream.ts';
import { parseTarget, type Target } from './target.ts';
import { buildPreviewSocketUrl, buildUrl, callUpstream, type UpstreamRequest } from './upstream.ts';
import { offeredProtocol, relayResponsesSocket, relaySocket, speaksPreview } from './websocket.ts';

/** What a request is answered with besides itself. */
export interface Gateway {
  readonly config: Result<Config, readonly string[]>;
  readonly fetch: typeof fetch;
  readonly log: (line: LogLine) => void;
  /** Milliseconds since any epoch. */
  readonly now: () => number;
}

/** What is learnt about a request on its way, for its log line. */
type Trace = { -readonly [Field in keyof LogLine]?: LogLine[Field] | undefined };

/** A request on its way. */
interface Exchange {
  readonly request: Request;
  readonly gateway: Gateway;
  readonly trace: Trace;
  readonly elapsed: () => number;
}

/**
 * Answers a request. Never throws: every failure is a response in OpenAI's shape.
 *
 * @param waitUntil keeps the Worker alive until a stream has ended and was logged
 */
export async function handle(
  request: Request,
  gateway: Gateway,
  waitUntil: (promise: Promise<unknown>) => void,
): Promise<Response> {
  const start = gateway.now();
  const elapsed = () => gateway.now() - start;
  const exchange: Exchange = { request, gateway, trace: {}, elapsed };
  let result: Result<Relayed, GatewayError>;
  try {
    result = await answer(exchange);
  } catch {
    // A bug. Its message may hold anything, so neither the client nor the log gets it.
    result = err({ kind: 'internal' });
  }

  const response = result.ok ? result.value.response : errorResponse(result.error, exchange.trace);
  const id = exchange.trace.id ?? crypto.randomUUID();
  response.headers.set('x-request-id', id);
  allowAnyOrigin(response.headers);

  const logLine = (outcome?: string) => {
    const { status } = response;
    gateway.log({
      ...exchange.trace,
      id,
      status,
      attempts: exchange.trace.attempts ?? 0,
      ms: elapsed(),
      outcome,
    });
  };
  const outcome = result.ok ? result.value.outcome : undefined;
  if (outcome === undefined) logLine();
  else waitUntil(outcome.then(logLine));
  return response;
}

async function answer(exchange: Exchange): Promise<Result<Relayed, GatewayError>> {
  const { request, gateway, trace } = exchange;
  if (!gateway.config.ok) {
    trace.faults = gateway.config.error;
    return err({ kind: 'misconfigured' });
  }
  const config = gateway.config.value;
  if (request.method === 'OPTIONS') return immediate(ok(preflightResponse(request)));

  const target = parseTarget(request.url);
  const route = matchRoute(request, target);
  if (!route.ok) return route;
  const { kind, operation } = route.value;
  trace.op = operation.path === '' ? 'about' : operation.path;

  if (kind === 'local' && operation.open) {
    return immediate(answerLocally(operation, target.path, config.catalog));
  }
  const caller = await authenticate(request.headers, config.access);
  if (!caller.ok) return caller;
  trace.user = caller.value.user;

  if (kind === 'local') return immediate(answerLocally(operation, target.path, config.catalog));
  if (operation.scope === 'account' && !caller.value.accountData) {
    return err({ kind: 'account_data_closed' });
  }
  const call: Call = { operation, target, caller: caller.value, config };
  return operation.upgrade ? openSocket(exchange, call) : relayRequest(exchange, call);
}

/** A request that is Azure's to answer. */
interface Call {
  readonly operation: Operation;
  readonly target: Target;
  readonly caller: Caller;
  readonly config: Config;
}

async function relayRequest(
  exchange: Exchange,
  call: Call,
): Promise<Result<Relayed, GatewayError>> {
  const { request, trace } = exchange;
  const { operation, target, config } = call;
  const body = await readBody(request, operation.takes);
  if (!body.ok) return body;
  const model = findModel(call, body.value, trace);
  if (!model.ok) return model;

  const backend = chooseBackend(config, model.value);
  const outgoing = outgoingBody(operation, body.value, model.value);
  const upstream = await send(exchange, call, {
    url: buildUrl({ operation, target, model: model.value, backend }),
    backend,
    body: outgoing.content,
  });
  if (!upstream.ok) return upstream;

  const relayed = await relay(upstream.value, {
    ownKey: backend.key !== undefined,
    filter: streamFilter(operation, model.value),
    client: request.signal,
    onFirstByte: () => (trace.firstByteMs ??= exchange.elapsed()),
  });
  if (!relayed.ok) trace.upstreamStatus = upstream.value.status;
  const adapted = describeAdaptation(outgoing.adaptation);
  if (relayed.ok && adapted !== undefined) {
    relayed.value.response.headers.set('x-adapted-parameters', adapted);
  }
  return relayed;
}

async function openSocket(exchange: Exchange, call: Call): Promise<Result<Relayed, GatewayError>> {
  const { request, trace } = exchange;
  const { operation, target, config } = call;
  const { headers } = request;
  const model = findModel(call, { kind: 'opaque', stream: null }, trace);
  if (!model.ok) return model;

  const backend = chooseBackend(config, model.value);
  const preview = operation.model === 'query' && speaksPreview(headers, target.query);
  const address = { operation, target, model: model.value, backend };
  const protocol = offeredProtocol(headers);
  const upstream = await send(exchange, call, {
    url: preview ? buildPreviewSocketUrl(address) : buildUrl(address),
    backend,
    body: null,
    socket: { protocol },
  });
  if (!upstream.ok) return upstream;
  if (upstream.value.status !== 101) {
    const refused = await relay(upstream.value, {
      ownKey: backend.key !== undefined,
      filter: 'none',
      client: request.signal,
      onFirstByte: () => undefined,
    });
    if (!refused.ok) trace.upstreamStatus = upstream.value.status;
    return refused;
  }
  return immediate(
    operation.model === 'message'
      ? relayResponsesSocket(upstream.value, config.catalog)
      : relaySocket(upstream.value, protocol),
  );
}

/** The model that the request names; undefined where the operation needs none. */
function findModel(
  { operation, target, config }: Call,
  body: RequestBody,
  trace: Trace,
): Result<Model | undefined, GatewayError> {
  if (operation.model === 'none' || operation.model === 'message') return ok(undefined);
  const name = namedModel(operation, target, body);
  if (!name.ok) return name;
  // A session may leave the model to Azure.
  if (operation.model === 'session' && name.value === undefined) return ok(undefined);
  const resolved = resolveModel(name.value, operation.capability, config.catalog);
  if (!resolved.ok) return resolved;
  trace.model = resolved.value.name;
  trace.deployment = resolved.value.model.deployment;
  return ok(resolved.value.model);
}

function chooseBackend({ backends }: Config, model: Model | undefined): Backend {
  const [backend] = model?.backends ?? backends;
  return backend;
}

/** Sends a request to Azure and notes what is known of it. */
async function send(
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

function streamFilter({ chunks }: Operation, model: Model | undefined): RelayOptions['filter'] {
  if (chunks === 'other') return 'none';
  if (chunks === 'text') return 'opener';
  return model?.asyncFilter === true ? 'all' : 'auto';
}

/** The SDKs show `x-request-id`; Azure's support asks for `apim-request-id`: make them one. */
function requestId(upstream: Headers): string | undefined {
  return upstream.get('apim-request-id') ?? upstream.get('x-request-id') ?? undefined;
}

function errorResponse(error: GatewayError, trace: Trace): Response {
  const wire = toWireError(error);
  trace.error = wire.code;
  const headers = new Headers({ 'content-type': 'application/json' });
  if (wire.allow !== undefined) headers.set('allow', wire.allow);
  return new Response(wireErrorBody(wire), { status: wire.status, headers });
}

function immediate(response: Result<Response, GatewayError>): Result<Relayed, GatewayError> {
  return response.ok ? ok({ response: response.value, outcome: undefined }) : response;
}
