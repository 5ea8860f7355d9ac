// Which key is used, and how the gateway's accounts are found.
import { expect, test } from 'vitest';
import type { Answer, Question } from '../../doctor/context/ask.ts';
import { Unreachable } from '../../doctor/finding.ts';
import type { Gateway } from '../../doctor/gateway/gateway.ts';
import { probeModels } from '../../doctor/gateway/probes.ts';
import { CONFIG, lineOf, openStack, type Reply } from './checked-stack.ts';

const NAMES = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
const USERS = CONFIG.replace(
  '    - name: alice\n',
  NAMES.map((name) => `    - name: ${name}\n`).join(''),
);
const KEYS = Object.fromEntries(NAMES.map((name) => [name, `sk-of-${name}-CANARY`]));

/** @param reply to the request number, from 1 */
async function keyLine(reply: (request: number) => Reply) {
  let requests = 0;
  const context = await openStack({
    config: USERS,
    pulumi: { 'stack output users': { code: 0, stdout: JSON.stringify(KEYS) } },
    answer: (path) => (path === '/v1/me' ? reply(++requests) : undefined),
  });
  return { line: await lineOf('key', context), requests };
}

const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });

test('of a thousand keys that are refused, five are tried', async () => {
  const { line, requests } = await keyLine(() => refusal(401, 'invalid_api_key'));
  expect(requests).toBe(5);
  expect(line).toMatchObject({
    status: 'failed',
    found:
      'the gateway accepts none of the 5 keys of the state that were tried (401 invalid_api_key)',
  });
});

test('what is not a refusal of the key ends it at once', async () => {
  const { line, requests } = await keyLine((request) =>
    request === 1 ? refusal(403, 'user_disabled') : refusal(500, 'gateway_error'),
  );
  expect(requests).toBe(2);
  expect(line.found).toBe('/v1/me does not answer: 500 gateway_error');
});

test('a later key may be accepted', async () => {
  const { line, requests } = await keyLine((request) =>
    request < 5 ? refusal(401, 'invalid_api_key') : { body: { user: 'user-4', models: [] } },
  );
  expect(requests).toBe(5);
  expect(line.status).toBe('ok');
});

function answer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers: new Headers(headers), text: '', json: {} };
}

/** An admin's gateway of two models. */
function gateway(send: (question: Question | undefined) => Promise<Answer>): Gateway {
  const holder = { name: 'admin', admin: true, from: '', models: ['one', 'two'], limits: 0 };
  const unused = () => Promise.reject(new Error('not used'));
  return {
    url: 'http://gateway.invalid',
    holder: () => Promise.resolve(holder),
    send: (_, question) => send(question),
    open: unused,
    withWrongKey: unused,
    authorization: unused,
  };
}

const OPTIONS = {
  images: false,
  deadline: () => new AbortController().signal,
  azureName: () => undefined,
};

test('the names of accounts are decoded', async () => {
  const asked: string[] = [];
  const probes = await probeModels(
    gateway((question) => {
      const account = question?.headers?.['x-gateway-account'] ?? '';
      asked.push(account);
      if (account !== 'WHICH') return Promise.resolve(answer(200));
      return Promise.resolve(answer(404, { 'x-gateway-accounts': 'west%2C%20two, 100%' }));
    }),
    OPTIONS,
  );
  expect(probes.map(({ account }) => account)).toEqual(['west, two', '100%', 'west, two', '100%']);
  expect(asked).toEqual(['WHICH', 'west, two', '100%', 'WHICH', 'west, two', '100%']);
});

test('a model whose accounts are not answered in time does not hide the others', async () => {
  let requests = 0;
  const probes = await probeModels(
    gateway(() => {
      requests += 1;
      if (requests === 1) return Promise.reject(new Unreachable('did not answer in time', ''));
      return Promise.resolve(answer(200, { 'x-gateway-accounts': 'west' }));
    }),
    OPTIONS,
  );
  expect(probes).toMatchObject([
    {
      model: 'one',
      account: undefined,
      result: { kind: 'failed', said: 'did not answer in time' },
    },
    { model: 'two', account: 'west', result: { kind: 'answered' } },
  ]);
});
