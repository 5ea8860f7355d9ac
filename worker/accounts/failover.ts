// Trying one account after another until one answers. Nothing has gone to the client yet.

import { cancelQuietly, type StartedStream } from '../azure/first-bytes.ts';
import type { AzureAnswer } from '../azure/send.ts';
import type { AzureCall, RequestContext } from '../context.ts';
import { CLIENT_LEFT, RequestFailure, type Failure } from '../contract/failure.ts';
import { ATTEMPTS_BUDGET_MS, MAX_COOLDOWN_MS, SHORTEST_WAIT_MS } from '../contract/limits.ts';
import type { Facts } from '../contract/log.ts';
import type { Result } from '../contract/result.ts';
import { azureRequestId } from '../http/headers.ts';
import type { Cooldowns } from '../models/cooldowns.ts';
import type { Destination, Destinations } from '../models/destination.ts';
import { timeoutsOf } from '../models/timeouts.ts';
import { isTemplate } from '../operations/operation.ts';
import { isResendable, type RequestBody } from '../request/read-body.ts';
import { asNotFound } from './missing-item.ts';
import { judge, type Progress } from './verdict.ts';

/** The answer of an account, for the client. */
export interface AccountAnswer {
  readonly destination: Destination;
  readonly response: Response;
  readonly stream: StartedStream | undefined;
  /** Set if all accounts are busy: milliseconds until the first can be tried again. */
  readonly retryAfterMs: number | undefined;
}

/** A request, and the accounts that can answer it. */
export interface AccountSearch {
  readonly call: AzureCall;
  readonly body: RequestBody;
  readonly destinations: Destinations;
}

export type SendTo = (
  destination: Destination,
  signal: AbortSignal | null,
) => Promise<Result<AzureAnswer, Failure>>;

/**
 * Tries the destinations in their order, except those that cool down. The next one is tried only
 * where that is safe and promises another result; otherwise the answer goes to the client.
 *
 * @throws RequestFailure where no account answered, or the client left
 */
export async function tryAccounts(
  context: RequestContext,
  search: AccountSearch,
  send: SendTo,
): Promise<AccountAnswer> {
  return new Failover(context, search, send).run();
}

class Failover {
  readonly #context: RequestContext;
  readonly #cooldowns: Cooldowns;
  readonly #body: RequestBody;
  readonly #destinations: Destinations;
  readonly #send: SendTo;
  readonly #isRepeatable: boolean;
  /** The request is about something that one of the accounts keeps. */
  readonly #isAboutKept: boolean;
  readonly #startedMs: number;
  #attempts = 0;
  #lastFailure: Failure | undefined;

  constructor(context: RequestContext, { call, body, destinations }: AccountSearch, send: SendTo) {
    this.#context = context;
    this.#cooldowns = context.instance.cooldowns;
    this.#body = body;
    this.#destinations = destinations;
    this.#send = send;
    this.#isRepeatable = call.operation.repeatable;
    this.#isAboutKept = isTemplate(call.operation) || continuesKept(body);
    this.#startedMs = context.elapsedMs();
  }

  async run(): Promise<AccountAnswer> {
    for (const [index, destination] of this.#destinations.entries()) {
      this.#stopIfClientLeft();
      if (!this.#mayTry(destination)) continue;
      const others = this.#destinations.slice(index + 1);
      const sent = await this.#try(destination, others.length > 0);
      this.#stopIfClientLeft();

      const response = sent.ok ? await this.#readable(sent.value.response) : undefined;
      const isMissing = this.#isAboutKept && response?.status === 404;
      switch (judge({ status: response?.status, isMissing }, this.#progress(others))) {
        case 'answer':
          return this.#finish(destination, sent, response);
        case 'try-another':
          await cancelQuietly(response?.body);
          if (!isMissing) this.#lastFailure = this.#failureOf(sent, destination);
          break;
        case 'incomplete-search':
          await cancelQuietly(response?.body);
          throw new RequestFailure(this.#lastFailure ?? busyFor(this.#soonestCoolingMs()));
      }
    }
    throw new RequestFailure(this.#lastFailure ?? busyFor(this.#soonestCoolingMs()));
  }

  #stopIfClientLeft(): void {
    if (this.#context.clientLeft()) throw new RequestFailure(CLIENT_LEFT);
  }

  #mayTry(destination: Destination): boolean {
    return this.#cooldowns.remainingMs(destination.route) === 0 || this.#isLastResort(destination);
  }

  /**
   * Whether it is tried in spite of its cooldown: the only one; or, where all cool down, the first
   * that failed without asking for it, because a single failure is weak evidence that it is down.
   */
  #isLastResort(destination: Destination): boolean {
    if (this.#destinations.length === 1) return true;
    if (this.#attempts > 0 || this.#soonestMs() === 0) return false;
    const isUnrequested = ({ route }: Destination) => !this.#cooldowns.wasRequested(route);
    return destination === this.#destinations.find(isUnrequested);
  }

  /** One attempt, with its bookkeeping. */
  async #try(destination: Destination, hasOthers: boolean): Promise<Result<AzureAnswer, Failure>> {
    const { note, clientLeft } = this.#context;
    const { route, model } = destination;
    this.#attempts += 1;
    note({ ...factsOf(destination), attempts: this.#attempts, id: undefined });
    const probe = this.#cooldowns.startProbe(route);
    // The runtime ends the last attempt of a request. A signal costs a twentieth of a request's CPU.
    const mayGiveUp = hasOthers && timeoutsOf(model).headersMs < ATTEMPTS_BUDGET_MS;
    const abort = mayGiveUp ? new AbortController() : undefined;
    const sent = await this.#send(destination, abort?.signal ?? null);
    if (sent.ok) note({ id: azureRequestId(sent.value.response.headers) });
    else abort?.abort();
    // Where an upload that passes unread broke off, either the client failed or Azure.
    const isInconclusive = !sent.ok && (clientLeft() || !isResendable(this.#body));
    if (isInconclusive) this.#cooldowns.abandonProbe(route, probe);
    else this.#cooldowns.record(route, probe, sent.ok ? sent.value.response : undefined);
    return sent;
  }

  async #readable(response: Response): Promise<Response> {
    return this.#isAboutKept ? asNotFound(response, this.#context) : response;
  }

  #progress(others: readonly Destination[]): Progress {
    return {
      isResendable: isResendable(this.#body),
      isRepeatable: this.#isRepeatable,
      attempts: this.#attempts,
      accounts: this.#destinations.length,
      elapsedMs: this.#context.elapsedMs() - this.#startedMs,
      isAnotherReady: others.some(({ route }) => this.#cooldowns.remainingMs(route) === 0),
      hasFailed: this.#lastFailure !== undefined,
    };
  }

  #finish(
    destination: Destination,
    sent: Result<AzureAnswer, Failure>,
    response: Response | undefined,
  ): AccountAnswer {
    if (!sent.ok || response === undefined) {
      throw new RequestFailure(this.#failureOf(sent, destination));
    }
    const { stream } = sent.value;
    const isBusy = response.status === 429 && this.#destinations.length > 1;
    return {
      destination,
      response,
      stream,
      retryAfterMs: isBusy ? Math.max(this.#soonestMs(), SHORTEST_WAIT_MS) : undefined,
    };
  }

  /** Why an attempt did not answer the request. */
  #failureOf(sent: Result<AzureAnswer, Failure>, { route }: Destination): Failure {
    if (!sent.ok) return sent.error;
    if (sent.value.response.status === 429) return busyFor(this.#cooldowns.remainingMs(route));
    return { kind: 'upstream_unreachable' };
  }

  #remainingMs(): readonly number[] {
    return this.#destinations.map(({ route }) => this.#cooldowns.remainingMs(route));
  }

  #soonestMs(): number {
    return Math.min(...this.#remainingMs());
  }

  #soonestCoolingMs(): number {
    return Math.min(...this.#remainingMs().filter((ms) => ms > 0), MAX_COOLDOWN_MS);
  }
}

function factsOf({ route }: Destination): Facts {
  const { backend, deployment } = route;
  return { region: backend.name, deployment: deployment === '' ? undefined : deployment };
}

function busyFor(retryAfterMs: number): Failure {
  return { kind: 'rate_limit_exceeded', retryAfterMs: Math.max(retryAfterMs, SHORTEST_WAIT_MS) };
}

/** Whether the request continues something that one of the accounts keeps. */
function continuesKept(body: RequestBody): boolean {
  if (body.kind !== 'json') return false;
  return body.root.has('previous_response_id') || body.root.has('conversation');
}
