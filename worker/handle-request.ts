// The way of a request, as a list of steps of which the first that fails ends it:
// match route -> authenticate -> answer here, or call Azure.

import { authenticate } from './access/authenticate.ts';
import { corsHeaders, preflightReply } from './http/cors.ts';
import { CLIENT_LEFT, type GatewayError } from './contract/errors.ts';
import type { Call, Exchange, Gateway, Trace } from './azure/send.ts';
import { relayRequest } from './calls/http-call.ts';
import { DRAIN_MS, MAX_DRAINED_BODY_BYTES, USER_RATE_TIMEOUT_MS } from './contract/limits.ts';
import { answerLocally } from './operations/local.ts';
import { patience } from './wait.ts';
import { declaredLength } from './request/read-body.ts';
import { errorReply, toResponse, type Reply } from './http/reply.ts';
import { err, ok, type Result } from './contract/result.ts';
import { matchRoute } from './operations/match-route.ts';
import { openSocket } from './calls/socket-call.ts';
import { parseTarget } from './operations/parse-target.ts';

/**
 * Answers a request. Never throws: every failure is a response in OpenAI's shape.
 *
 * @param waitUntil keeps the Worker alive until a stream has ended and was logged, even without client
 */
export async function handle(
  request: Request,
  gateway: Gateway,
  waitUntil: (promise: Promise<unknown>) => void,
): Promise<Response> {
  const { signal } = request;
  const start = gateway.now();
  const elapsed = () => gateway.now() - start;
  const { wait, end } = patience(gateway.now);
  let hasLeft = false;
  // All that is to be done then is done before the runtime ends the request, and Azure's with it:
  // https://developers.cloudflare.com/changelog/2025-05-22-handle-request-cancellation
  signal.onabort = () => {
    hasLeft = true;
    end();
  };
  const trace: Trace = {};
  const exchange = { request, gateway, trace, elapsed, hasLeft: () => hasLeft, wait };
  let reply: Reply;
  try {
    const answered = await answer(exchange);
    const result = exchange.hasLeft() ? CLIENT_LEFT : answered;
    if (!result.ok) {
      trace.error = result.error.kind;
      await wait(DRAIN_MS, drain(request));
    }
    reply = result.ok ? result.value : errorReply(result.error);
  } catch (error) {
    // A bug. Its message may hold anything, so neither the client nor the log gets it.
    const failure = exchange.hasLeft() ? CLIENT_LEFT.error : ({ kind: 'internal_error' } as const);
    trace.error = failure.kind;
    trace.bug = placesOf(error);
    reply = errorReply(failure);
  }
  end();

  const id = trace.id ?? crypto.randomUUID();
  const { status, outcome } = reply;
  const logLine = (ended?: string) => {
    // Measured: while it listens, all that is known of the request stays in memory.
    signal.onabort = null;
    const { attempts = 0 } = trace;
    gateway.log({ ...trace, id, status, attempts, ms: elapsed(), outcome: ended });
  };
  if (outcome) waitUntil(outcome.then(logLine));
  else logLine();
  const { config } = gateway;
  // The 500 of a misconfiguration has nothing to keep from a page.
  const origins = config.ok ? config.value.settings.corsOrigins : ['*'];
  return toResponse(reply, corsHeaders(request, origins), id);
}

async function answer(exchange: Exchange): Promise<Result<Reply, GatewayError>> {
  const { request, gateway, trace } = exchange;
  if (!gateway.config.ok) {
    trace.faults = gateway.config.error;
    return err({ kind: 'gateway_misconfigured' });
  }
  const config = gateway.config.value;
  if (request.method === 'OPTIONS') {
    return ok(preflightReply(request, config.settings.corsOrigins));
  }

  const target = parseTarget(request.url);
  const route = matchRoute(request, target);
  if (!route.ok) return route;
  const { kind, operation } = route.value;
  trace.op = operation.path === '' ? 'about' : operation.path;

  if (kind === 'local' && operation.open) {
    return answerLocally(operation, target.path, config.catalog);
  }
  const caller = await authenticate(request.headers, config.access, gateway.now());
  if (!caller.ok) {
    if ('user' in caller.error) trace.user = caller.error.user;
    return caller;
  }
  const { user } = caller.value;
  trace.user = user;
  const counted = user !== undefined && gateway.userRate?.(user, trace);
  if (counted && (await exchange.wait(USER_RATE_TIMEOUT_MS, counted)) === false) {
    return err({ kind: 'user_rate_exceeded' });
  }

  const choice = { open: caller.value.models ?? config.catalog, all: config.catalog };
  if (kind === 'local') return answerLocally(operation, target.path, choice.open);
  if (operation.scope === 'account' && !caller.value.accountData) {
    return err({ kind: 'account_data_closed' });
  }
  const call: Call = { operation, target, caller: caller.value, config, choice };
  return operation.upgrade ? openSocket(exchange, call) : relayRequest(exchange, call);
}

/** Reads a short body to its end before it is refused. */
async function drain(request: Request): Promise<void> {
  const isLong = declaredLength(request) > MAX_DRAINED_BODY_BYTES;
  if (request.bodyUsed || !request.body || isLong) return;
  await request.arrayBuffer().catch(() => undefined);
}

/** The places on an error's stack. The source map beside the bundle tells what they are. */
function placesOf(error: unknown): string | undefined {
  const places = error instanceof Error ? error.stack?.match(/[\w.-]+:\d+:\d+/g) : undefined;
  return places?.slice(0, 5).join(' ');
}
