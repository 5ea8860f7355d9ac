// A request to Azure with what authenticates it: a key, or a token of Microsoft Entra.

import type { RequestContext } from '../context.ts';
import type { Failure } from '../contract/failure.ts';
import { LOGIN_TIMEOUT_MS } from '../contract/limits.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { NOT_READY_RETRY_MS, unavailable } from '../entra/login-errors.ts';
import type { Credential } from '../models/backend.ts';
import { callAzure, type AzureRequest } from './call-azure.ts';
import { cancelQuietly } from './first-bytes.ts';

const ROLE_ADVICE =
  "Azure does not accept the gateway's token: a new role assignment takes up to 10 minutes. If it lasts " +
  'longer, check with `npm run up -- --refresh` that the managed identity has its role on this account, and ' +
  'that the account allows access from all networks.';

/** What the client gets where an account refuses the token. */
export const ACCESS_NOT_READY: Failure = {
  kind: 'azure_access_not_ready',
  retryAfterMs: NOT_READY_RETRY_MS,
};

/**
 * Sends a request with a credential. Adds a header to those of the request.
 *
 * @param clientKey Azure's own key, where the client sends it
 */
export async function callAuthorized(
  context: RequestContext,
  credential: Credential,
  clientKey: string,
  request: AzureRequest,
): Promise<Result<Response, Failure>> {
  const { instance, timer } = context;
  if (credential.kind === 'token') return callWithToken(context, request);
  request.headers['api-key'] = credential.kind === 'key' ? credential.key : clientKey;
  return callAzure(request, instance.fetch, timer);
}

async function callWithToken(
  context: RequestContext,
  request: AzureRequest,
): Promise<Result<Response, Failure>> {
  const { instance, note } = context;
  const token = await tokenFor(context);
  if (!token.ok) return token;
  const answer = await callOnce(context, request, token.value);
  if (!answer.ok || !isRefusedToken(answer.value)) return answer;

  note({ entra: `HTTP ${answer.value.status}`, advice: ROLE_ADVICE });
  // A body that passes unread cannot be sent twice.
  const isResendable = !(request.body instanceof ReadableStream);
  const mayHelp = answer.value.status === 401 && instance.azureToken?.refuse(token.value) === true;
  if (!isResendable || !mayHelp) return answer;
  const another = await tokenFor(context);
  if (another.ok && another.value === token.value) return answer;
  await cancelQuietly(answer.value.body);
  if (!another.ok) return another;
  const repeated = await callOnce(context, request, another.value);
  if (repeated.ok && !isRefusedToken(repeated.value)) note({ entra: undefined, advice: undefined });
  return repeated;
}

function callOnce(
  { instance, timer }: RequestContext,
  request: AzureRequest,
  token: string,
): Promise<Result<Response, Failure>> {
  request.headers['authorization'] = `Bearer ${token}`;
  return callAzure(request, instance.fetch, timer);
}

/** The identity is unknown, or has no role: nothing was executed. */
export function isRefusedToken({ status }: Response): boolean {
  return status === 401 || status === 403;
}

async function tokenFor({
  instance,
  timer,
  waitUntil,
  note,
}: RequestContext): Promise<Result<string, Failure>> {
  const { azureToken } = instance;
  // The bindings were checked, so there is one wherever an account needs it.
  if (azureToken === undefined) throw new Error('no signing key');
  const known = azureToken.current(waitUntil);
  if (known !== undefined) return ok(known);
  const got = await timer.waitFor(LOGIN_TIMEOUT_MS, azureToken.get(waitUntil));
  if (got?.ok === true) return got;
  const { failure, code, advice } = got?.error ?? unavailable();
  note({ entra: code, advice });
  return err(failure);
}
