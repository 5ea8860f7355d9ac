// The steps from a request to an answer, in Azure's order: credentials, api-version, resource, roles,
// body, deployment, capability, quota, operation. Nothing in here writes to a socket.
import { authenticate, type Caller } from '../access/authenticate.ts';
import { authorize, authorizeMaker } from '../access/authorize.ts';
import type { OperationName } from '../access/data-actions.ts';
import type { Answer } from '../answers/answer.ts';
import {
  deploymentNotFound,
  invalidRequest,
  operationNotSupported,
  rateLimited,
  Refusal,
  resourceNotFound,
} from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';
import { describeModel } from '../models/model-facts.ts';
import type { AzureAccount } from '../operation/account.ts';
import type { Call, DeploymentOperation } from '../operation/operation.ts';
import type { Form } from '../reading/form.ts';
import { isSet, type JsonObject } from '../reading/json-value.ts';
import { checkApiVersion, isBefore, parseTarget } from '../reading/parse-target.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import { readFields } from '../reading/request-body.ts';
import { findRoute, type Route } from './find-operation.ts';
import { answerCharged } from '../usage/charging.ts';
import { deploymentHeaders } from './reply-headers.ts';
import type { RequestedBehaviour } from './requested-behaviour.ts';
import type { ServerState } from './server-state.ts';

/** An answer, and the headers that its deployment adds. */
interface Reply {
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one request to one account. `form` is its body as `readForm` read it. */
export async function answerRequest(
  state: ServerState,
  account: AzureAccount,
  request: ReceivedRequest,
  { fault, pace, usage }: RequestedBehaviour,
  form: Form | Refusal | undefined,
): Promise<Reply> {
  // The host appears in no message, so any will do to split a path from its query.
  const url = URL.parse(`http://account${request.path}`);
  const target = url === null ? undefined : parseTarget(url.pathname);
  if (url === null || target === undefined) return refuse(resourceNotFound());
  const { surface } = target;
  const { headers } = request;
  const caller = await authenticate(account, { surface, headers, tokens: state.tokens });
  if (caller instanceof Refusal) return refuse(caller);
  const apiVersion = checkApiVersion(surface, url.searchParams);
  if (apiVersion instanceof Refusal) return refuse(apiVersion);
  const route = findRoute(request.method, target);
  if (route === undefined) return refuse(resourceNotFound());
  const name = nameOf(route, surface);
  const notAllowed = authorize(account, caller, name);
  if (notAllowed !== undefined) return refuse(notAllowed);
  if (form instanceof Refusal) return refuse(form);
  const call = {
    surface,
    apiVersion,
    params: route.params,
    query: url.searchParams,
    request,
    form,
    account,
    memory: state.memories.of(account.subdomain),
    fault,
    pace,
    usage,
    bill: state.bill,
    createdS: Math.floor(state.now() / 1000),
  };
  if (route.operation.scope === 'account') {
    return { answer: route.operation.answer(call), headers: {} };
  }
  const { operation } = route;
  if (isBefore(call, operation.since)) return refuse(resourceNotFound());
  const body = readFields(request, form, operation.takes ?? 'json');
  if (body instanceof Refusal) return refuse(body);
  return answerInDeployment(state, { route, operation, caller, name }, call, body);
}

function nameOf({ operation, deployment }: Route, surface: Surface): OperationName {
  const { method, path } = operation;
  return { surface, method, path, isInDeployment: deployment !== undefined };
}

/** An operation on a deployment, and who calls it. */
interface AllowedCall {
  readonly route: Route;
  readonly operation: DeploymentOperation;
  readonly caller: Caller;
  readonly name: OperationName;
}

function refuse(answer: Refusal): Reply {
  return { answer, headers: {} };
}

function answerInDeployment(
  state: ServerState,
  { route, operation, caller, name: operationName }: AllowedCall,
  call: Call,
  body: JsonObject,
): Reply {
  if (route.deployment === undefined && !isSet(body, 'model')) {
    return refuse(invalidRequest('you must provide a model parameter', 'model'));
  }
  const { account, apiVersion } = call;
  // v1 takes deployment names only; a base model's name is as unknown as any other.
  const name = route.deployment ?? body['model'];
  const deployment = account.deployments.find((known) => known.name === name);
  const isBlind = call.surface === 'v1' && operation.isBlindOnV1 === true;
  if (deployment === undefined || isBlind) return refuse(deploymentNotFound());
  const model = describeModel(deployment.model, deployment.version);
  const notAllowed = authorizeMaker(account, caller, operationName, model.maker);
  if (notAllowed !== undefined) return refuse(notAllowed);
  const quota = state.quotas.count(
    `${account.subdomain}/${deployment.name}`,
    deployment.capacity,
    operation.estimateTokens(body),
  );
  const headers = { ...deploymentHeaders(call.surface, deployment.name), ...quota.headers };
  if (!model.capabilities.includes(operation.capability)) {
    return { answer: operationNotSupported(operation.capability, model.name), headers };
  }
  if (state.enforceRateLimits && quota.exceeded !== undefined) {
    const { operationId } = operation;
    const answer =
      operation.limit?.({ ...call, model, body, charge: ignore }, quota.resetS) ??
      rateLimited(operationId, apiVersion, quota.exceeded, quota.resetS);
    return { answer, headers };
  }
  const charged = { deployment, operationId: operation.operationId, body };
  const answer = answerCharged(call, charged, (charge) =>
    operation.answer({ ...call, model, body, charge }),
  );
  return { answer, headers };
}

/** What is refused for its quota was not processed. */
function ignore(): void {
  // Nothing is billed.
}
