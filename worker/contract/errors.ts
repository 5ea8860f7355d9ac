// Failures in the shape that the OpenAI SDKs read: https://platform.openai.com/docs/guides/error-codes.

import { ANSWERS, type ErrorAnswer, type HeaderFields } from './error-answers.ts';
import type { Failure, FailureKind } from './failure.ts';

/** The `code` that clients see for a failure. */
export function codeOf(kind: FailureKind): string {
  return ANSWERS[kind].code ?? kind;
}

/** The members that the SDKs read from `{"error": …}`. */
export interface OpenAIError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** What a failure looks like on the wire. */
export interface WireError {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly error: OpenAIError;
}

/** Maps a failure to its status, code and message. */
export function toWireError<Kind extends FailureKind>(failure: Failure<Kind>): WireError {
  const answer: ErrorAnswer<Kind> = ANSWERS[failure.kind];
  const { status, message, param = null, headers = {} } = answer;
  return {
    status,
    headers: typeof headers === 'function' ? headers(failure) : headers,
    error: {
      message: typeof message === 'function' ? message(failure) : message,
      type: errorType(status),
      param: typeof param === 'function' ? param(failure) : param,
      code: codeOf(failure.kind),
    },
  };
}

/** OpenAI's `type` for a status, as its own API pairs them. */
export function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

/** The JSON text of an error body: `{"error":{"message","type","param","code"}}`. */
export function errorBody(error: OpenAIError): string {
  return JSON.stringify({ error });
}
