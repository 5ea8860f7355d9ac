// Owns: the way of a request, as a list of steps of which the first that fails ends it:
// match route -> authenticate -> answer here, or call Azure.

import { authenticate } from './auth.ts';
import { allowAnyOrigin, preflightResponse } from './cors.ts';
import { toWireError, wireErrorBody, type GatewayError } from './errors.ts';
import type { Call, Exchange, Gateway, Trace } from './exchange.ts';
import { relayRequest } from './http-call.ts';
import { answerLocally } from './local-operations.ts';
import { immediate, type Relayed } from './relay.ts';
import { err, ok, type Result } from './result.ts';
import { matchRoute } from './route.ts';
import { openSocket } from './socket-call.ts';
import { parseTarget } from './target.ts';

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

function errorResponse(error: GatewayError, trace: Trace): Response {
  const wire = toWireError(error);
  trace.error = wire.code;
  const headers = new Headers({ 'content-type': 'application/json' });
  if (wire.allow !== undefined) headers.set('allow', wire.allow);
  return new Response(wireErrorBody(wire), { status: wire.status, headers });
}
