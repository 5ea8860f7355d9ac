import { expect, test } from 'vitest';
import { authenticate } from '../../../worker/access/authenticate.ts';
import type { Access } from '../../../worker/access/access.ts';
import { RequestFailure } from '../../../worker/contract/failure.ts';
import type { User } from '../../../worker/access/user-directory.ts';

const ALICE: User = {
  name: 'alice',
  accountData: false,
  models: undefined,
  expires: undefined,
  disabled: false,
  typewriter: undefined,
  admin: false,
  team: undefined,
  plan: undefined,
};
const EXPIRES = Date.parse('2027-01-01T00:00:00Z');

const users: Access = {
  kind: 'users',
  users: {
    byKey: new Map([
      ['sk-right', { secret: 'sk-right', user: ALICE }],
      ['sk-off', { secret: 'sk-off', user: { ...ALICE, disabled: true } }],
      ['sk-old', { secret: 'sk-old', user: { ...ALICE, expires: EXPIRES / 1000 } }],
    ]),
    bySha256: new Map(),
  },
};

test.each<[string, Record<string, string>]>([
  ['Authorization: Bearer', { authorization: 'Bearer sk-right' }],
  ['bearer in lower case', { authorization: 'bearer sk-right' }],
  ['BEARER and two spaces', { authorization: 'BEARER  sk-right ' }],
  ['api-key', { 'api-key': 'sk-right' }],
  ['x-api-key', { 'x-api-key': 'sk-right' }],
  [
    'the realtime subprotocol',
    {
      'sec-websocket-protocol':
        'realtime, openai-insecure-api-key.sk-right, openai-beta.realtime-v1',
    },
  ],
  ['a key beside one that has expired', { 'api-key': 'sk-old', 'x-api-key': 'sk-right' }],
  ['api-key beside a placeholder', { authorization: 'Bearer none', 'api-key': 'sk-right' }],
])('takes the key from %s', async (_, headers) => {
  expect(await authenticate(new Headers(headers), users, EXPIRES)).toEqual({
    user: 'alice',
    key: 'sk-right',
    accountData: false,
    models: undefined,
    typewriter: undefined,
    admin: false,
  });
});

test.each<[string, Record<string, string>, string]>([
  ['no header', {}, 'missing_api_key'],
  ['an empty bearer', { authorization: 'Bearer ' }, 'missing_api_key'],
  ['Bearer alone', { authorization: 'bearer' }, 'missing_api_key'],
  ['another scheme', { authorization: 'Basic sk-right' }, 'no_bearer'],
  ['a right key without Bearer', { authorization: 'sk-right' }, 'no_bearer'],
  ['no space behind Bearer', { authorization: 'Bearersk-right' }, 'no_bearer'],
  [
    'a wrong key beside one without Bearer',
    { authorization: 'x', 'api-key': 'y' },
    'invalid_api_key',
  ],
  ['a key with other capitals', { authorization: 'Bearer SK-RIGHT' }, 'invalid_api_key'],
  ['a prefix of the key', { 'api-key': 'sk-righ' }, 'invalid_api_key'],
  ['a prototype name', { 'api-key': '__proto__' }, 'invalid_api_key'],
])('refuses %s', async (_, headers, kind) => {
  expect(await refusal(headers, EXPIRES)).toMatchObject({ failure: { kind }, facts: {} });
});

test("hands the caller's own key on where callers hold the Azure key", async () => {
  const caller = await authenticate(new Headers({ 'api-key': 'azure' }), { kind: 'azure-key' }, 0);
  expect(caller).toMatchObject({ user: undefined, key: 'azure', accountData: true });
});

test('a key expires with its second, and not before', async () => {
  const old = { 'api-key': 'sk-old' };
  expect(await authenticate(new Headers(old), users, EXPIRES - 1)).toMatchObject({ user: 'alice' });
  expect(await refusal(old, EXPIRES)).toMatchObject({
    failure: { kind: 'key_expired', expires: EXPIRES / 1000 },
    facts: { user: 'alice' },
  });
});

test('a disabled key tells the log whose it is', async () => {
  expect(await refusal({ 'api-key': 'sk-off' }, 0)).toMatchObject({
    failure: { kind: 'user_disabled' },
    facts: { user: 'alice' },
  });
});

/** What is thrown for a caller who is refused. */
async function refusal(headers: Record<string, string>, now: number): Promise<RequestFailure> {
  const thrown: unknown = await authenticate(new Headers(headers), users, now).catch(
    (error: unknown) => error,
  );
  if (thrown instanceof RequestFailure) return thrown;
  throw new Error('not refused');
}
