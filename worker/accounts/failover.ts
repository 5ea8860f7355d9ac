// Asking one account after another until one answers. Nothing has gone to the client yet.

import { decode } from '../formats/bytes.ts';
import type { Destination, Destinations } from './find-destinations.ts';
import { CLIENT_LEFT, type GatewayError } from '../contract/errors.ts';
import { timeoutsOf, type Call, type Exchange } from '../azure/send.ts';
import { ATTEMPTS_BUDGET_MS, MAX_ATTEMPTS, MAX_REST_MS } from '../contract/limits.ts';
import type { Answer, Opening } from '../azure/first-bytes.ts';
import { isTemplate } from '../operations/table.ts';
import type { Patience } from '../wait.ts';
import type { RequestBody } from '../request/read-body.ts';
import { endProbe, isAsked, noteAnswer, probe, restOf } from '../models/cooldowns.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { readErrorBody } from '../azure/error-body.ts';

/** Azure's answer. */
export interface Attempted {
  readonly destination: Destination;
  readonly upstream: Response;
  readonly opening: Opening | undefined;
  /** All accounts are busy: when the first of them is not, in ms. */
  readonly retryAfterMs?: number;
}

/**
 * Asks the destinations in their order, but those that rest. Another one is asked only where that is
 * safe and promises something else; otherwise the answer stands.
 */
export async function attempt(
  { gateway, trace, elapsed, hasLeft, wait }: Exchange,
  { operation }: Call,
  body: RequestBody,
  destinations: Destinations,
  send: (
    destination: Destination,
    signal: AbortSignal | null,
  ) => Promise<Result<Answer, GatewayError>>,
): Promise<Result<Attempted, GatewayError>> {
  const { rests, now } = gateway;
  const startMs = elapsed();
  const restsOf = () => destinations.map(({ route }) => restOf(rests, route, now()));
  const soonest = () => Math.min(...restsOf());
  // A body that was not read is gone with the first attempt.
  const resendable = body.kind !== 'opaque' || !body.stream;
  const stored = isTemplate(operation) || goesOn(body);
  let attempts = 0;
  let failure: GatewayError | undefined;

  for (const [index, destination] of destinations.entries()) {
    const { route } = destination;
    if (hasLeft()) return CLIENT_LEFT;
    if (restOf(rests, route, now()) > 0 && !isLastResort(destination)) continue;
    const probed = probe(rests, route, now());
    trace.attempts = ++attempts;
    // The runtime ends what nobody else is asked after; a signal costs a twentieth of a request's CPU.
    const mayGiveUp = timeoutsOf(destination.model).headersMs < ATTEMPTS_BUDGET_MS;
    const stop = mayGiveUp && destinations[index + 1] ? new AbortController() : undefined;
    const sent = await send(destination, stop?.signal ?? null);
    if (!sent.ok) stop?.abort();
    const response = sent.ok ? sent.value.response : undefined;
    const left = hasLeft();
    // Where an upload that passes unread broke off, it is the client that failed, or Azure.
    if (!sent.ok && (left || !resendable)) endProbe(rests, route, probed, now());
    else noteAnswer(rests, route, probed, response, now());
    if (left) return CLIENT_LEFT;

    const answer = stored && response ? await asNotFound(response, wait) : response;
    const status = answer?.status ?? 503;
    const missing = stored && status === 404;
    const others = destinations.slice(index + 1);
    const more =
      resendable &&
      // To find what is kept takes as many as there are.
      (missing || attempts < MAX_ATTEMPTS) &&
      elapsed() - startMs < ATTEMPTS_BUDGET_MS &&
      others.some((other) => restOf(rests, other.route, now()) === 0);
    const worthwhile =
      // A refusal for want of capacity: nothing was done.
      status === 429 || missing || ((status === 408 || status >= 500) && operation.repeatable);
    if (more && worthwhile) {
      await answer?.body?.cancel();
      if (!sent.ok) failure = sent.error;
      else if (status === 429) failure = busyUntil(restOf(rests, route, now()));
      else if (!missing) failure = { kind: 'upstream_unreachable' };
      continue;
    }
    // Not found where some could not be asked is not believed.
    if (missing && resendable && (failure || attempts < destinations.length)) {
      await answer?.body?.cancel();
      return err(failure ?? busyUntil(Math.min(...restsOf().filter((ms) => ms > 0), MAX_REST_MS)));
    }
    if (!sent.ok) return sent;
    const busy = status === 429 && destinations.length > 1;
    return ok({
      destination,
      upstream: answer ?? sent.value.response,
      opening: sent.value.opening,
      ...(busy && { retryAfterMs: soonest() }),
    });
  }
  return err(busyUntil(soonest()));

  /**
   * Whether it is asked in spite of its rest: the only one, or where all rest the first that failed
   * without asking for rest, since nobody but that one failure says that it is down.
   */
  function isLastResort(destination: Destination): boolean {
    if (destinations.length === 1) return true;
    if (attempts > 0 || soonest() === 0) return false;
    return destination === destinations.find(({ route }) => !isAsked(rests, route));
  }
}

function busyUntil(retryAfterMs: number): GatewayError {
  return {
    kind: 'rate_limit_exceeded',
    retryAfterMs,
  };
}

/** Whether the request goes on from something that one of the accounts keeps. */
function goesOn(body: RequestBody): boolean {
  if (body.kind !== 'json') return false;
  return body.root.has('previous_response_id') || body.root.has('conversation');
}

/**
 * Azure says 400 of a response that is not at this account (microsoft/agent-framework#6419); that is
 * told like any other thing that is not found.
 */
async function asNotFound(answer: Response, wait: Patience['wait']): Promise<Response> {
  if (answer.status !== 400) return answer;
  const bytes = await readErrorBody(answer, wait);
  const missing = /not_found|not found/.test(bytes ? decode(bytes) : '');
  return new Response(bytes, { status: missing ? 404 : 400, headers: answer.headers });
}
