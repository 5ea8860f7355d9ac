// The steps from a request to an answer, in Azure's order: credentials, resource, body,
// deployment, capability, quota, operation. Must not write anything to a socket.
import type { AzureAccount } from './account.ts';
import { checkCredentials } from './auth.ts';
import type { Fault } from './delivery/fault.ts';
import type { Form } from './form.ts';
import { isSet, type JsonObject } from './json-value.ts';
import type { Memories } from './memory.ts';
import { describeModel } from './model-facts.ts';
import type { Answer, Call, DeploymentOperation } from './operation.ts';
import { findRoute, type Route } from './operations.ts';
import type { Pace } from './delivery/pace.ts';
import type { Quotas } from './rate-limit.ts';
import type { ReceivedRequest } from './received-request.ts';
import {
  deploymentNotFound,
  invalidRequest,
  operationNotSupported,
  rateLimited,
  Refusal,
  resourceNotFound,
} from './refusal.ts';
import { deploymentHeaders } from './reply-head.ts';
import { readFields } from './request-body.ts';
import { checkApiVersion, isBefore, parseTarget } from './surface.ts';

/** What all requests to one server share. */
export interface Gateway {
  readonly quotas: Quotas;
  readonly memories: Memories;
  readonly enforceRateLimits: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An answer, and the headers that its deployment adds. */
interface Reply {
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one request to one account. `form`: its body as `readForm` read it. */
export function answerRequest(
  gateway: Gateway,
  account: AzureAccount,
  request: ReceivedRequest,
  fault: Fault,
  pace: Pace,
  form: Form | Refusal | undefined,
): Reply {
  const refuse = (answer: Refusal): Reply => ({ answer, headers: {} });
  // The host is in no message, so any will do to read a path with its query.
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
    memory: gateway.memories.of(account.subdomain),
    fault,
    pace,
    createdS: Math.floor(gateway.now() / 1000),
  };
  if (route.operation.scope === 'account') {
    return { answer: route.operation.answer(call), headers: {} };
  }
  const { operation } = route;
  if (isBefore(call, operation.since)) return refuse(resourceNotFound());
  const body = readFields(request, form, operation.takes ?? 'json');
  if (body instanceof Refusal) return refuse(body);
  return answerInDeployment(gateway, route, operation, call, body);
}

function answerInDeployment(
  gateway: Gateway,
  route: Route,
  operation: DeploymentOperation,
  call: Call,
  body: JsonObject,
): Reply {
  if (route.deployment === undefined && !isSet(body, 'model')) {
    return {
      answer: invalidRequest('you must provide a model parameter', 'model'),
      headers: {},
    };
  }
  const { account, apiVersion } = call;
  // v1 takes deployment names only; a base model's name is as unknown as any other.
  const name = route.deployment ?? body['model'];
  const deployment = account.deployments.find((known) => known.name === name);
  const isBlind = call.surface === 'v1' && operation.isBlindOnV1 === true;
  if (deployment === undefined || isBlind) return { answer: deploymentNotFound(), headers: {} };
  const model = describeModel(deployment.model, deployment.version);
  const quota = gateway.quotas.count(
    `${account.subdomain}/${deployment.name}`,
    deployment.capacity,
    operation.estimateTokens(body),
  );
  const headers = { ...deploymentHeaders(call.surface, deployment.name), ...quota.headers };
  if (!model.capabilities.includes(operation.capability)) {
    return { answer: operationNotSupported(operation.capability, model.name), headers };
  }
  if (gateway.enforceRateLimits && quota.exceeded !== undefined) {
    const { operationId } = operation;
    return { answer: rateLimited(operationId, apiVersion, quota.exceeded, quota.resetS), headers };
  }
  return { answer: operation.answer({ ...call, model, body }), headers };
}
