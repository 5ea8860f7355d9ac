// The steps of a request, of which the first that fails ends it: match the route, authenticate, answer
// here or call Azure. Also the one place where failures are caught and the log line is written.

import { authenticate } from './access/authenticate.ts';
import { openSocket } from './calls/socket-call.ts';
import { relayRequest } from './calls/http-call.ts';
import type { AzureCall, Isolate, RequestContext } from './context.ts';
import { codeOf } from './contract/errors.ts';
import { CLIENT_LEFT, RequestFailure, type Failure } from './contract/failure.ts';
import { DRAIN_MS, MAX_DRAINED_BODY_BYTES, USER_RATE_TIMEOUT_MS } from './contract/limits.ts';
import type { Facts } from './contract/log.ts';
import { discardUpTo } from './formats/bytes.ts';
import { corsHeaders, preflightReply } from './http/cors.ts';
import { errorReply, toResponse, type Reply } from './http/reply.ts';
import { answerLocally } from './operations/local.ts';
import { matchRoute } from './operations/match-route.ts';
import { parseTarget } from './operations/parse-target.ts';
import { declaredLength } from './request/read-body.ts';
import { SharedTimer } from './wait.ts';

/**
 * Answers a request. Never throws: every failure is a response in OpenAI's shape.
 *
 * @param waitUntil keeps the Worker alive until a stream has ended and was logged, even without client
 */
export async function handleRequest(
  request: Request,
  isolate: Isolate,
  waitUntil: (promise: Promise<unknown>) => void,
): Promise<Response> {
  const { signal } = request;
  const startedAt = isolate.now();
  const timer = new SharedTimer(isolate.now);
  const facts: Facts = {};
  let hasLeft = false;
  // All that is to be done then is done before the runtime ends the request, and Azure's with it:
  // https://developers.cloudflare.com/changelog/2025-05-22-handle-request-cancellation
  const onClientLeft = () => {
    hasLeft = true;
    timer.stop();
  };
  signal.addEventListener('abort', onClientLeft);
  const context: RequestContext = {
    request,
    isolate,
    timer,
    elapsedMs: () => isolate.now() - startedAt,
    clientLeft: () => hasLeft,
    note: (more) => Object.assign(facts, more),
  };

  const reply = await answerOrRefuse(context);
  timer.stop();
  const { response, status, id } = toAnyResponse(context, reply, facts.id);
  const log = (ending?: Facts) => {
    // Measured: a live abort listener retains the whole request.
    signal.removeEventListener('abort', onClientLeft);
    const { attempts = 0 } = facts;
    isolate.log({ ...facts, ...ending, id, status, attempts, ms: context.elapsedMs() });
  };
  if (reply.ending === undefined) log();
  else waitUntil(reply.ending.then(log));
  return response;
}

/** The answer, or the refusal that a failure becomes. */
async function answerOrRefuse(context: RequestContext): Promise<Reply> {
  try {
    const reply = await answer(context);
    if (!context.clientLeft()) return reply;
    throw new RequestFailure(CLIENT_LEFT);
  } catch (error) {
    const failure = context.clientLeft() ? CLIENT_LEFT : noteFailure(context, error);
    context.note({ error: codeOf(failure.kind) });
    if (error instanceof RequestFailure) await drain(context);
    return errorReply(failure);
  }
}

/** What a thrown error means. A bug's message may hold anything: neither client nor log gets it. */
function noteFailure({ note }: RequestContext, error: unknown): Failure {
  if (error instanceof RequestFailure) {
    note(error.facts);
    return error.failure;
  }
  note({ bug: placesOf(error) });
  return { kind: 'internal_error' };
}

async function answer(context: RequestContext): Promise<Reply> {
  const { request, isolate, note } = context;
  if (!isolate.config.ok) {
    throw new RequestFailure({ kind: 'gateway_misconfigured' }, { faults: isolate.config.error });
  }
  const config = isolate.config.value;
  if (request.method === 'OPTIONS') return preflightReply(request, config.settings.corsOrigins);

  const target = parseTarget(request.url);
  const route = matchRoute(request, target);
  const { path } = route.operation;
  note({ op: path === '' ? 'about' : path });
  if (route.kind === 'local' && route.operation.open) {
    return answerLocally(route.operation, target.path, config.catalog);
  }

  const caller = await authenticate(request.headers, config.access, isolate.now());
  note({ user: caller.user });
  await checkRate(context, caller.user);

  const choice = { allowed: caller.models ?? config.catalog, all: config.catalog };
  if (route.kind === 'local') return answerLocally(route.operation, target.path, choice.allowed);
  const { operation } = route;
  if (operation.scope === 'account' && !caller.accountData) {
    throw new RequestFailure({ kind: 'account_data_closed' });
  }
  const call: AzureCall = { operation, target, caller, config, choice };
  return operation.upgrade ? openSocket(context, call) : relayRequest(context, call);
}

/** Refuses a user who sends too many requests. Fails open if the limiter does not answer. */
async function checkRate(
  { isolate, timer, note }: RequestContext,
  user: string | undefined,
): Promise<void> {
  if (user === undefined || isolate.userRate === undefined) return;
  const verdict = await timer.waitFor(USER_RATE_TIMEOUT_MS, isolate.userRate(user));
  if (verdict === undefined) return;
  note(verdict.facts);
  if (!verdict.allowed) throw new RequestFailure({ kind: 'user_rate_exceeded' });
}

/** Reads a short body to its end before it is refused. */
async function drain({ request, timer }: RequestContext): Promise<void> {
  const isLong = declaredLength(request) > MAX_DRAINED_BODY_BYTES;
  const body: ReadableStream<Uint8Array> | null = request.body;
  if (request.bodyUsed || body === null || isLong) return;
  const drained = discardUpTo(body, MAX_DRAINED_BODY_BYTES).catch(() => undefined);
  await timer.waitFor(DRAIN_MS, drained);
}

interface IdentifiedResponse {
  readonly response: Response;
  readonly status: number;
  /** The response's `x-request-id`. */
  readonly id: string;
}

/** The response to a reply. A reply that cannot be one becomes an internal error. */
function toAnyResponse(
  { request, isolate, note }: RequestContext,
  reply: Reply,
  azureId: string | undefined,
): IdentifiedResponse {
  const id = azureId ?? crypto.randomUUID();
  const cors = corsHeaders(request, originsOf(isolate.config));
  try {
    return { response: toResponse(reply, cors, id), status: reply.status, id };
  } catch (error) {
    note({ error: 'internal_error', bug: placesOf(error) });
    const refusal = errorReply({ kind: 'internal_error' });
    return { response: toResponse(refusal, cors, id), status: refusal.status, id };
  }
}

function originsOf(config: Isolate['config']): readonly string[] {
  return config.ok ? config.value.settings.corsOrigins : NO_SECRETS;
}

/** The 500 of a misconfiguration holds nothing that a page must not read. */
const NO_SECRETS: readonly string[] = ['*'];

/** The first places on an error's stack: functions, and lines of the bundle. */
function placesOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = [...stack.matchAll(/^\s+at (?:(.+) \()?(.+?:\d+:\d+)\)?$/gm)];
  const places = frames.slice(0, 5).map(([, name = '', place = '']) => {
    const file = place.slice(place.lastIndexOf('/') + 1);
    return `${name} ${file}`.trimStart();
  });
  return places.length === 0 ? undefined : places.join(', ');
}
