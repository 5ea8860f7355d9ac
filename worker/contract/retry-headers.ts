// Telling a client when to come back.

/** Longer waits the SDKs do not wait: https://github.com/openai/openai-node/blob/master/src/client.ts */
const LONGEST_SDK_WAIT_MS = 60_000;

/** The headers that OpenAI's SDKs obey. */
export function retryHeaders(waitMs: number): Readonly<Record<string, string>> {
  return {
    'retry-after': `${Math.ceil(waitMs / 1000)}`,
    'retry-after-ms': `${Math.ceil(waitMs)}`,
    'x-should-retry': `${waitMs <= LONGEST_SDK_WAIT_MS}`,
  };
}
