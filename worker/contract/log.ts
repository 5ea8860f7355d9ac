// The one line that a request leaves in the log. Names, numbers and codes only: never a key, never
// content, never an upstream body.

/** How a stream ended. */
export type StreamOutcome =
  /** With the event that ends every whole stream, where such an event is known. */
  | 'complete'
  /** Orderly, but without that event. */
  | 'ended_early'
  /** An event reported an error. Seen only where events are read. */
  | 'failed'
  | 'client_left'
  | 'upstream_cut'
  /** Azure was silent for longer than the model's timeouts allow. */
  | 'upstream_stalled';

/** What Azure reports in an answer. */
export interface Usage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** The part of the input tokens that Azure had cached. */
  readonly cachedTokens?: number | undefined;
  /** The part of the input tokens that Azure has cached now. */
  readonly cacheWriteTokens?: number | undefined;
  /** The parts of the tokens that are sound or pictures. */
  readonly inputAudioTokens?: number | undefined;
  readonly inputImageTokens?: number | undefined;
  readonly outputAudioTokens?: number | undefined;
  readonly outputImageTokens?: number | undefined;
  /** Of audio, where it is not counted in tokens. */
  readonly audioSeconds?: number | undefined;
}

/** What is learned about a request on its way. Durations are in milliseconds, from its arrival. */
export interface Facts extends Usage {
  readonly user?: string | undefined;
  /** The operation's path, `chat/completions`. */
  readonly op?: string | undefined;
  /** As the client named it. */
  readonly model?: string | undefined;
  readonly deployment?: string | undefined;
  /** Name of the account that was tried last. */
  readonly region?: string | undefined;
  /** Azure's id of the request, which the client gets as `x-request-id`. */
  readonly id?: string | undefined;
  /** Requests sent to Azure. */
  readonly attempts?: number | undefined;
  /** What the ledger recorded as the request's cost, in nano-dollars (10⁻⁹ USD). */
  readonly nanodollars?: number | undefined;
  /** To the first byte of a stream. */
  readonly firstByteMs?: number | undefined;
  readonly outcome?: StreamOutcome | undefined;
  /** Code of a failure that the gateway itself answered. */
  readonly error?: string | undefined;
  /** Azure's status, where the client got another one. */
  readonly upstreamStatus?: number | undefined;
  /** Why Azure or Entra did not accept the gateway's identity: `AADSTS70021`, an HTTP status. */
  readonly entra?: string | undefined;
  /** What the operator does about it, or waits for. */
  readonly advice?: string | undefined;
  /** Where the gateway itself failed: places in the bundle, without the error's words. */
  readonly bug?: string | undefined;
  /** What is wrong with the bindings, for the operator. */
  readonly faults?: readonly string[] | undefined;
}

/** One request. */
export interface LogLine extends Facts {
  /** The `x-request-id` of the response. */
  readonly id: string;
  readonly status: number;
  readonly attempts: number;
  /** To the end of a stream; otherwise to the response's headers. */
  readonly ms: number;
}

/** Writes a line as JSON, which Cloudflare's Workers Logs index by field. */
export function writeLog(line: LogLine): void {
  console.log(JSON.stringify(line));
}
