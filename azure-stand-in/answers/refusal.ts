// The error answers of Azure OpenAI, in its own words where a source has them.
import { STATUS_CODES } from 'node:http';
import type { Surface } from '../answers/surface.ts';

/** An error answer. Functions return it in place of their value; it is never thrown. */
export class Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The gateway's own shape: no `type`, no `param`. */
function gatewayError(status: number, code: string, message: string): Refusal {
  return new Refusal(status, { error: { code, message } });
}

/** The model service's shape: a 400 about one parameter. `code` is null where OpenAI gives none. */
export function invalidRequest(
  message: string,
  param: string | null,
  code: string | null = null,
): Refusal {
  return new Refusal(400, { error: { message, type: 'invalid_request_error', param, code } });
}

/** Unknown path or operation, missing or malformed `api-version` (github openai/openai-python#2608). */
export function resourceNotFound(): Refusal {
  return gatewayError(404, '404', 'Resource not found');
}

/** Something that the model service does not have, such as a response or a conversation. */
export function notFound(message: string, param: string | null = null): Refusal {
  const error = { message, type: 'invalid_request_error', param, code: null };
  return new Refusal(404, { error });
}

/** A dated version on the v1 surface (github pydantic/pydantic-ai#5066). */
export function apiVersionNotAllowed(): Refusal {
  return gatewayError(
    400,
    'BadRequest',
    'api-version query parameter is not allowed when using /v1 path',
  );
}

/**
 * A wrong key. Both shapes have been seen. The classic surface answers with an `error` object (github
 * SciSharp/BotSharp#386); v1 answers without one here, so that clients of this server meet the
 * shape in which an OpenAI SDK finds no `error` at all (openai-node src/core/error.ts reads only that).
 */
export function wrongKey(surface: Surface): Refusal {
  const message =
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a ' +
    'valid key for an active subscription and use a correct regional API endpoint for your resource.';
  return surface === 'classic'
    ? gatewayError(401, '401', message)
    : new Refusal(401, { statusCode: 401, message });
}

/** No credentials, or an invalid Entra token (devgem.io, "Unauthorized Error 401"). */
export function wrongToken(): Refusal {
  const message =
    'Unauthorized. Access token is missing, invalid, audience is incorrect ' +
    '(https://cognitiveservices.azure.com), or has expired.';
  return new Refusal(401, { statusCode: 401, message });
}

/**
 * The caller's roles on the account do not allow the operation. Status 401, not 403: azurefeeds.com
 * 2025-07-08 ("Lesson Learned #527"), github davrous/AzureAgentToM365#3.
 *
 * @param dataAction such as `Microsoft.CognitiveServices/accounts/OpenAI/files/write`
 * @param operation such as `POST /openai/deployments/{deployment-id}/chat/completions`
 */
export function permissionDenied(
  principal: string,
  dataAction: string,
  operation: string,
): Refusal {
  return gatewayError(
    401,
    'PermissionDenied',
    `The principal \`${principal}\` lacks the required data action \`${dataAction}\` to perform ` +
      `\`${operation}\` operation.`,
  );
}

/** A key, at an account with `disableLocalAuth` (github browser-use/browser-use#1295). */
export function keysDisabled(): Refusal {
  return failure(403, {});
}

/** No deployment of that name in this account, on both surfaces (github chatboxai/chatbox#646). */
export function deploymentNotFound(): Refusal {
  return gatewayError(
    404,
    'DeploymentNotFound',
    'The API deployment for this resource does not exist. If you created the deployment within the ' +
      'last 5 minutes, please wait a moment and try again.',
  );
}

/** The deployed model cannot do this (github microsoft/graphrag#1557). */
export function operationNotSupported(operation: string, model: string): Refusal {
  return gatewayError(
    400,
    'OperationNotSupported',
    `The ${operation} operation does not work with the specified model, ${model}. Please choose ` +
      'different model and try again. You can learn more about which models can be used with each ' +
      'operation here: https://go.microsoft.com/fwlink/?linkid=2197993.',
  );
}

/** A query that does not fit the operation (github maximhq/bifrost#3760). */
export function unsupportedQuery(message: string): Refusal {
  return gatewayError(400, 'OperationNotSupported', message);
}

/** A body that is not plain, uncompressed JSON. */
export function unsupportedMediaType(what: string): Refusal {
  return gatewayError(415, 'UnsupportedMediaType', `Unsupported media type: ${what}.`);
}

/** Quota used up (github alex-wolf-ps/dbchatprov2#2, jasonacox/TinyLLM#17). */
export function rateLimited(
  operationId: string,
  apiVersion: string,
  limit: 'token' | 'call',
  waitS: number,
): Refusal {
  const refusal = gatewayError(
    429,
    '429',
    `Requests to the ${operationId} Operation under Azure OpenAI API version ${apiVersion} have ` +
      `exceeded ${limit} rate limit of your current OpenAI S0 pricing tier. Please retry after ` +
      `${waitS} seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to ` +
      'further increase the default rate limit.',
  );
  const headers = { 'retry-after': String(waitS), 'retry-after-ms': String(waitS * 1000) };
  return new Refusal(refusal.status, refusal.body, headers);
}

/** The body that Azure itself sends with a status. Used for faults that name a status. */
export function failure(status: number, headers: Readonly<Record<string, string>>): Refusal {
  const { code, message } = FAILURES[status] ?? {
    code: String(status),
    message: STATUS_CODES[status] ?? 'Unknown error',
  };
  return new Refusal(status, { error: { code, message } }, headers);
}

const FAILURES: Readonly<Record<number, { readonly code: string; readonly message: string }>> = {
  401: { code: '401', message: 'Access denied due to invalid subscription key.' },
  // github browser-use/browser-use#1295
  403: {
    code: 'AuthenticationTypeDisabled',
    message: 'Key based authentication is disabled for this resource.',
  },
  // github Ironclad/rivet#344
  408: { code: 'Timeout', message: 'The operation was timeout.' },
  // github microsoft/copilot-camp#551
  429: { code: '429', message: 'Rate limit is exceeded. Try again in 2 seconds.' },
  500: { code: 'InternalServerError', message: 'Backend returned unexpected response.' },
  503: { code: 'ServiceUnavailable', message: 'The service is temporarily unavailable.' },
};
