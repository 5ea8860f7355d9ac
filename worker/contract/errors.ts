// Every way a request can fail inside the gateway, and the one answer each of them gets.
// The shape is the one the OpenAI SDKs read: https://platform.openai.com/docs/guides/error-codes.
// No message may hold a key, an upstream body or a stack.

import { toJson } from '../formats/json.ts';
import { err } from './result.ts';
import { retryHeaders } from './retry-headers.ts';

/** What is told of each failure. Its name is the `code` that clients see. */
interface Failures {
  readonly gateway_misconfigured: unknown;
  readonly missing_api_key: unknown;
  readonly invalid_api_key: unknown;
  readonly user_disabled: WhoseKey;
  readonly key_expired: WhoseKey & { readonly expires: number };
  readonly unknown_url: { readonly method: string; readonly path: string };
  readonly method_not_allowed: { readonly method: string; readonly allow: string };
  readonly missing_required_parameter: unknown;
  readonly model_not_found: { readonly model: string; readonly available: string };
  readonly model_not_allowed: { readonly model: string | undefined; readonly available: string };
  readonly not_available_on_azure: { readonly advice: string };
  readonly unsupported_operation: { readonly model: string; readonly able: string | undefined };
  readonly account_data_closed: unknown;
  readonly upgrade_required: unknown;
  readonly no_websocket: unknown;
  readonly invalid_form: { readonly reason: string; readonly field?: string | undefined };
  readonly invalid_json: { readonly parsed?: true };
  readonly request_timeout: { readonly timeoutMs: number };
  readonly request_too_large: { readonly limitBytes: number };
  readonly unsupported_media_type: { readonly allowed: string };
  readonly user_rate_exceeded: unknown;
  readonly rate_limit_exceeded: { readonly retryAfterMs: number };
  readonly upstream_unreachable: unknown;
  readonly upstream_timeout: { readonly timeoutMs: number };
  readonly upstream_stream_interrupted: unknown;
  readonly upstream_credentials_rejected: unknown;
  readonly upstream_invalid_response: unknown;
  readonly client_closed_request: unknown;
  readonly internal_error: unknown;
}

/** For the log alone. */
interface WhoseKey {
  readonly user: string;
}

type Kind = keyof Failures;

export type GatewayError<Of extends Kind = Kind> = {
  [Each in Of]: { readonly kind: Each } & Failures[Each];
}[Of];

/** Status and words of an answer, and what else it has. A function where they depend on details. */
type Answer<Of extends Kind> = readonly [
  status: number,
  message: string | ((error: GatewayError<Of>) => string),
  extra?: (error: GatewayError<Of>) => Extra,
];

interface Extra {
  readonly param?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

function atModel(): Extra {
  return { param: 'model' };
}

/** Whom users ask. */
export const OPERATOR = "the gateway's operator";

/** By code. A failure without an answer does not compile. */
export const ANSWERS: { readonly [Each in Kind]: Answer<Each> } = {
  gateway_misconfigured: [500, 'The gateway is misconfigured; its log says why.'],
  missing_api_key: [
    401,
    'No API key. Send yours as `Authorization: Bearer <key>` or `api-key: <key>`.',
  ],
  invalid_api_key: [401, `Unknown API key. Check it, or ask ${OPERATOR} for one.`],
  user_disabled: [401, `Your key is switched off; ask ${OPERATOR}.`],
  key_expired: [
    401,
    (failure) =>
      `Your key expired on ${new Date(failure.expires * 1000).toISOString()}. Ask ${OPERATOR} for a new one.`,
  ],
  unknown_url: [
    404,
    (failure) =>
      `Unknown URL: ${failure.method} ${failure.path}. Check the base URL: the API is below /v1.`,
  ],
  method_not_allowed: [
    405,
    (failure) => `${failure.method} is not allowed here. Use ${failure.allow}.`,
    ({ allow }) => ({ headers: { allow } }),
  ],
  missing_required_parameter: [400, 'No model is named: set `model` to a string.', atModel],
  model_not_found: [
    404,
    (failure) =>
      `The model \`${failure.model.slice(0, 100)}\` does not exist here. ${failure.available}`,
    atModel,
  ],
  model_not_allowed: [
    403,
    ({ model, available }) =>
      (model
        ? `You may not use the model \`${model.slice(0, 100)}\`. `
        : 'This can run any model, not only yours. ') + available,
    atModel,
  ],
  not_available_on_azure: [404, (failure) => `Azure has ${failure.advice}.`],
  unsupported_operation: [
    400,
    ({ model, able }) =>
      `The model \`${model}\` does not serve this operation. ` +
      (able ? `Use \`${able}\`.` : 'No model here does.'),
    atModel,
  ],
  account_data_closed: [
    403,
    'Files, batches, vector stores and fine-tuning, which all users share, are closed to you. ' +
      `Ask ${OPERATOR} for \`accountData: true\`.`,
  ],
  upgrade_required: [
    426,
    'This is a WebSocket: connect with wss:// and an Upgrade header.',
    () => ({ headers: { upgrade: 'websocket' } }),
  ],
  no_websocket: [400, 'This is no WebSocket: send it without an Upgrade header.'],
  invalid_form: [
    400,
    (failure) => `The multipart body cannot be read: ${failure.reason}.`,
    (failure) => ({ param: failure.field }),
  ],
  invalid_json: [
    400,
    (failure) =>
      `The request body ${failure.parsed ? 'must be an object of up to 1,000 members' : 'is not valid JSON in UTF-8'}.`,
  ],
  request_timeout: [
    408,
    (failure) => `The body did not arrive within ${failure.timeoutMs / 1000} s. Try again.`,
  ],
  request_too_large: [
    413,
    (failure) => `The request body is longer than ${failure.limitBytes} bytes.`,
  ],
  unsupported_media_type: [
    415,
    (failure) => `This takes ${failure.allowed}: set Content-Type accordingly.`,
  ],
  user_rate_exceeded: [
    429,
    `You send too many requests a minute. Wait, or ask ${OPERATOR} for more.`,
    // Cloudflare does not tell when the minute is over.
    () => ({ headers: retryHeaders(60_000) }),
  ],
  rate_limit_exceeded: [
    429,
    (failure) =>
      `All Azure accounts are busy. Try again in ${Math.ceil(failure.retryAfterMs / 1000)} s.`,
    (failure) => ({ headers: retryHeaders(failure.retryAfterMs) }),
  ],
  upstream_unreachable: [502, 'Azure could not be reached. Try again.'],
  upstream_timeout: [
    504,
    (failure) =>
      `Azure sent no answer within ${failure.timeoutMs / 1000} s. Try again, stream, or ask for less.`,
  ],
  // Mostly inside a stream, whose status was sent long before.
  upstream_stream_interrupted: [502, 'The stream from Azure broke off. Try again.'],
  upstream_credentials_rejected: [
    502,
    `Azure refused the gateway's key, not yours. Tell ${OPERATOR}.`,
  ],
  upstream_invalid_response: [502, "Azure's answer cannot be passed on. Try again."],
  // Nobody reads this one; 499 is the customary status in logs.
  client_closed_request: [499, 'The client left.'],
  internal_error: [500, 'The gateway failed. Tell its operator the x-request-id.'],
};

/** Its client is gone. */
export const CLIENT_LEFT = err({ kind: 'client_closed_request' } as const);

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
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly error: OpenAIError;
}

/** Maps a failure to status, code and words. */
export function toWireError<Of extends Kind>(failure: GatewayError<Of>): WireError {
  const [status, words, extra]: Answer<Of> = ANSWERS[failure.kind];
  const message = typeof words === 'string' ? words : words(failure);
  const { param, headers }: Extra = extra?.(failure) ?? {};
  const error = { message, type: errorType(status), param: param ?? null, code: failure.kind };
  return { status, headers, error };
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** OpenAI's `type` for a status, as its own API pairs them. */
export function errorType(status: number): string {
  return TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
}

/** The JSON text of an error body, `{"error":{"message","type","param","code"}}`. */
export function errorBody(error: OpenAIError): string {
  return toJson({ error });
}
