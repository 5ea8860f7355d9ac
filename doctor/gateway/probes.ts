// One tiny request to every model, and with an admin's key to every account that serves it.
import { Trouble } from '../finding.ts';
import { describeError, errorCode, type Gateway } from './gateway.ts';
import { openSocket } from './open-socket.ts';
import { routeQuestion, tinyRequest, type TinyRequest } from './tiny-requests.ts';

/** What one request showed. */
export interface Probe {
  readonly model: string;
  /** The region that was to answer; undefined: the gateway chose one. */
  readonly account: string | undefined;
  readonly result:
    | { readonly kind: 'answered' }
    | { readonly kind: 'not asked'; readonly why: string }
    | {
        readonly kind: 'failed';
        /** The gateway's or Azure's. */
        readonly code: string | undefined;
        readonly status: number | undefined;
        readonly said: string;
      };
}

/** How to ask. */
export interface ProbeOptions {
  readonly images: boolean;
  readonly deadline: () => AbortSignal;
  /** Azure's name of a model. */
  readonly azureName: (model: string) => string | undefined;
}

/** The header that an admin's key may send. */
const CHOSEN = 'x-gateway-account';

/** No region has this name, because its letters are capitals. */
const NO_ACCOUNT = 'WHICH';

/** Asks all models of the key's holder, one after another. */
export async function probeModels(
  gateway: Gateway,
  options: ProbeOptions,
): Promise<readonly Probe[]> {
  const { models, admin } = await gateway.holder();
  const probes: Probe[] = [];
  for (const model of models) {
    const request = tinyRequest(model, options.azureName(model), options.images);
    if (request.kind === 'none') {
      probes.push({ model, account: undefined, result: { kind: 'not asked', why: request.why } });
      continue;
    }
    const accounts = admin ? await accountsOf(gateway, model, request) : [undefined];
    if (accounts instanceof Trouble) {
      probes.push({ model, account: undefined, result: toFailure(accounts) });
      continue;
    }
    for (const account of accounts) {
      const result = await probe(gateway, request, account, options);
      probes.push({ model, account, result });
    }
  }
  return probes;
}

/** The accounts that serve the model, from the gateway's refusal of one that does not exist. */
async function accountsOf(
  gateway: Gateway,
  model: string,
  request: TinyRequest,
): Promise<readonly (string | undefined)[] | Trouble> {
  const route = routeQuestion(model, request);
  if (route.kind !== 'http') return [undefined];
  try {
    const { headers } = await gateway.send(route.path, choosing(route.question, NO_ACCOUNT));
    const names = headers.get('x-gateway-accounts');
    // An earlier version of the gateway does not know the header, and answers.
    return names === null ? [undefined] : names.split(', ').map(decodeName);
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
}

/** Names are encoded for the header. An earlier version of the gateway did not encode them. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function toFailure({ message }: Trouble): Probe['result'] {
  return { kind: 'failed', status: undefined, code: undefined, said: message };
}

async function probe(
  gateway: Gateway,
  request: TinyRequest,
  account: string | undefined,
  { deadline }: ProbeOptions,
): Promise<Probe['result']> {
  try {
    if (request.kind === 'socket')
      return await probeSocket(gateway, request.path, account, deadline);
    if (request.kind === 'none') return { kind: 'not asked', why: request.why };
    const { path, question } = request;
    const answer = await gateway.send(
      path,
      account === undefined ? question : choosing(question, account),
    );
    if (answer.status === 200) return { kind: 'answered' };
    const { status } = answer;
    return { kind: 'failed', status, code: errorCode(answer), said: describeError(answer) };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return toFailure(error);
  }
}

async function probeSocket(
  gateway: Gateway,
  path: string,
  account: string | undefined,
  deadline: () => AbortSignal,
): Promise<Probe['result']> {
  const headers = {
    authorization: await gateway.authorization(),
    ...(account !== undefined && { [CHOSEN]: account }),
  };
  const url = `${gateway.url.replace(/^http/, 'ws')}${path}`;
  const fault = await openSocket(url, headers, deadline());
  if (fault === undefined) return { kind: 'answered' };
  return { kind: 'failed', status: undefined, code: undefined, said: fault };
}

function choosing<Q extends { readonly headers?: Readonly<Record<string, string>> }>(
  question: Q,
  account: string,
): Q {
  return { ...question, headers: { ...question.headers, [CHOSEN]: account } };
}
