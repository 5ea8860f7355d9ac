// The headers that tell a client when to try again.

/** The SDKs do not wait longer: https://github.com/openai/openai-node/blob/master/src/client.ts */
const LONGEST_SDK_WAIT_MS = 60_000;

/** A wait of 0 would make all clients return at once. */
const SHORTEST_WAIT_MS = 1000;

/** The headers that OpenAI's SDKs obey. */
export function retryHeaders(waitMs: number): Readonly<Record<string, string>> {
  const ms = Math.ceil(Math.max(waitMs, SHORTEST_WAIT_MS));
  return {
    'retry-after': String(Math.ceil(ms / 1000)),
    'retry-after-ms': String(ms),
    'x-should-retry': String(ms <= LONGEST_SDK_WAIT_MS),
  };
}
