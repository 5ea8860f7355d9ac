// Trying one account after another until one answers. Nothing has gone to the client yet.

import { isLockedOut, isSignedOut } from '../azure/authorized-call.ts';
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
import type { Asker } from '../models/refusals.ts';
import type { StreamKind } from '../operations/operation.ts';
import { isResendable, type RequestBody } from '../request/read-body.ts';
import { asNotFound, isAboutKept } from './missing-item.ts';
import { RequestAsker } from './request-size.ts';
import { examineBeginning, type ExaminedAnswer } from './stream-beginning.ts';
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
  /** Sees the attempts. */
  readonly meter?: AttemptMeter | undefined;
}

/** Counts what attempts may cost. */
export interface AttemptMeter {
  /** Where it throws, the search ends. */
  beforeAttempt(): Promise<void>;
  sending(): void;
  afterAttempt(result: Result<ExaminedAnswer, Failure>): void;
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
  readonly #meter: AttemptMeter | undefined;
  readonly #isRepeatable: boolean;
  /** The request is about something that one of the accounts keeps. */
  readonly #isAboutKept: boolean;
  readonly #streamKind: StreamKind;
  readonly #asker: Asker;
  readonly #startedMs: number;
  #attempts = 0;
  /** The gateway cannot sign in at the moment. */
  #isSignedOut = false;
  #lastFailure: Failure | undefined;

  constructor(context: RequestContext, search: AccountSearch, send: SendTo) {
    const { call, body, destinations, meter } = search;
    this.#meter = meter;
    this.#context = context;
    this.#cooldowns = context.instance.cooldowns;
    this.#body = body;
    this.#destinations = destinations;
    this.#send = send;
    this.#isRepeatable = call.operation.repeatable;
    this.#isAboutKept = isAboutKept(call, body);
    this.#streamKind = call.operation.stream;
    this.#asker = new RequestAsker(call.caller.user ?? '', body);
    this.#startedMs = context.elapsedMs();
  }

  async run(): Promise<AccountAnswer> {
    for (const [index, destination] of this.#destinations.entries()) {
      this.#stopIfClientLeft();
      if (this.#remainingMs(destination) > 0 || this.#needsSignIn(destination)) continue;
      const answer = await this.#attempt(destination, this.#destinations.slice(index + 1));
      if (answer !== undefined) return answer;
    }
    const lastResort = this.#isSignedOut ? undefined : this.#lastResort();
    const answer = lastResort && (await this.#attempt(lastResort, []));
    if (answer !== undefined) return answer;
    throw new RequestFailure(this.#lastFailure ?? busyFor(this.#soonestCoolingMs()));
  }

  /** It takes tokens, and there is none. */
  #needsSignIn({ route }: Destination): boolean {
    return this.#isSignedOut && route.backend.credential.kind === 'token';
  }

  #stopIfClientLeft(): void {
    if (this.#context.clientLeft()) throw new RequestFailure(CLIENT_LEFT);
  }

  /**
   * Which one is tried in spite of its cooldown, where all cool down: the only one; or now and then the
   * one whose refusals end next, because they may have been about other requests; or the first that failed,
   * because a failure may have been the request's own fault.
   */
  #lastResort(): Destination | undefined {
    const [first] = this.#destinations;
    if (this.#attempts > 0) return undefined;
    if (this.#destinations.length === 1) return first;
    const busyMs = ({ route }: Destination) => this.#cooldowns.busyMs(route, this.#asker);
    const [next] = this.#destinations
      .filter((each) => busyMs(each) > 0)
      .sort((a, b) => busyMs(a) - busyMs(b));
    if (next !== undefined && this.#cooldowns.mayKnock(next.route, this.#asker)) return next;
    return this.#destinations.find((each) => busyMs(each) === 0);
  }

  /** Tries one account. @returns its answer; undefined where another account may be tried */
  async #attempt(
    destination: Destination,
    others: readonly Destination[],
  ): Promise<AccountAnswer | undefined> {
    await this.#meter?.beforeAttempt();
    this.#stopIfClientLeft();
    this.#meter?.sending();
    const sent = await this.#try(destination, others.length > 0);
    this.#stopIfClientLeft();

    const response = sent.ok ? await this.#readable(sent.value.response) : undefined;
    const isMissing = this.#isAboutKept && response?.status === 404;
    const attempt = {
      status: response?.status,
      isMissing,
      isLockedOut: !sent.ok && isLockedOut(sent.error),
    };
    switch (judge(attempt, this.#progress(others))) {
      case 'answer':
        return this.#finish(destination, sent, response);
      case 'try-another':
        await cancelQuietly(response?.body);
        if (!isMissing) this.#lastFailure = this.#failureOf(sent, destination);
        return undefined;
      case 'incomplete-search':
        await cancelQuietly(response?.body);
        throw new RequestFailure(this.#lastFailure ?? busyFor(this.#soonestCoolingMs()));
    }
  }

  /** One attempt, with its bookkeeping. */
  async #try(
    destination: Destination,
    hasOthers: boolean,
  ): Promise<Result<ExaminedAnswer, Failure>> {
    const { note, clientLeft } = this.#context;
    const { route, model } = destination;
    this.#attempts += 1;
    const unknown = {
      id: undefined,
      upstreamStatus: undefined,
      entra: undefined,
      advice: undefined,
    };
    note({ ...factsOf(destination), attempts: this.#attempts, ...unknown });
    const attempt = this.#cooldowns.begin(route, this.#asker);
    // The runtime ends the last attempt of a request. A signal costs a twentieth of a request's CPU.
    const mayGiveUp = hasOthers && timeoutsOf(model).headersMs < ATTEMPTS_BUDGET_MS;
    const abort = mayGiveUp ? new AbortController() : undefined;
    const answer = await this.#send(destination, abort?.signal ?? null);
    const sent = answer.ok ? await this.#examine(answer.value) : answer;
    this.#meter?.afterAttempt(sent);
    if (!sent.ok) abort?.abort();
    else note({ id: azureRequestId(sent.value.response.headers) });
    if (sent.ok && sent.value.wasStream === true) note({ upstreamStatus: 200 });
    // Where an upload that passes unread broke off, either the client failed or Azure.
    const isInconclusive =
      !sent.ok && !isLockedOut(sent.error) && (clientLeft() || !isResendable(this.#body));
    const isSignInFault = !sent.ok && isSignedOut(sent.error);
    if (isSignInFault) {
      // Nothing was sent.
      this.#attempts -= 1;
      note({ attempts: this.#attempts });
      this.#isSignedOut = true;
    }
    const response = sent.ok ? sent.value.response : undefined;
    if (isInconclusive || isSignInFault) this.#cooldowns.abandon(route, attempt);
    else this.#cooldowns.record(route, this.#asker, attempt, response);
    return sent;
  }

  /** A failure inside a stream gets a status. What only reads a stored stream did not fail itself. */
  async #examine(answer: AzureAnswer): Promise<Result<ExaminedAnswer, Failure>> {
    const { request, timer, elapsedMs, held } = this.#context;
    if (request.method !== 'POST') return { ok: true, value: answer };
    const kind = this.#streamKind;
    return examineBeginning(answer, { kind, timer, elapsedMs, hold: held.add });
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
      isAnotherReady: others.some(
        (each) => this.#remainingMs(each) === 0 && !this.#needsSignIn(each),
      ),
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
  #failureOf(sent: Result<AzureAnswer, Failure>, destination: Destination): Failure {
    if (!sent.ok) return sent.error;
    if (sent.value.response.status === 429) return busyFor(this.#remainingMs(destination));
    return { kind: 'upstream_unreachable' };
  }

  /** For how long the account must not get this request. */
  #remainingMs({ route }: Destination): number {
    return this.#cooldowns.remainingMs(route, this.#asker);
  }

  #soonestMs(): number {
    return Math.min(...this.#destinations.map((each) => this.#remainingMs(each)));
  }

  #soonestCoolingMs(): number {
    const all = this.#destinations.map((each) => this.#remainingMs(each));
    return Math.min(...all.filter((ms) => ms > 0), MAX_COOLDOWN_MS);
  }
}

function factsOf({ route }: Destination): Facts {
  const { backend, deployment } = route;
  return { region: backend.name, deployment: deployment === '' ? undefined : deployment };
}

function busyFor(retryAfterMs: number): Failure {
  return { kind: 'rate_limit_exceeded', retryAfterMs: Math.max(retryAfterMs, SHORTEST_WAIT_MS) };
}
