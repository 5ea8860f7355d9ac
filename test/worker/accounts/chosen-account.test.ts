// The header with which an operator's key chooses the account.
import { expect, test } from 'vitest';
import { encodeUsers } from '../gateway-under-test.ts';
import { ENV, headers, send, status } from './three-accounts.ts';

const ADMIN = 'sk-user-key-of-the-operator';
const env = {
  ...ENV,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: 'sk-user-key-of-alice' },
    { name: 'operator', key: ADMIN, admin: true },
  ]),
};

function choosing(account: string, key = ADMIN) {
  return {
    env,
    headers: { ...headers, authorization: `Bearer ${key}`, 'x-gateway-account': account },
  };
}

test.each(['west', 'north', 'south'])('%s answers, and the header stays here', async (name) => {
  const { hosts, sent, response } = await send({}, choosing(name));
  expect(hosts).toEqual([name]);
  expect(response.status).toBe(200);
  expect(sent[0]?.headers).not.toHaveProperty('x-gateway-account');
});

test('no other account is tried, whatever the chosen one answers', async () => {
  const { hosts, response } = await send({ north: status(503) }, choosing('north'));
  expect(hosts).toEqual(['north']);
  expect(response.status).toBe(503);
});

test('a name that no account has is answered with those that there are', async () => {
  const { hosts, response } = await send({}, choosing('east'));
  expect(hosts).toEqual([]);
  expect(response.status).toBe(404);
  expect(response.headers.get('x-gateway-accounts')).toBe('west, north, south');
  expect(await response.json()).toMatchObject({
    error: {
      code: 'account_not_found',
      message: expect.stringContaining('`west` or `north`') as unknown,
    },
  });
});

test('a user who is not an admin may not choose, and learns no names', async () => {
  const { hosts, response } = await send({}, choosing('north', 'sk-user-key-of-alice'));
  expect(hosts).toEqual([]);
  expect(response.status).toBe(403);
  const text = await response.text();
  expect(text).toContain('account_choice_not_allowed');
  expect(text).not.toMatch(/west|south/);
});
