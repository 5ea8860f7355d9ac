// Three accounts that serve a model, and how tests send requests to them.

import {
  ask,
  configOf,
  encodeUsers,
  sharedCooldowns,
  STACK_ENV,
  type Asked,
} from '../gateway-under-test.ts';

export const NAMES = ['west', 'north', 'south'];
export const ENV = {
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: 'sk-user-key-of-alice' },
    { name: 'wang', key: 'sk-user-key-of-wang', accountData: true },
  ]),
  MODELS: JSON.stringify([
    { id: 'fast', model: 'gpt-5.4-mini' },
    { id: 'ear', model: 'whisper' },
  ]),
  BACKENDS: JSON.stringify(
    NAMES.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, `key-${name}`]))),
};
export const headers = {
  authorization: 'Bearer sk-user-key-of-alice',
  'content-type': 'application/json',
};
export const body = '{"model":"fast"}';

export type Answers = Readonly<Record<string, () => Response | Promise<Response>>>;

/** Sends a request to a gateway whose accounts answer so, by default with 200. Gives the hosts that got it. */
export async function send(answers: Answers, asked: Asked = {}) {
  const exchange = await ask({
    env: ENV,
    headers,
    ...(asked.method === undefined && { body }),
    ...asked,
    azure: ({ url }) => (answers[hostOf(url)] ?? (() => Response.json({})))(),
  });
  return { ...exchange, hosts: exchange.sent.map(({ url }) => hostOf(url)) };
}

function hostOf(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}

export function status(code: number, more: Record<string, string> = {}) {
  return () =>
    Response.json({ error: { message: `status ${code}` } }, { status: code, headers: more });
}
export function unreachable(): never {
  throw new TypeError('refused');
}

/** A body that passes unread, from a user who may use account data. */
export function held(unread: string) {
  const length = { 'content-length': String(unread.length) };
  const authorization = 'Bearer sk-user-key-of-wang';
  const path = '/v1/vector_stores/vs_1/search';
  return { path, body: unread, headers: { ...headers, authorization, ...length } };
}

export function withAccount(name: string) {
  const names = [...NAMES, name];
  return {
    BACKENDS: JSON.stringify(
      names.map((each) => ({ name: each, endpoint: `https://${each}.openai.azure.com` })),
    ),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(names.map((each) => [each, 'key']))),
  };
}

/** Requests to one isolate: they share the configuration and what was learned. */
export function instanceOf() {
  const cooldowns = sharedCooldowns();
  const config = configOf(ENV);
  return {
    send: (answers: Answers, now: number, asked: Asked = {}) =>
      send(answers, { ...asked, env: ENV, config, cooldowns, now }),
  };
}

/** The headers of wang, who may use account data. */
export const accountHeaders = { ...headers, authorization: 'Bearer sk-user-key-of-wang' };

export function missing(): Response {
  return Response.json({ error: { message: 'not found' } }, { status: 404 });
}

export function broken(): Response {
  return Response.json({ error: { message: 'broken' } }, { status: 500 });
}

/** @param seconds the value of `retry-after` */
export function busy(seconds: number): () => Response {
  return status(429, { 'retry-after': String(seconds) });
}
