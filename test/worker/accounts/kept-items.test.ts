// How the account that has a stored response or conversation is searched.

import { expect, test } from 'vitest';
import { judge } from '../../../worker/accounts/verdict.ts';
import {
  accountHeaders,
  busy,
  instanceOf,
  missing,
  NAMES,
  type Answers,
} from './three-accounts.ts';

const STORED = { method: 'GET', path: '/v1/responses/resp_1', body: null } as const;

test('a client waits for the account that cools down, not for those that were searched', async () => {
  const isolate = instanceOf();
  const [home = ''] = (await isolate.send({}, 0, STORED)).hosts;
  const nowhere: Answers = Object.fromEntries(NAMES.map((name) => [name, missing]));
  await isolate.send({ ...nowhere, [home]: busy(20) }, 0, STORED);
  const { response, hosts } = await isolate.send(nowhere, 5000, STORED);
  expect(hosts.toSorted()).toEqual(NAMES.filter((name) => name !== home).toSorted());
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '15']);
});

test('a conversation is searched at the other accounts', async () => {
  const isolate = instanceOf();
  const body = '{"model":"fast","conversation":"conv_1"}';
  const asked = { path: '/v1/responses', headers: accountHeaders, body };
  const [home = ''] = (await isolate.send({}, 0, asked)).hosts;
  const { response, hosts } = await isolate.send({ [home]: missing }, 0, asked);
  expect([response.status, hosts.length]).toEqual([200, 2]);
});

test('a 404 is the answer to a request whose body cannot be sent again', () => {
  const progress = {
    isResendable: false,
    isRepeatable: false,
    attempts: 1,
    accounts: 3,
    elapsedMs: 0,
    isAnotherReady: true,
    hasFailed: false,
  };
  expect(judge({ status: 404, isMissing: true, isLockedOut: false }, progress)).toBe('answer');
});
