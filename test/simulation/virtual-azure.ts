// Azure's accounts in virtual time. Their rate limits follow Azure's documentation, and no rule of the
// gateway's: https://learn.microsoft.com/azure/foundry/openai/how-to/quota. A request is counted with its
// prompt and its `max_tokens` before it runs; the count of tokens starts anew every minute; requests are
// counted over ten seconds.
import type { Dice } from '../fuzz/dice.ts';
import type { Account, Fault } from './scenario.ts';
import type { VirtualTime } from './virtual-time.ts';

const TOKEN_WINDOW_MS = 60_000;
const REQUEST_WINDOW_MS = 10_000;
/** How long a refusal takes. */
const REFUSAL_MS = 60;

export type Outcome = 'answered' | 'refused' | 'failed';

/** A request as an account saw it. */
export interface Attempt {
  /** Of the client's request. */
  readonly id: number;
  readonly account: string;
  readonly atMs: number;
  doneMs: number;
  outcome: Outcome | undefined;
  /** Until when a refusal asks to wait, in ms. */
  untilMs: number | undefined;
}

/** One account. */
export class VirtualAccount {
  readonly account: Account;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #onAttempt: (attempt: Attempt) => void;
  #tokens = { startMs: -Infinity, count: 0 };
  #requests = { startMs: -Infinity, count: 0 };

  constructor(
    account: Account,
    time: VirtualTime,
    dice: Dice,
    onAttempt: (attempt: Attempt) => void,
  ) {
    this.account = account;
    this.#time = time;
    this.#dice = dice;
    this.#onAttempt = onAttempt;
  }

  /** Whether a request of that many tokens would be answered now. */
  couldServe(tokens: number): boolean {
    return this.#activeFault() === undefined && this.#busyMs(tokens) === 0;
  }

  async answer(id: number, body: string): Promise<Response> {
    const attempt: Attempt = {
      id,
      account: this.account.name,
      atMs: this.#time.now,
      doneMs: Infinity,
      outcome: undefined,
      untilMs: undefined,
    };
    this.#onAttempt(attempt);
    const request: unknown = JSON.parse(body);
    const fault = this.#activeFault();
    if (fault !== undefined && this.#dice.chance(fault.share)) {
      return this.#fail(fault, attempt, request);
    }
    const tokens = estimateTokens(request);
    const busyMs = this.#busyMs(tokens);
    if (busyMs > 0) return this.#refuse(attempt, busyMs);
    this.#count(tokens);
    const [least, most] = this.account.latencyMs;
    await this.#time.wait(least + this.#dice.draw() * (most - least));
    end(attempt, 'answered', this.#time.now);
    return isStream(request) ? streamOf(ANSWERS[shapeOf(request)], {}) : Response.json({ id });
  }

  #activeFault(): Fault | undefined {
    const { now } = this.#time;
    return this.account.faults.find(({ fromMs, toMs }) => now >= fromMs && now < toMs);
  }

  /** For how long such a request would be refused. */
  #busyMs(tokens: number): number {
    const { tokensPerMinute, requestsPerMinute } = this.account;
    const { now } = this.#time;
    const requestsLeft = (requestsPerMinute * REQUEST_WINDOW_MS) / 60_000;
    const waits = [
      waitOf(this.#tokens, TOKEN_WINDOW_MS, now, tokens, tokensPerMinute),
      waitOf(this.#requests, REQUEST_WINDOW_MS, now, 1, Math.max(1, requestsLeft)),
    ];
    return Math.max(...waits);
  }

  #count(tokens: number): void {
    const { now } = this.#time;
    this.#tokens = added(this.#tokens, TOKEN_WINDOW_MS, now, tokens);
    this.#requests = added(this.#requests, REQUEST_WINDOW_MS, now, 1);
  }

  async #fail(fault: Fault, attempt: Attempt, request: unknown): Promise<Response> {
    if (fault.kind === 'busy') return this.#refuse(attempt, this.#guessMs(fault));
    await this.#time.wait(fault.failsAfterMs);
    if (fault.kind === 'early' && isStream(request)) {
      const isRefusal = this.#dice.chance(0.5);
      end(attempt, isRefusal ? 'refused' : 'failed', this.#time.now);
      const code = isRefusal ? 'rate_limit_exceeded' : 'server_error';
      if (isRefusal) attempt.untilMs = this.#time.now + 5000;
      const headers: Record<string, string> = isRefusal ? { 'retry-after': '5' } : {};
      return streamOf(FAILURES[shapeOf(request)](code), headers);
    }
    end(attempt, 'failed', this.#time.now);
    if (fault.kind === 'unreachable') throw new TypeError('unreachable');
    const status = this.#dice.pick([500, 503]);
    return Response.json({ error: { code: 'x', message: 'broken' } }, { status });
  }

  /** How long it says that a lack of capacity lasts: half a minute at most, and some seconds too long. */
  #guessMs({ toMs }: Fault): number {
    const leftMs = toMs - this.#time.now + this.#dice.draw() * 5000;
    return Math.min(leftMs, 1000 + this.#dice.draw() * 30_000);
  }

  async #refuse(attempt: Attempt, busyMs: number): Promise<Response> {
    await this.#time.wait(REFUSAL_MS);
    end(attempt, 'refused', this.#time.now);
    const seconds = Math.ceil(busyMs / 1000);
    const headers: Record<string, string> = {};
    switch (this.account.names) {
      case 'seconds':
        headers['retry-after'] = String(seconds);
        attempt.untilMs = this.#time.now + seconds * 1000;
        break;
      case 'milliseconds':
        headers['retry-after-ms'] = String(Math.ceil(busyMs));
        attempt.untilMs = this.#time.now + busyMs;
        break;
      case 'zero':
        headers['retry-after'] = '0';
        break;
      case 'nothing':
    }
    const error = { code: '429', message: 'Please retry later.' };
    return Response.json({ error }, { status: 429, headers });
  }
}

interface Window {
  readonly startMs: number;
  readonly count: number;
}

function waitOf(window: Window, lengthMs: number, now: number, more: number, most: number): number {
  const endMs = window.startMs + lengthMs;
  const count = now < endMs ? window.count : 0;
  if (count + more <= most) return 0;
  // More than the whole limit never fits. Azure then names the end of the window as well.
  return now < endMs ? endMs - now : lengthMs;
}

function added(window: Window, lengthMs: number, now: number, more: number): Window {
  const isOver = now >= window.startMs + lengthMs;
  return isOver ? { startMs: now, count: more } : { ...window, count: window.count + more };
}

function end(attempt: Attempt, outcome: Outcome, now: number): void {
  attempt.outcome = outcome;
  attempt.doneMs = now;
}

/** What Azure counts before a request runs. */
export function estimateTokens(request: unknown): number {
  const text = JSON.stringify(request);
  const limit = /"max_(?:completion_|output_)?tokens":(\d+)/.exec(text)?.[1] ?? '0';
  return Math.ceil(text.length / 4) + Number(limit);
}

function isStream(request: unknown): boolean {
  return JSON.stringify(request).includes('"stream":true');
}

function shapeOf(request: unknown): 'chat' | 'responses' {
  return JSON.stringify(request).includes('"messages":') ? 'chat' : 'responses';
}

const ANSWERS = {
  chat: 'data: {"choices":[{"index":0,"delta":{"content":"hi"},"content_filter_results":{}}]}\n\ndata: [DONE]\n\n',
  responses:
    'event: response.created\ndata: {"type":"response.created"}\n\nevent: response.completed\ndata: {"type":"response.completed"}\n\n',
};

const FAILURES = {
  chat: (code: string) => `data: {"error":{"code":"${code}","message":"no"}}\n\n`,
  responses: (code: string) =>
    `event: response.created\ndata: {"type":"response.created"}\n\nevent: response.failed\ndata: {"type":"response.failed","response":{"error":{"code":"${code}","message":"no"}}}\n\n`,
};

function streamOf(text: string, headers: Record<string, string>): Response {
  return new Response(text, { headers: { ...headers, 'content-type': 'text/event-stream' } });
}
