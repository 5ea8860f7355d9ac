// Every number that bounds a request, with its reason.

/**
 * A JSON body is held as bytes; where it is changed, or the caller may not use everything, also as
 * text and parsed: of prompts and images some four times its size, inside the 128 MB of an isolate
 * (https://developers.cloudflare.com/workers/platform/limits/).
 */
export const MAX_JSON_BODY_BYTES = 16 * 1024 * 1024;

/** Of a JSON body, at its top: OpenAI's longest requests have some forty. */
export const MAX_MEMBERS = 1000;

/**
 * A form is held once as bytes, since its `model` may come last. Above the 25 MB that Azure takes of
 * audio (https://learn.microsoft.com/azure/foundry/openai/quotas-limits), and 16 images of 2 MB.
 */
export const MAX_FORM_BODY_BYTES = 32 * 1024 * 1024;

/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1; a longer one would also be slow to find. */
export const MAX_BOUNDARY_LENGTH = 70;

/** Forms of the API have a handful of fields, and a field some hundred bytes of headers. */
export const MAX_FIELDS = 1000;
export const MAX_FIELD_HEADER_BYTES = 16 * 1024;

/**
 * JSON that nobody here looks into is held up to this length, so that it can be sent to a second
 * account. It names files and jobs, or has at most 20 items of a conversation
 * (https://platform.openai.com/docs/api-reference/conversations): only images in them take more.
 */
export const MAX_RESENT_BODY_BYTES = 1024 * 1024;

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

/** The type of a Responses event is told at its very front, where no content is. */
export const FRONT_BYTES = 100;

/** Tokens stand so near the end of an answer: behind them a response has only 16 short pairs. */
export const MAX_TAIL_BYTES = 16 * 1024;

/**
 * To the response headers. Answers that are not streamed come whole, and reasoning takes minutes; the
 * official SDKs give up after the same ten.
 */
export const HEADERS_TIMEOUT_MS = 600_000;

/** From the headers to a stream's first byte: a reasoning model may be silent as long. */
export const FIRST_BYTE_TIMEOUT_MS = 600_000;

/** A request's body, of 32 MiB over a line of 1 Mbit/s. */
export const UPLOAD_TIMEOUT_MS = 300_000;

/** A limiter that does not answer limits nobody. */
export const USER_RATE_TIMEOUT_MS = 5000;

/** A body that is refused is not waited for much longer than the network takes. */
export const DRAIN_MS = 5000;

/** The body of an error comes with its headers, or something is wrong with it. */
export const ERROR_BODY_TIMEOUT_MS = 10_000;

/** Silence before the first event that is bridged by a comment: half of common 30 s idle limits. */
export const PING_INTERVAL_MS = 15_000;

/** Requests to Azure for one of a client's. The free plan allows 50 of them in all. */
export const MAX_ATTEMPTS = 3;

/** After this long no other account is tried: whoever waits would rather know. */
export const ATTEMPTS_BUDGET_MS = 60_000;

/** For how long a deployment that failed without naming a time is left in peace. */
export const FAILURE_REST_MS = 2000;

/** No rest is longer, whatever Azure asks for: it may be well again sooner. */
export const MAX_REST_MS = 300_000;

/** For how long one request alone tries a deployment that rested. */
export const PROBE_MS = 10_000;

/** Paced events are written no more often than this: timers are dear. */
export const TICK_MS = 10;

/** The weight of the newest gap between bursts in what is expected of the next. */
export const GAP_WEIGHT = 0.3;

/** A burst is never spread over more. */
export const MAX_SPREAD_MS = 2000;

/** A paced end comes no later than this share of the stream's duration, and than this. */
export const END_SHARE = 0.05;
export const END_MS = 250;
