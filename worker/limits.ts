// Owns: every number that bounds a request, with its reason.

/**
 * A JSON body is held as bytes, as text and parsed: of prompts and images some four times its size,
 * of millions of tiny values more, inside the 128 MB of an isolate
 * (https://developers.cloudflare.com/workers/platform/limits/).
 */
export const MAX_JSON_BODY_BYTES = 16 * 1024 * 1024;

/**
 * A form is held once as bytes, since its `model` may come last. Above the 25 MB that Azure takes of
 * audio (https://learn.microsoft.com/azure/foundry/openai/quotas-limits), and 16 images of 2 MB.
 */
export const MAX_FORM_BODY_BYTES = 32 * 1024 * 1024;

/**
 * A refused body of up to this length is read to its end all the same: clients that are cut off while
 * they write see a broken connection and not the refusal.
 */
export const MAX_DRAINED_BODY_BYTES = 1024 * 1024;

/** An upstream error's body is read whole to be put into OpenAI's shape; no honest one is longer. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024;

/**
 * Of a stream, at most so much is held back: an event that is not complete, or events that are not
 * due. All that is looked for is shorter: prompt annotations take about 1 KB.
 */
export const MAX_HELD_BYTES = 64 * 1024;

/** Tokens stand so near the end of an answer: behind them a response has only 16 short pairs. */
export const MAX_TAIL_BYTES = 16 * 1024;

/** To the response headers. The official SDKs give up after the same ten minutes. */
export const UPSTREAM_HEADERS_TIMEOUT_MS = 600_000;

/** Silence before the first event that is bridged by a comment: half of common 30 s idle limits. */
export const PING_INTERVAL_MS = 15_000;
