// The access token of an isolate. All of its requests share one, and one exchange at a time.

import { err, ok, type Result } from '../contract/result.ts';
import { LOGIN_TIMEOUT_MS, LONGEST_LOGIN_PAUSE_MS } from '../contract/limits.ts';
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
  /** Of the next pause. */
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

/** Keeps an event alive that started something, although its request has ended. */
type KeepAlive = (promise: Promise<unknown>) => void;

/** The token with which the gateway calls Azure. */
export class AzureToken {
  readonly #signer: Signer;
  #token: Token | undefined;
  #flight: Flight | undefined;
  #pause: Pause | undefined;

  constructor(signer: Signer) {
    this.#signer = signer;
  }

  /** The token, if there is one. Begins its renewal when that is due. */
  current(keepAlive: KeepAlive): string | undefined {
    const token = this.#token;
    const now = this.#signer.now();
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
    if (token !== undefined) return ok(token);
    const now = this.#signer.now();
    if (this.#pause !== undefined && now < this.#pause.untilMs) return err(this.#pause.failure);
    return this.#mayStart(now)
      ? this.#start(keepAlive)
      : (this.#flight?.landed ?? err(unavailable()));
  }

  /** Reports a token that Azure refused. @returns whether another one is worth a try */
  refuse(text: string): boolean {
    const token = this.#token;
    if (token?.text !== text) return true;
    if (this.#signer.now() - token.obtainedMs < YOUNG_MS) return false;
    this.#token = undefined;
    return true;
  }

  /** The event that started a flight may have been ended by the runtime, and its flight with it. */
  #mayStart(now: number): boolean {
    const isFlying = this.#flight !== undefined && now - this.#flight.startedMs < LOGIN_TIMEOUT_MS;
    return !isFlying && (this.#pause === undefined || now >= this.#pause.untilMs);
  }

  #start(keepAlive: KeepAlive): Promise<Result<string, LoginFailure>> {
    const startedMs = this.#signer.now();
    const landed = this.#fly(startedMs);
    this.#flight = { startedMs, landed };
    keepAlive(landed);
    return landed;
  }

  async #fly(startedMs: number): Promise<Result<string, LoginFailure>> {
    const issued = await exchange(this.#signer, AbortSignal.timeout(LOGIN_TIMEOUT_MS));
    // It may have been given up, and another one started.
    if (this.#flight?.startedMs === startedMs) this.#flight = undefined;
    if (!issued.ok) {
      this.#pause = pauseAfter(issued.error, this.#pause, this.#signer.now());
      return issued;
    }
    this.#pause = undefined;
    this.#token = toToken(issued.value, startedMs);
    return ok(issued.value.token);
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

/** Each pause is twice as long as the one before it, and as long as Entra says. */
function pauseAfter(failure: LoginFailure, last: Pause | undefined, now: number): Pause {
  const ms = Math.min(last?.nextMs ?? FIRST_PAUSE_MS, LONGEST_LOGIN_PAUSE_MS);
  const pauseMs = Math.min(Math.max(ms, failure.namedMs ?? 0), LONGEST_LOGIN_PAUSE_MS);
  return { failure, untilMs: now + pauseMs, nextMs: ms * 2 };
}
