// The steps from a request for a WebSocket to a session, in the order of http/answer-request.ts. A
// refusal comes before the upgrade, as a plain HTTP answer.
import type { AzureAccount } from '../operation/account.ts';
import { authenticate } from '../access/authenticate.ts';
import { authorize, authorizeMaker } from '../access/authorize.ts';
import type { RequestedBehaviour } from '../http/requested-behaviour.ts';
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
export async function openSession(
  state: ServerState,
  account: AzureAccount,
  request: ReceivedRequest,
  { pace, usage }: Pick<RequestedBehaviour, 'pace' | 'usage'>,
): Promise<Session | Refusal> {
  const url = URL.parse(`http://account${request.path}`);
  const target = url === null ? undefined : parseTarget(url.pathname);
  if (url === null || target === undefined) return resourceNotFound();
  const { surface, rest } = target;
  const headers = credentials(request, url);
  const caller = await authenticate(account, { surface, headers, tokens: state.tokens });
  if (caller instanceof Refusal) return caller;
  const apiVersion = checkApiVersion(surface, url.searchParams);
  if (apiVersion instanceof Refusal) return apiVersion;
  const operation = OPERATIONS.find((row) => row.surface === surface && row.path === rest);
  if (operation === undefined) return resourceNotFound();
  // A socket does what a POST does.
  const name = { surface, method: 'POST', path: rest, isInDeployment: false };
  const refusal = authorize(account, caller, name);
  if (refusal !== undefined) return refusal;
  const call: SocketCall = {
    surface,
    query: url.searchParams,
    request,
    account,
    memory: state.memories.of(account.subdomain),
    pace,
    usage,
    bill: state.bill,
    now: state.now,
  };
  const model = findModel(call, operation);
  if (model instanceof Refusal) return model;
  const notAllowed = authorizeMaker(account, caller, name, model?.maker ?? 'OpenAI');
  return notAllowed ?? operation.open(call, model);
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
