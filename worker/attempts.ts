// Owns: asking one account after another until one answers. Nothing has gone to the client yet.

import type { Destination, Destinations } from './destination.ts';
import type { GatewayError } from './errors.ts';
import type { Call, Exchange } from './exchange.ts';
import { ATTEMPTS_BUDGET_MS, MAX_ATTEMPTS } from './limits.ts';
import type { RequestBody } from './request-body.ts';
import { endProbe, noteAnswer, probe, restOf } from './rests.ts';
import { err, ok, type Result } from './result.ts';

/** Azure's answer. */
export interface Attempted {
  readonly destination: Destination;
  readonly upstream: Response;
  /** All accounts are busy: when the first of them is not, in ms. */
  readonly retryAfterMs?: number;
}

/**
 * Asks the destinations in their order, but those that rest. Another one is asked only where that is
 * safe and promises something else; otherwise the answer stands.
 */
export async function attempt(
  { request, gateway, trace, elapsed }: Exchange,
  { operation }: Call,
  body: RequestBody,
  destinations: Destinations,
  send: (destination: Destination) => Promise<Result<Response, GatewayError>>,
): Promise<Result<Attempted, GatewayError>> {
  const { rests, now } = gateway;
  const alone = destinations.length === 1;
  // A body that was not read is gone with the first attempt.
  const resendable = body.kind !== 'opaque' || body.stream === null;
  const stored = asksForStored(operation.path, body);
  let attempts = 0;
  let failure: GatewayError | undefined;
  const restsOf = () => destinations.map(({ route }) => restOf(rests, route, now()));

  for (const [index, destination] of destinations.entries()) {
    const { route } = destination;
    if (!alone && restOf(rests, route, now()) > 0) continue;
    probe(rests, route, now());
    trace.attempts = ++attempts;
    const upstream = await send(destination);
    const answer = upstream.ok ? upstream.value : undefined;
    const left = request.signal.aborted;
    // Where an upload that passes unread broke off, it is the client that failed, or Azure.
    if (answer === undefined && (left || !resendable)) endProbe(rests, route, now());
    else noteAnswer(rests, route, answer, now());
    if (left) return err({ kind: 'client_closed_request' });

    const status = answer?.status ?? 503;
    const others = destinations.slice(index + 1);
    const more =
      resendable &&
      attempts < MAX_ATTEMPTS &&
      elapsed() < ATTEMPTS_BUDGET_MS &&
      others.some((other) => restOf(rests, other.route, now()) === 0);
    const worthwhile =
      // A refusal for want of capacity: nothing was done.
      status === 429 ||
      (status === 404 && stored) ||
      ((status === 408 || status >= 500) && operation.repeatable);
    if (more && worthwhile) {
      await answer?.body?.cancel();
      if (!upstream.ok) failure = upstream.error;
      else if (status !== 404) failure = { kind: 'upstream_unreachable' };
      continue;
    }
    // Not found where others could not be asked is not believed.
    if (status === 404 && stored && failure !== undefined) {
      await answer?.body?.cancel();
      return err(failure);
    }
    if (!upstream.ok) return upstream;
    const busy = status === 429 && !alone;
    return ok({
      destination,
      upstream: upstream.value,
      ...(busy && { retryAfterMs: Math.min(...restsOf()) }),
    });
  }
  return err({ kind: 'rate_limit_exceeded', retryAfterMs: Math.min(...restsOf()) });
}

/** Whether it is about something that one of the accounts keeps. */
function asksForStored(path: string, body: RequestBody): boolean {
  if (path.includes('{id}')) return true;
  return (
    body.kind === 'json' && ('previous_response_id' in body.value || 'conversation' in body.value)
  );
}
