// The access token of an isolate. All of its requests share one, and one exchange at a time.

import { err, ok, type Result } from '../contract/result.ts';
import {
  LOGIN_TIMEOUT_MS,
  LONGEST_LOGIN_PAUSE_MS,
  LONGEST_NAMED_LOGIN_PAUSE_MS,
} from '../contract/limits.ts';
import { steadyClock } from '../models/steady-clock.ts';
import { exchange, type IssuedToken, type Signer } from './exchange.ts';
import { unavailable, type LoginFailure } from './login-errors.ts';

interface Token {
  readonly text: string;
  readonly obtainedMs: number;
  /** From then on it is renewed, while requests go on with it. */
  readonly renewMs: number;
  /** From then on it is not used. */
  readonly expiresMs: number;
}

interface Flight {
  readonly startedMs: number;
  readonly landed: Promise<Result<string, LoginFailure>>;
}

interface Pause {
  readonly failure: LoginFailure;
  readonly untilMs: number;
  /** Length of the next pause. */
  readonly nextMs: number;
}

const FIRST_PAUSE_MS = 1000;

/** A request takes a moment to reach Azure. */
const MARGIN_MS = 30_000;

/** A token is renewed when so much of its life is over, or so little is left. */
const RENEWED_SHARE = 0.8;
const RENEWED_BEFORE_MS = 5 * 60_000;

/** A younger token that Azure refuses is not at fault: another one would be refused too. */
const YOUNG_MS = 30_000;

/** For how long no other token is tried at an account that refused a new one. */
const STUBBORN_MS = 10 * 60_000;

/** Keeps an event alive that started something, although its request has ended. */
type KeepAlive = (promise: Promise<unknown>) => void;

/** The token with which the gateway calls Azure. */
export class AzureToken {
  readonly #signer: Signer;
  /** Only assertions need the time of day. */
  readonly #now: () => number;
  /** Account -> until when no other token is tried there. */
  readonly #stubborn = new Map<string, number>();
  #token: Token | undefined;
  #flight: Flight | undefined;
  #pause: Pause | undefined;

  constructor(signer: Signer) {
    this.#signer = signer;
    this.#now = steadyClock(signer.now);
  }

  /** The token, if there is one. Begins its renewal when that is due. */
  current(keepAlive: KeepAlive): string | undefined {
    const token = this.#token;
    const now = this.#now();
    if (token === undefined || now >= token.expiresMs) return undefined;
    if (now >= token.renewMs && this.#mayStart(now)) void this.#start(keepAlive);
    return token.text;
  }

  /**
   * Gets a token. Requests that come meanwhile wait for the same exchange; after a failure there is a pause.
   *
   * @returns a promise that another request may have to resolve: wait for it with a limit
   */
  async get(keepAlive: KeepAlive): Promise<Result<string, LoginFailure>> {
    const token = this.current(keepAlive);
    return token === undefined ? this.#fetch(keepAlive) : ok(token);
  }

  /**
   * Gets another token than one that an account refused. Until it is there, other requests go on with the
   * old one, since other accounts may take it.
   *
   * @param account its name
   * @returns undefined where another one would not help
   */
  async replace(
    refused: string,
    account: string,
    keepAlive: KeepAlive,
  ): Promise<Result<string, LoginFailure> | undefined> {
    const token = this.#token;
    const now = this.#now();
    if (now < (this.#stubborn.get(account) ?? 0)) return undefined;
    if (token !== undefined && token.text !== refused) return ok(token.text);
    if (token !== undefined && now - token.obtainedMs < YOUNG_MS) return undefined;
    return this.#fetch(keepAlive);
  }

  /** Remembers that an account refuses a new token too. */
  giveUp(account: string): void {
    this.#stubborn.set(account, this.#now() + STUBBORN_MS);
  }

  async #fetch(keepAlive: KeepAlive): Promise<Result<string, LoginFailure>> {
    const now = this.#now();
    if (this.#pause !== undefined && now < this.#pause.untilMs) {
      return err(withRest(this.#pause, now));
    }
    if (this.#mayStart(now)) return this.#start(keepAlive);
    return this.#flight?.landed ?? err(unavailable());
  }

  /** The runtime may have ended the event that started a flight, and the flight with it. */
  #mayStart(now: number): boolean {
    const isFlying = this.#flight !== undefined && now - this.#flight.startedMs < LOGIN_TIMEOUT_MS;
    return !isFlying && (this.#pause === undefined || now >= this.#pause.untilMs);
  }

  #start(keepAlive: KeepAlive): Promise<Result<string, LoginFailure>> {
    const startedMs = this.#now();
    const issued = exchange(this.#signer, AbortSignal.timeout(LOGIN_TIMEOUT_MS));
    const landed = issued.then((result) => this.#land(flight, result));
    const flight: Flight = { startedMs, landed };
    this.#flight = flight;
    keepAlive(landed);
    return landed;
  }

  #land(flight: Flight, issued: Result<IssuedToken, LoginFailure>): Result<string, LoginFailure> {
    const landed = issued.ok ? ok(issued.value.token) : issued;
    // It was given up, and another one started.
    if (this.#flight !== flight) return landed;
    this.#flight = undefined;
    if (issued.ok) this.#token = toToken(issued.value, flight.startedMs);
    this.#pause = issued.ok ? undefined : pauseAfter(issued.error, this.#pause, this.#now());
    return landed;
  }
}

function toToken({ token, lifetimeS }: IssuedToken, obtainedMs: number): Token {
  const lifeMs = lifetimeS * 1000;
  const renewAfterMs = Math.min(lifeMs * RENEWED_SHARE, lifeMs - RENEWED_BEFORE_MS);
  return {
    text: token,
    obtainedMs,
    renewMs: obtainedMs + Math.max(renewAfterMs, lifeMs / 2),
    expiresMs: obtainedMs + Math.max(lifeMs - MARGIN_MS, lifeMs * 0.75),
  };
}

/** Each pause is twice as long as the one before it, or as long as Entra says. */
function pauseAfter(failure: LoginFailure, last: Pause | undefined, now: number): Pause {
  const ms = Math.min(last?.nextMs ?? FIRST_PAUSE_MS, LONGEST_LOGIN_PAUSE_MS);
  const namedMs = Math.min(failure.namedMs ?? 0, LONGEST_NAMED_LOGIN_PAUSE_MS);
  return { failure, untilMs: now + Math.max(ms, namedMs), nextMs: ms * 2 };
}

/** The failure for a request that comes during the pause: it may try again at its end. */
function withRest({ failure: known, untilMs }: Pause, now: number): LoginFailure {
  const { failure } = known;
  if (failure.kind !== 'azure_login_unavailable') return known;
  return { ...known, failure: { ...failure, retryAfterMs: Math.max(untilMs - now, 1000) } };
}
