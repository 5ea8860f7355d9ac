// Owns: every way a request can fail inside the gateway, and the one answer each of them gets.
// The shape is the one the OpenAI SDKs read: https://platform.openai.com/docs/guides/error-codes.
// No message may hold a key, an upstream body or a stack.

export type GatewayError =
  | { readonly kind: 'misconfigured' }
  | { readonly kind: 'missing_key' }
  | { readonly kind: 'wrong_key' }
  | { readonly kind: 'unknown_route'; readonly method: string; readonly path: string }
  | { readonly kind: 'method_not_allowed'; readonly method: string; readonly allow: string }
  | { readonly kind: 'missing_model' }
  | { readonly kind: 'unknown_model'; readonly model: string; readonly available: string }
  | { readonly kind: 'absent_operation'; readonly advice: string }
  | {
      readonly kind: 'unsupported_operation';
      readonly model: string;
      readonly able: string | undefined;
    }
  | { readonly kind: 'account_data_closed' }
  | { readonly kind: 'upgrade_required' }
  | { readonly kind: 'no_websocket' }
  | { readonly kind: 'invalid_form'; readonly reason: FormFault }
  | { readonly kind: 'repeated_field'; readonly name: string }
  | { readonly kind: 'invalid_json' }
  | { readonly kind: 'not_an_object' }
  | { readonly kind: 'body_too_large'; readonly limitBytes: number }
  | { readonly kind: 'unsupported_media_type'; readonly allowed: string }
  | { readonly kind: 'upstream_unreachable' }
  | { readonly kind: 'upstream_timeout'; readonly timeoutMs: number }
  | { readonly kind: 'upstream_credentials' }
  | { readonly kind: 'upstream_invalid_response' }
  | { readonly kind: 'client_left' }
  | { readonly kind: 'internal' };

/** How a multipart body can be broken. */
export type FormFault = keyof typeof FORM_FAULTS;

const FORM_FAULTS = {
  no_boundary:
    'its Content-Type names no boundary of up to 70 characters. Let the HTTP client set that header',
  boundary_not_found: 'the boundary that its Content-Type names does not occur in it',
  cut_short: 'it ends before its closing boundary',
  field_without_name: 'one of its fields has no name',
  too_much: 'it has too many fields, or one with too many headers',
} as const;

/** What a failure looks like on the wire. */
export interface WireError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The members that the SDKs read from `{"error": …}`. */
export interface OpenAIError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** Maps a failure to status, code and words. A new kind without an answer does not compile. */
export function toWireError(error: GatewayError): WireError {
  switch (error.kind) {
    case 'misconfigured':
      return {
        status: 500,
        code: 'gateway_misconfigured',
        message: "The gateway is misconfigured. Its operator finds the cause in the Worker's log.",
      };
    case 'missing_key':
      return {
        status: 401,
        code: 'missing_api_key',
        message:
          'No API key was sent. Send the key you were given for this gateway as ' +
          '`Authorization: Bearer <key>` or `api-key: <key>`.',
      };
    case 'wrong_key':
      return {
        status: 401,
        code: 'invalid_api_key',
        message:
          'The API key is not one of this gateway. Check it for missing characters, or ask the ' +
          'operator of the gateway for a key.',
      };
    case 'unknown_route':
      return {
        status: 404,
        code: 'unknown_url',
        message:
          `Unknown request URL: ${error.method} ${error.path}. ` +
          'This gateway serves the OpenAI API below /v1; check the base URL of the client.',
      };
    case 'method_not_allowed':
      return {
        status: 405,
        code: 'method_not_allowed',
        message: `${error.method} is not allowed here. Use ${error.allow}.`,
        headers: { allow: error.allow },
      };
    case 'missing_model':
      return {
        status: 400,
        code: 'missing_required_parameter',
        message: 'The request names no model: set `model` to a string.',
        param: 'model',
      };
    case 'unknown_model':
      return {
        status: 404,
        code: 'model_not_found',
        message: `The model \`${error.model.slice(0, 100)}\` does not exist here. ${error.available}`,
        param: 'model',
      };
    case 'absent_operation':
      return { status: 404, code: 'not_available_on_azure', message: error.advice };
    case 'unsupported_operation':
      return {
        status: 400,
        code: 'unsupported_operation',
        message:
          `The model \`${error.model}\` does not serve this operation. ` +
          (error.able === undefined ? 'No model here does.' : `Use \`${error.able}\`.`),
        param: 'model',
      };
    case 'account_data_closed':
      return {
        status: 403,
        code: 'account_data_closed',
        message:
          'Files, batches, vector stores and fine-tuning belong to the Azure account and so to all ' +
          'users of this gateway; they are closed to you. The operator opens them with ' +
          '`accountData: true` at your user in the stack settings.',
      };
    case 'upgrade_required':
      return {
        status: 426,
        code: 'upgrade_required',
        headers: { upgrade: 'websocket' },
        message: 'This operation is a WebSocket: connect with wss:// and an Upgrade header.',
      };
    case 'no_websocket':
      return {
        status: 400,
        code: 'no_websocket',
        message: 'This operation is no WebSocket: send it without an Upgrade header.',
      };
    case 'invalid_form':
      return {
        status: 400,
        code: 'invalid_form',
        message: `The multipart body cannot be read: ${FORM_FAULTS[error.reason]}.`,
      };
    case 'repeated_field':
      return {
        status: 400,
        code: 'invalid_form',
        message: `The multipart body has the field \`${error.name}\` more than once.`,
        param: error.name,
      };
    case 'invalid_json':
      return {
        status: 400,
        code: 'invalid_json',
        message: 'The request body is not valid JSON in UTF-8.',
      };
    case 'not_an_object':
      return {
        status: 400,
        code: 'invalid_json',
        message: 'The request body must be a JSON object.',
      };
    case 'body_too_large':
      return {
        status: 413,
        code: 'request_too_large',
        message: `The request body is longer than the ${error.limitBytes} bytes this gateway takes.`,
      };
    case 'unsupported_media_type':
      return {
        status: 415,
        code: 'unsupported_media_type',
        message: `This operation takes ${error.allowed}: set the Content-Type header accordingly.`,
      };
    case 'upstream_unreachable':
      return {
        status: 502,
        code: 'upstream_unreachable',
        message: 'Azure OpenAI could not be reached. Try again.',
      };
    case 'upstream_timeout':
      return {
        status: 504,
        code: 'upstream_timeout',
        message:
          `Azure OpenAI sent no answer within ${error.timeoutMs / 1000} s. ` +
          'Try again, stream the answer, or ask for less at once.',
      };
    case 'upstream_credentials':
      return {
        status: 502,
        code: 'upstream_credentials_rejected',
        message:
          "Azure OpenAI did not accept this gateway's own credentials. Your key is not at fault; " +
          'tell the operator of the gateway.',
      };
    case 'upstream_invalid_response':
      return {
        status: 502,
        code: 'upstream_invalid_response',
        message: 'Azure OpenAI gave an answer that this gateway cannot pass on. Try again.',
      };
    case 'client_left':
      // Nobody reads this one; 499 is the customary status in logs.
      return { status: 499, code: 'client_closed_request', message: 'The client left.' };
    case 'internal':
      return {
        status: 500,
        code: 'internal_error',
        message: 'The gateway failed. Its operator finds the request by its x-request-id.',
      };
  }
}

/** OpenAI's `type` for a status, as its own API pairs them. */
export function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

/** The JSON text of an error body, `{"error":{"message","type","param","code"}}`. */
export function errorBody(error: OpenAIError): string {
  return JSON.stringify({ error });
}

/** The body of a gateway failure. */
export function wireErrorBody(wire: WireError): string {
  return errorBody({
    message: wire.message,
    type: errorType(wire.status),
    param: wire.param ?? null,
    code: wire.code,
  });
}
