// The steps of a request, of which the first that fails ends it: match the route, authenticate, answer
// here or call Azure. Also the one place where failures are caught and the log line is written.

import { authenticate } from './access/authenticate.ts';
import { openSocket } from './calls/socket-call.ts';
import { relayRequest } from './calls/http-call.ts';
import type { AzureCall, Instance, RequestContext } from './context.ts';
import { codeOf } from './contract/errors.ts';
import { CLIENT_LEFT, RequestFailure, type Failure } from './contract/failure.ts';
import { MAX_URL_LENGTH, USER_RATE_TIMEOUT_MS } from './contract/limits.ts';
import type { Facts } from './contract/log.ts';
import { placesOf } from './formats/stack-places.ts';
import { Holding } from './held-bytes.ts';
import { corsHeaders, preflightReply } from './http/cors.ts';
import { errorReply, toResponse, type Reply } from './http/reply.ts';
import { answerCaller, answerOpenly } from './operations/local.ts';
import { matchRoute } from './operations/match-route.ts';
import { parseTarget } from './operations/parse-target.ts';
import { SharedTimer } from './shared-timer.ts';

/**
 * Answers a request. Never throws: every failure is a response in OpenAI's shape.
 *
 * @param waitUntil keeps the Worker alive until a stream has ended and was logged, even if the client has left
 */
export async function handleRequest(
  request: Request,
  instance: Instance,
  waitUntil: (promise: Promise<unknown>) => void,
): Promise<Response> {
  const { signal } = request;
  const startedAt = instance.now();
  const timer = new SharedTimer(instance.now);
  const held = new Holding(instance.heldBytes);
  const facts: Facts = {};
  let hasLeft = false;
  // The runtime cancels this request, and the one to Azure, right after this listener returns:
  // https://developers.cloudflare.com/changelog/2025-05-22-handle-request-cancellation
  const onClientLeft = () => {
    hasLeft = true;
    timer.stop();
  };
  signal.addEventListener('abort', onClientLeft);
  const context: RequestContext = {
    request,
    instance,
    timer,
    held,
    elapsedMs: () => instance.now() - startedAt,
    clientLeft: () => hasLeft,
    waitUntil,
    note: (more) => Object.assign(facts, more),
  };

  const reply = await answerOrRefuse(context);
  timer.stop();
  const { response, status, id } = toAnyResponse(context, reply, facts.id);
  const log = (ending?: Facts) => {
    // Measured: a live abort listener retains the whole request.
    signal.removeEventListener('abort', onClientLeft);
    held.end();
    const { attempts = 0 } = facts;
    const line = { ...facts, ...ending, id, status, attempts, ms: context.elapsedMs() };
    instance.seen.record(line);
    instance.log(line);
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
    const noted = noteFailure(context, error);
    const failure = context.clientLeft() ? CLIENT_LEFT : noted;
    context.note({ error: codeOf(failure.kind) });
    const { request, timer, instance } = context;
    if (error instanceof RequestFailure) {
      await instance.drains.drain(request, timer);
    }
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
  const { request, instance, note } = context;
  if (!instance.config.ok) {
    throw new RequestFailure({ kind: 'gateway_misconfigured' }, { faults: instance.config.error });
  }
  const config = instance.config.value;
  if (request.method === 'OPTIONS') return preflightReply(request, config.settings.corsOrigins);

  if (request.url.length > MAX_URL_LENGTH) throw new RequestFailure({ kind: 'url_too_long' });
  const target = parseTarget(request.url);
  const route = matchRoute(request, target);
  const { path } = route.operation;
  note({ op: path === '' ? 'about' : path });
  if (route.kind === 'open') {
    return answerOpenly(route.operation, {
      url: request.url,
      accept: request.headers.get('accept'),
      entra: config.entra,
      loadPageFile: instance.loadPageFile,
    });
  }

  const caller = await authenticate(request.headers, config.access, instance.now());
  note({ user: caller.user });
  // What the ledger counts is counted there, exactly.
  if (caller.plan === undefined || route.kind !== 'relay') await checkRate(context, caller.user);

  const choice = { allowed: caller.models ?? config.catalog, all: config.catalog };
  if (route.kind === 'caller') {
    const { access } = config;
    return answerCaller(route.operation, target.path, {
      caller,
      models: choice.allowed,
      users: access.kind === 'users' ? access.users : undefined,
      ledger: instance.ledger,
      catalog: config.catalog,
      seen: instance.seen,
      cooldowns: instance.cooldowns,
      query: new URLSearchParams(target.query),
      headers: request.headers,
      now: instance.now(),
    });
  }
  const { operation } = route;
  if (operation.scope === 'account' && !caller.accountData) {
    throw new RequestFailure({ kind: 'account_data_closed' });
  }
  const call: AzureCall = { operation, target, caller, config, choice };
  return operation.upgrade ? openSocket(context, call) : relayRequest(context, call);
}

/** Refuses a user who sends too many requests. Fails open if the limiter does not answer. */
async function checkRate(
  { instance, timer, note }: RequestContext,
  user: string | undefined,
): Promise<void> {
  if (user === undefined || instance.userRate === undefined) return;
  const verdict = await timer.waitFor(USER_RATE_TIMEOUT_MS, instance.userRate(user));
  if (verdict === undefined) return;
  note(verdict.facts);
  if (!verdict.allowed) throw new RequestFailure({ kind: 'user_rate_exceeded' });
}

interface IdentifiedResponse {
  readonly response: Response;
  readonly status: number;
  /** The response's `x-request-id`. */
  readonly id: string;
}

/** The response to a reply. A reply that cannot be one becomes an internal error. */
function toAnyResponse(
  { request, instance, note }: RequestContext,
  reply: Reply,
  azureId: string | undefined,
): IdentifiedResponse {
  const id = azureId ?? crypto.randomUUID();
  const cors = corsHeaders(request, originsOf(instance.config));
  try {
    return { response: toResponse(reply, cors, id), status: reply.status, id };
  } catch (error) {
    note({ error: 'internal_error', bug: placesOf(error) });
    const refusal = errorReply({ kind: 'internal_error' });
    return { response: toResponse(refusal, cors, id), status: refusal.status, id };
  }
}

function originsOf(config: Instance['config']): readonly string[] {
  return config.ok ? config.value.settings.corsOrigins : ANY_ORIGIN;
}

/** The 500 of a misconfiguration holds nothing that a web page must not read. */
const ANY_ORIGIN: readonly string[] = ['*'];
