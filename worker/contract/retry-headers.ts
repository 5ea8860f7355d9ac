// The headers that tell a client when to try again.

/** The SDKs do not wait longer: https://github.com/openai/openai-node/blob/master/src/client.ts */
const LONGEST_SDK_WAIT_MS = 60_000;

/** The headers that OpenAI's SDKs obey. */
export function retryHeaders(waitMs: number): Readonly<Record<string, string>> {
  const ms = Math.ceil(waitMs);
  return {
    'retry-after': String(Math.ceil(ms / 1000)),
    'retry-after-ms': String(ms),
    'x-should-retry': String(ms <= LONGEST_SDK_WAIT_MS),
  };
}
