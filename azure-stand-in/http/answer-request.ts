// The steps from a request to an answer, in Azure's order: credentials, api-version, resource, body,
// deployment, capability, quota, operation. Nothing in here writes to a socket.
import type { Answer } from '../answers/answer.ts';
import {
  deploymentNotFound,
  invalidRequest,
  operationNotSupported,
  rateLimited,
  Refusal,
  resourceNotFound,
} from '../answers/refusal.ts';
import { describeModel } from '../models/model-facts.ts';
import type { AzureAccount } from '../operation/account.ts';
import type { Call, DeploymentOperation } from '../operation/operation.ts';
import type { Form } from '../reading/form.ts';
import { isSet, type JsonObject } from '../reading/json-value.ts';
import { checkApiVersion, isBefore, parseTarget } from '../reading/parse-target.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import { readFields } from '../reading/request-body.ts';
import { checkCredentials } from './authenticate.ts';
import { findRoute, type Route } from './find-operation.ts';
import { deploymentHeaders } from './reply-headers.ts';
import type { RequestedBehaviour } from './requested-behaviour.ts';
import type { ServerState } from './server-state.ts';

/** An answer, and the headers that its deployment adds. */
interface Reply {
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one request to one account. `form` is its body as `readForm` read it. */
export function answerRequest(
  state: ServerState,
  account: AzureAccount,
  request: ReceivedRequest,
  { fault, pace }: RequestedBehaviour,
  form: Form | Refusal | undefined,
): Reply {
  // The host appears in no message, so any will do to split a path from its query.
  const url = URL.parse(`http://account${request.path}`);
  const target = url === null ? undefined : parseTarget(url.pathname);
  if (url === null || target === undefined) return refuse(resourceNotFound());
  const wrongCaller = checkCredentials(target.surface, request.headers, account.keys);
  if (wrongCaller !== undefined) return refuse(wrongCaller);
  const apiVersion = checkApiVersion(target.surface, url.searchParams);
  if (apiVersion instanceof Refusal) return refuse(apiVersion);
  const route = findRoute(request.method, target);
  if (route === undefined) return refuse(resourceNotFound());
  if (form instanceof Refusal) return refuse(form);
  const call = {
    surface: target.surface,
    apiVersion,
    params: route.params,
    query: url.searchParams,
    request,
    form,
    account,
    memory: state.memories.of(account.subdomain),
    fault,
    pace,
    createdS: Math.floor(state.now() / 1000),
  };
  if (route.operation.scope === 'account') {
    return { answer: route.operation.answer(call), headers: {} };
  }
  const { operation } = route;
  if (isBefore(call, operation.since)) return refuse(resourceNotFound());
  const body = readFields(request, form, operation.takes ?? 'json');
  if (body instanceof Refusal) return refuse(body);
  return answerInDeployment(state, route, operation, call, body);
}

function refuse(answer: Refusal): Reply {
  return { answer, headers: {} };
}

function answerInDeployment(
  state: ServerState,
  route: Route,
  operation: DeploymentOperation,
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
      operation.limit?.({ ...call, model, body }, quota.resetS) ??
      rateLimited(operationId, apiVersion, quota.exceeded, quota.resetS);
    return { answer, headers };
  }
  return { answer: operation.answer({ ...call, model, body }), headers };
}
