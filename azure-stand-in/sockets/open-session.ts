// The steps from a request for a WebSocket to a session, in the order of http/answer-request.ts. A
// refusal comes before the upgrade, as a plain HTTP answer.
import type { AzureAccount } from '../operation/account.ts';
import { checkCredentials } from '../http/authenticate.ts';
import type { Pace } from '../faults/pace.ts';
import type { ServerState } from '../http/server-state.ts';
import { describeModel, type ModelFacts } from '../models/model-facts.ts';
import { REALTIME_SOCKETS } from '../realtime/realtime-sockets.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import {
  deploymentNotFound,
  operationNotSupported,
  Refusal,
  resourceNotFound,
} from '../answers/refusal.ts';
import { RESPONSE_SOCKET } from '../responses/response-socket.ts';
import { checkApiVersion, parseTarget } from '../reading/parse-target.ts';
import type { Session, SocketCall, SocketOperation } from './session.ts';

const OPERATIONS: readonly SocketOperation[] = [...REALTIME_SOCKETS, RESPONSE_SOCKET];

/** Starts the session that the request asks for. */
export function openSession(
  state: ServerState,
  account: AzureAccount,
  request: ReceivedRequest,
  pace: Pace,
): Session | Refusal {
  const url = URL.parse(`http://account${request.path}`);
  const target = url === null ? undefined : parseTarget(url.pathname);
  if (url === null || target === undefined) return resourceNotFound();
  const { surface, rest } = target;
  const refusal = checkCredentials(surface, credentials(request, url), account.keys);
  if (refusal !== undefined) return refusal;
  const apiVersion = checkApiVersion(surface, url.searchParams);
  if (apiVersion instanceof Refusal) return apiVersion;
  const operation = OPERATIONS.find((row) => row.surface === surface && row.path === rest);
  if (operation === undefined) return resourceNotFound();
  const call: SocketCall = {
    surface,
    query: url.searchParams,
    request,
    account,
    memory: state.memories.of(account.subdomain),
    pace,
    now: state.now,
  };
  const model = findModel(call, operation);
  return model instanceof Refusal ? model : operation.open(call, model);
}

/**
 * A key may also be in the query
 * (https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets, "Connection").
 */
function credentials(request: ReceivedRequest, url: URL): Readonly<Record<string, string>> {
  const key = url.searchParams.get('api-key');
  return key === null ? request.headers : { 'api-key': key, ...request.headers };
}

function findModel(
  { account, query }: SocketCall,
  { capability, deploymentIn }: SocketOperation,
): ModelFacts | Refusal | undefined {
  const name = deploymentIn
    .map((parameter) => query.get(parameter))
    .find((value) => value !== null);
  if (name === undefined) return undefined;
  const deployment = account.deployments.find((known) => known.name === name);
  if (deployment === undefined) return deploymentNotFound();
  const model = describeModel(deployment.model, deployment.version);
  return model.capabilities.includes(capability)
    ? model
    : operationNotSupported(capability, model.name);
}
