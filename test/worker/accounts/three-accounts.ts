// A gateway with three accounts for the model `fast`, and the answers of an account.

import {
  ask,
  configOf,
  encodeUsers,
  sharedCooldowns,
  STACK_ENV,
  type Asked,
} from '../gateway-under-test.ts';

export const NAMES = ['west', 'north', 'south'];

const ENV = {
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: 'sk-user-key-of-alice' },
    { name: 'wang', key: 'sk-user-key-of-wang', accountData: true },
  ]),
  MODELS: JSON.stringify([{ id: 'fast', model: 'gpt-5.4-mini' }]),
  BACKENDS: JSON.stringify(
    NAMES.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, `key-${name}`]))),
};

/** The headers of alice, who may not use account data. */
export const headers = {
  authorization: 'Bearer sk-user-key-of-alice',
  'content-type': 'application/json',
};

/** The headers of wang, who may. */
export const accountHeaders = { ...headers, authorization: 'Bearer sk-user-key-of-wang' };

/** The answers by account; an account that is not listed answers 200. */
export type Answers = Readonly<Record<string, () => Response>>;

/** The accounts of one isolate, which remembers their cooldowns. `send` takes the time in ms. */
export function isolateOfThree() {
  const cooldowns = sharedCooldowns();
  const config = configOf(ENV);
  return {
    send: async (answers: Answers, now: number, request: Asked) => {
      const exchange = await ask({
        headers,
        ...request,
        config,
        cooldowns,
        now,
        azure: ({ url }) => (answers[hostOf(url)] ?? (() => Response.json({})))(),
      });
      return { ...exchange, hosts: exchange.sent.map(({ url }) => hostOf(url)) };
    },
  };
}

function hostOf(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}

export function missing(): Response {
  return Response.json({ error: { message: 'not found' } }, { status: 404 });
}

export function broken(): Response {
  return Response.json({ error: { message: 'broken' } }, { status: 500 });
}

/** @param seconds what `retry-after` says */
export function busy(seconds: number): () => Response {
  const more = { 'retry-after': String(seconds) };
  return () => Response.json({ error: { message: 'busy' } }, { status: 429, headers: more });
}
