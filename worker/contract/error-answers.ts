// Status, message and headers of the answer to each failure. A message must not hold a key, an upstream
// body or a stack.

import {
  capitalised,
  describeAccounts,
  describeAvailable,
  FORM_FAULTS,
  GENERAL_ADVICE,
  guessModel,
  OPERATOR,
  OWNERS,
  shortened,
  waitOrAsk,
} from './error-words.ts';
import type { Failure, FailureKind } from './failure.ts';
import {
  CONCURRENCY_RETRY_MS,
  LEDGER_RETRY_MS,
  MAX_MEMBERS,
  MAX_NAMES,
  MAX_SESSION_BYTES,
  MAX_URL_LENGTH,
  NO_ROOM_RETRY_MS,
} from './limits.ts';
import { MAX_DEPTH } from '../formats/json-scan.ts';
import { retryHeaders } from './retry-headers.ts';

export type HeaderFields = Readonly<Record<string, string>>;

/** What a client gets. A function where it depends on the failure's details. */
export interface ErrorAnswer<Kind extends FailureKind> {
  readonly status: number;
  readonly message: string | ((failure: Failure<Kind>) => string);
  /** Default: the failure's kind. */
  readonly code?: string;
  readonly param?: string | ((failure: Failure<Kind>) => string);
  readonly headers?: HeaderFields | ((failure: Failure<Kind>) => HeaderFields);
}

/** By kind. A failure without an answer does not compile. */
export const ANSWERS: { readonly [Kind in FailureKind]: ErrorAnswer<Kind> } = {
  gateway_misconfigured: {
    status: 500,
    message: `The gateway is misconfigured. ${capitalised(OPERATOR)} finds the cause in the Worker's log.`,
  },
  missing_api_key: {
    status: 401,
    message:
      'No API key was sent. Send the key you were given for this gateway as ' +
      '`Authorization: Bearer <key>` or `api-key: <key>`.',
  },
  no_bearer: {
    status: 401,
    message:
      'The Authorization header has no `Bearer ` in front of the key. Send `Authorization: Bearer <key>` ' +
      'or `api-key: <key>`.',
    code: 'missing_api_key',
  },
  invalid_api_key: {
    status: 401,
    message: `Unknown API key. Check it for missing characters, or ask ${OPERATOR} for a key.`,
  },
  user_disabled: {
    status: 401,
    message: `Your key has been disabled. Contact ${OPERATOR}.`,
  },
  key_expired: {
    status: 401,
    message: ({ expires }) =>
      `Your key expired on ${new Date(expires * 1000).toISOString()}. Ask ${OPERATOR} for a new one.`,
  },
  unknown_url: {
    status: 404,
    message: ({ method, path, advice = GENERAL_ADVICE }) =>
      `Unknown URL: ${method} ${path}. ${advice}`,
  },
  url_too_long: {
    status: 414,
    message: `The URL is longer than ${MAX_URL_LENGTH} characters, which is the limit of this gateway.`,
  },
  method_not_allowed: {
    status: 405,
    message: ({ method, allow }) => `${method} is not allowed here. Use ${allow}.`,
    headers: ({ allow }) => ({ allow }),
  },
  missing_required_parameter: {
    status: 400,
    message: 'Missing `model`: set it to the name of a model.',
    param: 'model',
  },
  model_not_found: {
    status: 404,
    message: ({ model, available }) =>
      `The model \`${shortened(model)}\` does not exist here. ${guessModel(model, available)}` +
      describeAvailable(available),
    param: 'model',
  },
  model_not_on_socket: {
    status: 404,
    message: ({ model }) =>
      `The model \`${shortened(model)}\` is not served by the account that this WebSocket is ` +
      'connected to. Open another WebSocket with the model in its URL: `?model=NAME`.',
    code: 'model_not_found',
    param: 'model',
  },
  model_not_allowed: {
    status: 403,
    message: ({ model, available }) =>
      `You may not use the model \`${shortened(model)}\`. ${describeAvailable(available)}`,
    param: 'model',
  },
  any_model_not_allowed: {
    status: 403,
    message: ({ available }) =>
      `This operation could use models that you are not allowed to use. ${describeAvailable(available)}`,
    code: 'model_not_allowed',
    param: 'model',
  },
  not_available_on_azure: {
    status: 404,
    message: ({ advice }) => advice,
  },
  unsupported_operation: {
    status: 400,
    message: ({ model, able }) =>
      able === undefined
        ? `The model \`${model}\` does not support this operation, and no other model here is known to.`
        : `The model \`${model}\` does not support this operation. Use \`${able}\`.`,
    param: 'model',
  },
  account_data_closed: {
    status: 403,
    message:
      'Files, batches, containers, vector stores and fine-tuning belong to the Azure account, so all users of ' +
      `this gateway share them, and they are closed to you. ${capitalised(OPERATOR)} opens them ` +
      'with `accountData: true` for your user in the stack settings.',
  },
  account_data_named: {
    status: 403,
    message: ({ member }) =>
      `\`${member}\` names something that the Azure account keeps for all users of this gateway, and that is ` +
      `closed to you. ${capitalised(OPERATOR)} opens it with \`accountData: true\` for your user in the ` +
      'stack settings.',
    code: 'account_data_closed',
    param: ({ member }) => member,
  },
  upgrade_required: {
    status: 426,
    message:
      'This operation is a WebSocket. Connect with wss:// and the headers of its handshake: Upgrade, ' +
      'Sec-WebSocket-Key and Sec-WebSocket-Version: 13.',
    headers: { upgrade: 'websocket', 'sec-websocket-version': '13' },
  },
  no_websocket: {
    status: 400,
    message: 'This operation is not a WebSocket. Remove the Upgrade header.',
  },
  invalid_form: {
    status: 400,
    message: ({ fault }) => FORM_FAULTS[fault],
  },
  repeated_form_field: {
    status: 400,
    message: ({ field }) => `The form has the field \`${field}\` more than once.`,
    code: 'invalid_form',
    param: ({ field }) => field,
  },
  invalid_json: {
    status: 400,
    message: ({ place }) =>
      place === undefined
        ? `The request body must be valid JSON in UTF-8: an object of at most ${MAX_MEMBERS} members, nested ` +
          `at most ${MAX_DEPTH} deep, that names at most ${MAX_NAMES} models and files.`
        : 'The request body is not valid JSON. Fix it in line ' +
          `${place.line}, column ${place.column}, or let a JSON library write the body.`,
  },
  invalid_session: {
    status: 400,
    message:
      `\`session\` must be a JSON object of at most ${MAX_MEMBERS} members and ${MAX_SESSION_BYTES} bytes, ` +
      'in UTF-8.',
    code: 'invalid_json',
    param: 'session',
  },
  request_timeout: {
    status: 408,
    message: ({ timeoutMs }) =>
      `The request body did not arrive within ${timeoutMs / 1000} s. Try again.`,
  },
  request_too_large: {
    status: 413,
    message: ({ limitBytes }) =>
      `The request body is longer than ${limitBytes} bytes, which is the limit of this gateway.`,
  },
  unsupported_media_type: {
    status: 415,
    message: ({ allowed }) =>
      allowed.length === 0
        ? 'Send the body uncompressed: without a Content-Encoding header.'
        : `Expected \`Content-Type: ${allowed.join('` or `')}\` in UTF-8, uncompressed.`,
  },
  gateway_overloaded: {
    status: 503,
    message:
      'The gateway holds as many large requests as it can at the moment. Try again in ' +
      `${NO_ROOM_RETRY_MS / 1000} s.`,
    headers: retryHeaders(NO_ROOM_RETRY_MS),
  },
  user_rate_exceeded: {
    status: 429,
    message: ({ scope = 'user' }) =>
      `${scope === 'user' ? 'You have exceeded your' : `${capitalised(OWNERS[scope])} has exceeded its`} ` +
      `requests per minute. Wait, or ask ${OPERATOR} to raise the limit.`,
    // Cloudflare does not report when the minute ends.
    headers: ({ retryAfterMs = 60_000, left }) => ({ ...left, ...retryHeaders(retryAfterMs) }),
  },
  too_many_concurrent_requests: {
    status: 429,
    message: ({ scope, most }) =>
      `${capitalised(OWNERS[scope])} may have ${most} requests under way at a time. Wait until one has ` +
      'been answered.',
    headers: ({ left }) => ({ ...left, ...retryHeaders(CONCURRENCY_RETRY_MS) }),
  },
  token_rate_exceeded: {
    status: 429,
    message: ({ scope, retryAfterMs }) =>
      `This request may take more tokens than ${OWNERS[scope]} has left. ${waitOrAsk(retryAfterMs)}`,
    headers: limitHeaders,
  },
  budget_exceeded: {
    status: 429,
    message: ({ scope, retryAfterMs }) =>
      `This request may cost more than ${OWNERS[scope]} has left of its budget. ${waitOrAsk(retryAfterMs)}`,
    headers: limitHeaders,
  },
  not_metered: {
    status: 403,
    message: ({ what }) =>
      `Your usage is limited by money or tokens, and what ${what} will cost is not known before. ` +
      `Do without it, or ask ${OPERATOR}.`,
  },
  ledger_unavailable: {
    status: 503,
    message:
      'The gateway cannot count your usage at the moment, so it does not send your request. Try again in ' +
      `${LEDGER_RETRY_MS / 1000} s.`,
    headers: retryHeaders(LEDGER_RETRY_MS),
  },
  admin_only: {
    status: 403,
    message:
      'Only users with `admin: true` see what all users used. /v1/me shows what you used. ' +
      `${capitalised(OPERATOR)} sets it in the stack settings.`,
  },
  account_choice_not_allowed: {
    status: 403,
    message:
      'Only users with `admin: true` choose the Azure account with the header `x-gateway-account`. Leave ' +
      `the header out, or ask ${OPERATOR}.`,
  },
  account_not_found: {
    status: 404,
    message: ({ account, available }) =>
      `No account \`${shortened(account)}\` serves this. ${describeAccounts(available)}`,
    // For programs. A name in BACKENDS may have any characters.
    headers: ({ available }) => ({
      'x-gateway-accounts': available.map(encodeURIComponent).join(', '),
    }),
  },
  invalid_range: {
    status: 400,
    message: ({ parameter, expected }) => `\`${parameter}\` must be ${expected}.`,
    param: ({ parameter }) => parameter,
  },
  rate_limit_exceeded: {
    status: 429,
    message: ({ retryAfterMs }) =>
      `Every Azure account that serves this is busy. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
    headers: ({ retryAfterMs }) => retryHeaders(retryAfterMs),
  },
  upstream_unreachable: {
    status: 502,
    message: 'Azure OpenAI could not be reached. Try again.',
  },
  upstream_timeout: {
    status: 504,
    message: ({ timeoutMs }) =>
      `Azure OpenAI sent nothing for ${timeoutMs / 1000} s. ` +
      'Try again, stream the answer, or request a shorter one.',
  },
  // Mostly inside a stream, whose status was sent long before.
  upstream_stream_interrupted: {
    status: 502,
    message: 'The stream from Azure OpenAI broke off, so the answer is incomplete. Try again.',
  },
  upstream_credentials_rejected: {
    status: 502,
    message:
      "Azure OpenAI did not accept this gateway's own credentials. Your key is not at fault. " +
      `Tell ${OPERATOR}.`,
  },
  azure_access_not_ready: {
    status: 503,
    message: ({ retryAfterMs }) =>
      'Azure does not accept the identity of this gateway yet. That is normal for some minutes after a ' +
      `deployment. Try again in ${Math.ceil(retryAfterMs / 1000)} s. If it lasts, tell ${OPERATOR}.`,
    headers: ({ retryAfterMs }) => retryHeaders(retryAfterMs),
  },
  azure_login_unavailable: {
    status: 503,
    message: ({ retryAfterMs }) =>
      'The gateway cannot sign in to Azure at the moment. Try again in ' +
      `${Math.ceil(retryAfterMs / 1000)} s.`,
    headers: ({ retryAfterMs }) => retryHeaders(retryAfterMs),
  },
  upstream_invalid_response: {
    status: 502,
    message: 'Azure OpenAI sent a response that this gateway cannot pass on. Try again.',
  },
  // Never sent: logged only, as nginx does.
  client_closed_request: {
    status: 499,
    message: 'The client closed the connection.',
  },
  internal_error: {
    status: 500,
    message: `Internal gateway error. Give ${OPERATOR} the x-request-id of this response.`,
  },
};

/** Waiting does not help where the limit does not reset. */
function limitHeaders({
  retryAfterMs,
  left,
}: Pick<Failure<'budget_exceeded'>, 'retryAfterMs' | 'left'>): HeaderFields {
  const retry = retryAfterMs === null ? { 'x-should-retry': 'false' } : retryHeaders(retryAfterMs);
  return { ...left, ...retry };
}
