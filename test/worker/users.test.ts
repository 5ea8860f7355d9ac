import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUser, parseUsers } from '../../worker/users.ts';
import { encodeUsers } from './gateway-under-test.ts';

const SHA256_OF_SK_SECRET = '0e8c96a5f8e7cf0a1f1bf14a6ecc8b7e1d1dc5fca1a5b2ee8d2b5a3f8f2b4f10';

function directory(users: unknown) {
  const parsed = parseUsers(encodeUsers(users));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

test('finds a user by key, with a name outside ASCII intact', async () => {
  const users = directory([
    { name: '张三', key: 'sk-1' },
    { name: 'bob', key: 'sk-2' },
  ]);
  expect(await findUser(users, 'sk-1')).toEqual({ name: '张三', accountData: false });
  expect(await findUser(users, 'sk-2')).toEqual({ name: 'bob', accountData: false });
  expect(await findUser(users, 'sk-3')).toBeUndefined();
});

test('finds a user whose entry holds only the digest of the key', async () => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('sk-secret'));
  const sha256 = [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const users = directory([{ name: 'carol', sha256: sha256.toUpperCase() }]);
  expect(await findUser(users, 'sk-secret')).toEqual({ name: 'carol', accountData: false });
  expect(await findUser(users, sha256)).toBeUndefined();
});

test('accepts the URL-safe alphabet, missing padding and line breaks', () => {
  const encoded = encodeUsers([{ name: '~~~???', key: 'sk-1' }]);
  const loose = encoded
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
    .replace(/(.{8})/g, '$1\n');
  expect(parseUsers(loose)).toEqual(parseUsers(encoded));
});

test.each([
  ['not base64', '%%%', 'CHIT_USERS is not base64 of a JSON array in UTF-8'],
  ['not JSON', btoa('hello'), 'CHIT_USERS is not base64 of a JSON array in UTF-8'],
  [
    'not UTF-8',
    btoa('[{"name":"\xff","key":"k"}]'),
    'CHIT_USERS is not base64 of a JSON array in UTF-8',
  ],
  [
    'an object',
    encodeUsers({ name: 'a', key: 'b' }),
    'CHIT_USERS is not base64 of a JSON array in UTF-8',
  ],
  ['an empty list', encodeUsers([]), 'CHIT_USERS lists no user'],
  ['an empty key', encodeUsers([{ name: 'a', key: '' }]), entryFault(1)],
  ['no key', encodeUsers([{ name: 'a', key: 'k' }, { name: 'b' }]), entryFault(2)],
  [
    'key and digest',
    encodeUsers([{ name: 'a', key: 'k', sha256: SHA256_OF_SK_SECRET }]),
    entryFault(1),
  ],
  ['a short digest', encodeUsers([{ name: 'a', sha256: 'abc' }]), entryFault(1)],
  ['no name', encodeUsers([{ key: 'k' }]), entryFault(1)],
  ['null', encodeUsers([null]), entryFault(1)],
  [
    'a key twice',
    encodeUsers([
      { name: 'a', key: 'k' },
      { name: 'b', key: 'k' },
    ]),
    'CHIT_USERS entry 2 repeats a key',
  ],
])('refuses %s', (_, value, fault) => {
  expect(parseUsers(value)).toEqual({ ok: false, error: fault });
});

test('no text at all makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseUsers(text).ok === 'boolean'),
  );
});

function entryFault(entry: number): string {
  return `CHIT_USERS entry ${entry} needs a \`name\` and either a \`key\` or a \`sha256\` (64 hex digits)`;
}
