// A request to Azure with what authenticates it: a key, or a token of Microsoft Entra.

import type { RequestContext } from '../context.ts';
import type { Failure } from '../contract/failure.ts';
import { LOGIN_TIMEOUT_MS } from '../contract/limits.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { NOT_READY_RETRY_MS, unavailable } from '../entra/login-errors.ts';
import { decode } from '../formats/bytes.ts';
import { parseObject } from '../formats/json.ts';
import { azureRequestId } from '../http/headers.ts';
import type { Backend } from '../models/backend.ts';
import { callAzure, type AzureRequest } from './call-azure.ts';
import { errorOf, readErrorBody } from './error-body.ts';

const ROLE_ADVICE =
  "Azure does not accept the gateway's token: a new role assignment takes up to 10 minutes. If it lasts " +
  'longer, check with `npm run up -- --refresh` that the managed identity has its role on this account.';

const CLOSED_ADVICE =
  'the account refuses the gateway for another reason than a missing role. Check that it allows access from ' +
  'all networks, and that a policy does not forbid the operation.';

/** What an account refuses a token with that it would take if it had the role. */
const NO_ROLE = 'PermissionDenied';

/**
 * Sends a request with a credential. Adds a header to those of the request.
 *
 * @param clientKey Azure's own key, where the client sends it
 * @returns as a failure also an answer that refuses the gateway's token
 */
export async function callAuthorized(
  context: RequestContext,
  { name, credential }: Pick<Backend, 'name' | 'credential'>,
  clientKey: string,
  request: AzureRequest,
): Promise<Result<Response, Failure>> {
  const { instance, timer } = context;
  if (credential.kind === 'token') return callWithToken(context, name, request);
  request.headers['api-key'] = credential.kind === 'key' ? credential.key : clientKey;
  return callAzure(request, instance.fetch, timer);
}

/** Whether the gateway's identity was refused, so that nothing was executed. */
export function isLockedOut(failure: Failure): boolean {
  return isSignedOut(failure) || ('by' in failure && failure.by === 'account');
}

/** Whether there is no token, for any account. */
export function isSignedOut(failure: Failure): boolean {
  if (failure.kind === 'azure_login_unavailable') return true;
  return 'by' in failure && failure.by === 'entra';
}

async function callWithToken(
  context: RequestContext,
  account: string,
  request: AzureRequest,
): Promise<Result<Response, Failure>> {
  const { instance, timer, waitUntil } = context;
  const token = await tokenFor(context);
  if (!token.ok) return token;
  const answer = await callOnce(context, request, token.value);
  if (!answer.ok || !isRefusal(answer.value)) return answer;
  const code = await readCode(answer.value, context);
  const { status } = answer.value;
  // A body that passes unread cannot be sent twice. A role is not missing in the token.
  const mayRepeat = status === 401 && code !== NO_ROLE && !(request.body instanceof ReadableStream);
  const another = mayRepeat
    ? await timer.waitFor(
        LOGIN_TIMEOUT_MS,
        orNone(instance.azureToken?.replace(token.value, account, waitUntil)),
      )
    : undefined;
  if (another?.ok !== true) return refusedBy(context, answer.value, code);
  const repeated = await callOnce(context, request, another.value);
  if (!repeated.ok || !isRefusal(repeated.value)) return repeated;
  instance.azureToken?.giveUp(account);
  return refusedBy(context, repeated.value, await readCode(repeated.value, context));
}

async function orNone<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  return promise;
}

function callOnce(
  { instance, timer }: RequestContext,
  request: AzureRequest,
  token: string,
): Promise<Result<Response, Failure>> {
  request.headers['authorization'] = `Bearer ${token}`;
  return callAzure(request, instance.fetch, timer);
}

function isRefusal({ status }: Response): boolean {
  return status === 401 || status === 403;
}

/** Azure's code in an error's body; empty where it has none. */
async function readCode(response: Response, context: RequestContext): Promise<unknown> {
  const body = await readErrorBody(response, context);
  return errorOf(parseObject(body === undefined ? '' : decode(body)) ?? {})['code'];
}

/** A new role takes minutes. What else makes an account answer 403 does not pass by itself. */
function refusedBy(
  { note }: RequestContext,
  { status, headers }: Response,
  code: unknown,
): Result<never, Failure> {
  const mayPass = status === 401 || code === NO_ROLE;
  const advice = mayPass ? ROLE_ADVICE : CLOSED_ADVICE;
  note({ id: azureRequestId(headers), upstreamStatus: status, entra: `HTTP ${status}`, advice });
  return err(
    mayPass
      ? { kind: 'azure_access_not_ready', retryAfterMs: NOT_READY_RETRY_MS, by: 'account' }
      : { kind: 'upstream_credentials_rejected', by: 'account' },
  );
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
