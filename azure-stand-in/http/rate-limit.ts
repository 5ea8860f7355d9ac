// The quota of each deployment, its counters and headers. One unit of capacity is 1,000 tokens
// and 6 requests a minute (https://learn.microsoft.com/azure/foundry/openai/how-to/quota). Azure also
// enforces requests over windows of 1 and 10 seconds; here the window is a minute, from its first call.

const WINDOW_MS = 60_000;
/** The default capacity: 100,000 tokens a minute. */
const DEFAULT_CAPACITY = 100;

/** The state of one deployment's quota after a call. */
interface QuotaReading {
  readonly headers: Readonly<Record<string, string>>;
  /** What was used up before this call, if anything. */
  readonly exceeded: 'token' | 'call' | undefined;
  /** Whole seconds until the window ends. */
  readonly resetS: number;
}

interface Window {
  readonly startMs: number;
  requests: number;
  tokens: number;
}

/** Counters of all deployments of one server. */
export class Quotas {
  readonly #windows = new Map<string, Window>();
  readonly #now: () => number;

  /** @param now the clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Counts one call. A refused call counts, too (same page, "Failed requests count").
   *
   * @param key names the deployment among all accounts
   * @param tokens prompt estimate plus the longest answer, which Azure counts up front
   */
  count(key: string, capacity: number | undefined, tokens: number): QuotaReading {
    const units = capacity ?? DEFAULT_CAPACITY;
    const limits = { requests: units * 6, tokens: units * 1000 };
    const window = this.#window(key);
    window.requests += 1;
    window.tokens += tokens;
    const resetS = Math.ceil((window.startMs + WINDOW_MS - this.#now()) / 1000);
    const left = (kind: 'requests' | 'tokens'): string =>
      String(Math.max(0, limits[kind] - window[kind]));
    return {
      exceeded:
        window.requests > limits.requests
          ? 'call'
          : window.tokens > limits.tokens
            ? 'token'
            : undefined,
      resetS,
      headers: {
        'x-ratelimit-limit-requests': String(limits.requests),
        'x-ratelimit-limit-tokens': String(limits.tokens),
        'x-ratelimit-remaining-requests': left('requests'),
        'x-ratelimit-remaining-tokens': left('tokens'),
        // Whole seconds (github openai/openai-dotnet#838), unlike OpenAI's "17ms".
        'x-ratelimit-reset-requests': String(resetS),
        'x-ratelimit-reset-tokens': String(resetS),
      },
    };
  }

  #window(key: string): Window {
    const nowMs = this.#now();
    const current = this.#windows.get(key);
    if (current !== undefined && nowMs < current.startMs + WINDOW_MS) return current;
    const fresh = { startMs: nowMs, requests: 0, tokens: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }
}
