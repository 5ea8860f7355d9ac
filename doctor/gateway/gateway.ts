// The deployed gateway, as one of its users calls it.
import { randomBytes } from 'node:crypto';
import { asObject } from '../../command-line/as-object.ts';
import { parseAddress } from '../context/addresses.ts';
import type { Answer, Question } from '../context/ask.ts';
import { Trouble } from '../finding.ts';
import { once } from '../context/once.ts';
import { candidateKeys } from './candidate-keys.ts';
import type { GatewayBasics } from './gateway-basics.ts';

/** Who the key belongs to, from `GET /v1/me`. */
export interface Holder {
  readonly name: string;
  readonly admin: boolean;
  /** Where the key is from. */
  readonly from: string;
  readonly models: readonly string[];
  /** How many limits the user has, its team's and the stack's included. */
  readonly limits: number;
}

export interface Gateway {
  /** Without `/v1` and without a slash at its end. */
  readonly url: string;
  /** @throws Trouble where no key is known, or none is accepted */
  readonly holder: () => Promise<Holder>;
  /** A request without a key. */
  open(path: string): Promise<Answer>;
  /** A request with a key that nobody has. */
  withWrongKey(path: string): Promise<Answer>;
  /** A request with the user's key. */
  send(path: string, question?: Question): Promise<Answer>;
  /** The header that carries the key, for a WebSocket. */
  readonly authorization: () => Promise<string>;
}

/** How many of the state's keys are tried. */
const MOST_REFUSALS = 5;

/** @throws Trouble where there is no address */
export async function findGateway(basics: GatewayBasics): Promise<Gateway> {
  const { ask, addresses, pulumi, secrets } = basics;
  const address = addresses.gateway ?? (await pulumi.exported()).url;
  if (address === undefined) {
    throw new Trouble('the stack is not deployed yet', 'Deploy it: npm run up');
  }
  parseAddress(address, "the stack's output url");
  const url = address.replace(/\/+$/, '').replace(/\/v1$/, '');
  const withKey = (key: string, { headers, ...rest }: Question = {}): Question => ({
    ...rest,
    headers: { ...headers, authorization: `Bearer ${key}` },
  });
  const found = once(async () => {
    let refusals = 0;
    let last: Answer | undefined;
    for await (const { key, from } of candidateKeys(basics)) {
      secrets.add(key);
      const answer = await ask(`${url}/v1/me`, withKey(key));
      if (answer.status === 200) return { key, holder: toHolder(answer, from) };
      if (errorCode(answer) === 'ledger_unavailable') {
        const models = await ask(`${url}/v1/models`, withKey(key));
        return { key, holder: uncounted(models, from) };
      }
      if (from === 'OPENAI_API_KEY') {
        throw new Trouble(
          `the gateway does not accept the key in OPENAI_API_KEY (${describeError(answer)})`,
          'Set it to the key of a user of this stack, or unset it to have one read from the state: pulumi stack output users --show-secrets',
        );
      }
      const isRefused = answer.status === 401 || answer.status === 403;
      if (!isRefused) {
        throw new Trouble(
          `/v1/me does not answer: ${describeError(answer)}`,
          'What each code means, and what to do: docs/operations.md#by-status',
        );
      }
      refusals += 1;
      // There may be thousands of users, and these keys are from one deployment.
      last = answer;
      if (refusals === MOST_REFUSALS) break;
    }
    if (last !== undefined) throw refusedKeys(refusals, last);
    throw new Trouble(
      'no key of an active user is known',
      'Set OPENAI_API_KEY to the key of a user. Keys that the stack knows only by their sha256 are not in the state.',
    );
  });
  return {
    url,
    holder: async () => (await found()).holder,
    open: (path) => ask(`${url}${path}`),
    withWrongKey: (path) =>
      ask(`${url}${path}`, withKey(`sk-nobody-${randomBytes(16).toString('hex')}`)),
    send: async (path, question) => ask(`${url}${path}`, withKey((await found()).key, question)),
    authorization: async () => `Bearer ${(await found()).key}`,
  };
}

function refusedKeys(count: number, answer: Answer): Trouble {
  return new Trouble(
    `the gateway accepts none of the ${count} keys of the state that were tried (${describeError(answer)})`,
    'The Worker may have other users than the state: npm run up -- --refresh. Or set OPENAI_API_KEY to a key that works.',
  );
}

function toHolder({ json }: Answer, from: string): Holder {
  const { user, admin, models, limits } = asObject(json);
  return {
    name: typeof user === 'string' ? user : 'the holder of the Azure key',
    admin: admin === true,
    from,
    models: (Array.isArray(models) ? models : []).map((model) => String(asObject(model)['id'])),
    limits: Array.isArray(limits) ? limits.length : 0,
  };
}

/** As far as it is known while the ledger does not answer. */
function uncounted({ json }: Answer, from: string): Holder {
  const { data } = asObject(json);
  const models = (Array.isArray(data) ? data : []).map((model) => String(asObject(model)['id']));
  return { name: 'a user with limits', admin: false, from, models, limits: 1 };
}

/** Status, code and message of an error in OpenAI's format. */
export function describeError({ status, json }: Answer): string {
  const { code, message } = asObject(asObject(json)['error']);
  return [status, ...(typeof code === 'string' ? [code] : [])]
    .join(' ')
    .concat(typeof message === 'string' ? `: ${message}` : '');
}

/** The code of an error in OpenAI's format. */
export function errorCode({ json }: Answer): string | undefined {
  const { code } = asObject(asObject(json)['error']);
  return typeof code === 'string' ? code : undefined;
}
