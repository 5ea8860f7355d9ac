// Owns: the way of a request, as a list of steps of which the first that fails ends it:
// match route -> authenticate -> read body -> resolve model -> call Azure -> relay.

import { authenticate, type Caller } from './auth.ts';
import { describeAvailable, type Catalog, type Model } from './catalog.ts';
import type { Config } from './config.ts';
import { allowAnyOrigin, preflightResponse } from './cors.ts';
import { toWireError, wireErrorBody, type GatewayError } from './errors.ts';
import { about, health, listModels, retrieveModel } from './local-operations.ts';
import type { LogLine } from './log.ts';
import { findOperation, type Operation } from './operations.ts';
import { relay, type Relayed } from './relay.ts';
import { readJsonBody } from './request-body.ts';
import { err, ok, type Result } from './result.ts';
import { decode, parseTarget, type Target } from './target.ts';
import { callUpstream } from './upstream.ts';

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
  const { access, catalog } = gateway.config.value;
  if (request.method === 'OPTIONS') return immediate(preflightResponse(request));

  const target = parseTarget(request.url);
  const operation = matchRoute(request.method, target);
  if (!operation.ok) return operation;
  trace.op = operation.value.name;

  if (operation.value.kind === 'local' && operation.value.open) {
    return immediate(operation.value.name === 'health' ? health() : about());
  }
  const caller = await authenticate(request.headers, access);
  if (!caller.ok) return caller;
  trace.user = caller.value.user;

  if (operation.value.kind === 'local') {
    if (operation.value.name === 'models') return immediate(listModels(catalog));
    const model = retrieveModel(catalog, decode(target.path.slice('models/'.length)));
    return model.ok ? immediate(model.value) : model;
  }
  return relayOperation(exchange, {
    operation: operation.value,
    target,
    caller: caller.value,
    catalog,
  });
}

interface RelayedCall {
  readonly operation: Extract<Operation, { kind: 'relay' }>;
  readonly target: Target;
  readonly caller: Caller;
  readonly catalog: Catalog;
}

async function relayOperation(
  { request, gateway, trace, elapsed }: Exchange,
  { operation, target, caller, catalog }: RelayedCall,
): Promise<Result<Relayed, GatewayError>> {
  const body = await readJsonBody(request);
  if (!body.ok) return body;
  const resolved = resolveModel(target.model ?? body.value.value['model'], catalog);
  if (!resolved.ok) return resolved;
  const { name, model } = resolved.value;
  trace.model = name;
  trace.deployment = model.deployment;

  const [backend] = model.backends;
  trace.region = backend.name;
  trace.attempts = 1;
  const upstream = await callUpstream(
    {
      path: operation.name,
      query: target.query,
      style: model.upstream ?? operation.style,
      model,
      backend,
      key: backend.key ?? caller.key,
      headers: request.headers,
      body: body.value,
    },
    request.signal,
    gateway.fetch,
  );
  if (!upstream.ok) return upstream;

  trace.id = requestId(upstream.value.headers);
  const relayed = await relay(upstream.value, {
    ownKey: backend.key !== undefined,
    dropsOpener: operation.dropsOpener,
    client: request.signal,
    onFirstByte: () => (trace.firstByteMs ??= elapsed()),
  });
  if (!relayed.ok) trace.upstreamStatus = upstream.value.status;
  return relayed;
}

function matchRoute(method: string, target: Target): Result<Operation, GatewayError> {
  const operation = findOperation(target.path);
  if (operation === undefined) {
    return err({ kind: 'unknown_route', method, path: `/${target.path}` });
  }
  const allowed = operation.method === method || (operation.method === 'GET' && method === 'HEAD');
  if (!allowed) {
    const allow = operation.method === 'GET' ? 'GET, HEAD, OPTIONS' : 'POST, OPTIONS';
    return err({ kind: 'method_not_allowed', method, allow });
  }
  return ok(operation);
}

function resolveModel(
  name: unknown,
  catalog: Catalog,
): Result<{ readonly name: string; readonly model: Model }, GatewayError> {
  if (typeof name !== 'string' || name === '') return err({ kind: 'missing_model' });
  const model = catalog.get(name);
  if (model !== undefined) return ok({ name, model });
  return err({ kind: 'unknown_model', model: name, available: describeAvailable(catalog) });
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

function immediate(response: Response): Result<Relayed, never> {
  return ok({ response, outcome: undefined });
}
