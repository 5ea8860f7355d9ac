// The one line that a request leaves in the log. Names, numbers and codes only: never a key,
// never content, never an upstream body.

import { toJson } from '../formats/json.ts';

/** One request. Durations are in milliseconds, from the request's arrival. */
export interface LogLine {
  /** The `x-request-id` of the response. */
  readonly id: string;
  readonly user?: string | undefined;
  readonly op?: string | undefined;
  /** As the client named it. */
  readonly model?: string | undefined;
  readonly deployment?: string | undefined;
  /** The backend that answered: the Azure location. */
  readonly region?: string | undefined;
  readonly status: number;
  /** Requests sent to Azure. */
  readonly attempts: number;
  /** To the end of a stream; otherwise to the response's headers. */
  readonly ms: number;
  /** To the first byte of a stream. */
  readonly firstByteMs?: number | undefined;
  /** Of the prompt and of the answer, where tokens are counted; and those of the prompt that Azure had cached. */
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cachedTokens?: number | undefined;
  /** How a stream ended. */
  readonly outcome?: string | undefined;
  /** Code of a failure that the gateway itself answered. */
  readonly error?: string | undefined;
  /** Azure's status, where the client got another. */
  readonly upstreamStatus?: number | undefined;
  /** Where the gateway itself failed: places in the bundle, without the error's words. */
  readonly bug?: string | undefined;
  /** What is wrong with the bindings, for the operator. */
  readonly faults?: readonly string[] | undefined;
}

/** Writes a line as JSON, where Cloudflare's Workers Logs index it by field. */
export function writeLog(line: LogLine): void {
  console.log(toJson(line));
}
