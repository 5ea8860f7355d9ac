// Every number that bounds a request, with its reason.

/** Cloudflare takes URLs of as many bytes: https://developers.cloudflare.com/workers/platform/limits/ */
export const MAX_URL_LENGTH = 16 * 1024;

/**
 * What all requests of an isolate may hold together, of its 128 MB
 * (https://developers.cloudflare.com/workers/platform/limits/): the runtime holds a copy of what it sends.
 */
export const MAX_HELD_IN_ALL = 64 * 1024 * 1024;

/** What requests that hold more than a little may take of it: small ones are served all the same. */
export const MAX_HELD_BY_LARGE = 56 * 1024 * 1024;

/** More than nearly all requests without files. */
export const SMALL_HOLDING = 128 * 1024;

/** A JSON body is held once, as bytes. It is not parsed, and changed in pieces. */
export const MAX_JSON_BODY_BYTES = 16 * 1024 * 1024;

/** Top-level members of a JSON body. OpenAI's longest requests have about forty. */
export const MAX_MEMBERS = 1000;

/** Models, files and the like that a body may name inside: an answer's citations come back with the next request. */
export const MAX_NAMES = 10_000;

/** A message of a WebSocket is held as text and as bytes. */
export const MAX_SOCKET_MESSAGE_BYTES = 8 * 1024 * 1024;

/**
 * What one side of a WebSocket may receive before it sends something itself: the runtime queues all of it
 * where that side does not read, and does not say so. Several images are less.
 */
export const MAX_UNANSWERED_BYTES = 16 * 1024 * 1024;

/** Messages of one socket that wait for the ledger. A client sends one turn after the other. */
export const MAX_WAITING_MESSAGES = 16;

/** Up to here it is not counted among what the isolate holds. */
export const SMALL_UNANSWERED_BYTES = 256 * 1024;

/** Then it counts for so long: a side that reads has received it by then. */
export const UNANSWERED_MS = 10_000;

/** A session has instructions and tools, and no content. */
export const MAX_SESSION_BYTES = 1024 * 1024;

/**
 * A form is held once as bytes, since its `model` may come last. Above the 25 MB that Azure takes of
 * audio (https://learn.microsoft.com/azure/foundry/openai/quotas-limits), and 16 images of 2 MB.
 */
export const MAX_FORM_BODY_BYTES = 32 * 1024 * 1024;

/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1; a longer one would also be slow to find. */
export const MAX_BOUNDARY_LENGTH = 70;

/** Forms of the API have a handful of fields, and a field has some hundred bytes of headers. */
export const MAX_FIELDS = 250;
export const MAX_FIELD_HEADER_BYTES = 4 * 1024;

/** The text of a field that decides something, such as the model's name. */
export const MAX_FIELD_TEXT_BYTES = 64 * 1024;

/**
 * JSON that passes unread is held up to this length, so that it can be sent to a second account. It
 * names files and jobs, or has at most 20 items of a conversation
 * (https://platform.openai.com/docs/api-reference/conversations): only images in them take more.
 */
export const MAX_RESENT_BODY_BYTES = 1024 * 1024;

/**
 * A refused body of up to this length is read to its end: a client that is cut off while it writes
 * sees a broken connection instead of the refusal.
 */
export const MAX_DRAINED_BODY_BYTES = 1024 * 1024;

/** So many refused bodies are read at once: each keeps its whole request alive meanwhile. */
export const MAX_DRAINS = 8;

/** An error body of Azure's is read whole, to bring it into OpenAI's shape. Real ones are shorter. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024;

/**
 * How much of a stream is held back at most: an event that is not complete, or events that are not
 * due. What is looked for is shorter: prompt annotations take about 1 KB.
 */
export const MAX_HELD_BYTES = 64 * 1024;

/**
 * To the response headers. Answers that are not streamed come whole, and reasoning takes minutes. The
 * official SDKs give up after the same ten.
 */
export const HEADERS_TIMEOUT_MS = 600_000;

/** From the headers to a stream's first byte: a reasoning model may be silent for as long. */
export const FIRST_BYTE_TIMEOUT_MS = 600_000;

/** A request's body: 32 MiB over a line of 1 Mbit/s. */
export const UPLOAD_TIMEOUT_MS = 300_000;

/** A client may come back so soon where there was no room for its request. */
export const NO_ROOM_RETRY_MS = 1000;

/** After this long without an answer from the rate limiter, the request goes on. */
export const USER_RATE_TIMEOUT_MS = 5000;

/** After so long without an answer the ledger counts as not answering. Mostly it takes some milliseconds. */
export const LEDGER_TIMEOUT_MS = 5000;

/** An object of the ledger that was reset answers again at once. */
export const LEDGER_RETRY_MS = 2000;

/** Days of one question about usage: a quarter. */
export const MAX_USAGE_DAYS = 92;

/** Rows of usage in one answer, about: with 5,000 more, 4 MB of JSON. */
export const MAX_SHOWN_ROWS = 10_000;

/** Objects of the ledger that are read at once: six connections may be open at a time. */
export const MAX_READS_AT_ONCE = 6;

/**
 * Objects of the ledger that one request reads. Each read may take four calls, and be repeated once,
 * and the free plan allows 1,000 calls to Cloudflare's services in one request
 * (https://developers.cloudflare.com/workers/platform/limits/#subrequests).
 */
export const MAX_LEDGER_READS = 100;

/** A request of the same user may be answered by then. */
export const CONCURRENCY_RETRY_MS = 1000;

/** For a refused body, not much longer than the network takes. */
export const DRAIN_MS = 5000;

/** The body of an error comes with its headers. */
export const ERROR_BODY_TIMEOUT_MS = 10_000;

/** Silence before the first event that is bridged by a ping: half of common 30 s idle limits. */
export const PING_INTERVAL_MS = 15_000;

/** Requests to Azure for one of a client's. The free plan allows 50 of them in all. */
export const MAX_ATTEMPTS = 3;

/** Stop trying other accounts after this long. */
export const ATTEMPTS_BUDGET_MS = 60_000;

/** The cooldown of a deployment that failed without naming a time. */
export const FAILURE_COOLDOWN_MS = 2000;

/** Upper bound for Azure's `retry-after`: it may recover sooner. */
export const MAX_COOLDOWN_MS = 300_000;

/**
 * The shortest wait: for clients where all accounts are busy, who would otherwise all return at once, and for
 * a deployment whose refusal names less.
 */
export const SHORTEST_WAIT_MS = 1000;

/**
 * While every account is busy, one request in this time is sent all the same: Azure may have recovered
 * sooner, or have refused others for reasons of their own. It is as often as a client with one account that
 * obeys the shortest wait would try.
 */
export const KNOCK_MS = 1000;

/**
 * Between two doublings of the requests that probe a deployment after a failure. In this time a connection
 * that cannot be made has often failed.
 */
export const PROBE_ROUND_MS = 5000;

/** After so many rounds without a failure a deployment gets all of its requests again. */
export const PROBE_ROUNDS = 6;

/** Entra mostly answers within some tens of milliseconds. */
export const LOGIN_TIMEOUT_MS = 10_000;

/** After failed sign-ins: the deployment may have taken effect meanwhile. */
export const LONGEST_LOGIN_PAUSE_MS = 30_000;

/** Entra may want to be left alone for longer. */
export const LONGEST_NAMED_LOGIN_PAUSE_MS = 10 * 60_000;

/** A token has about 2 KB, an error less. */
export const MAX_TOKEN_ANSWER_BYTES = 64 * 1024;
