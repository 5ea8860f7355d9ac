import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalog } from '../../../worker/models/catalog.ts';
import { findUser, type Holder } from '../../../worker/access/user-directory.ts';
import { parseUsers } from '../../../worker/config/users-binding.ts';
import { configOf, encodeUsers, STACK_ENV } from '../gateway-under-test.ts';

const SHA256_OF_SK_SECRET = '0e8c96a5f8e7cf0a1f1bf14a6ecc8b7e1d1dc5fca1a5b2ee8d2b5a3f8f2b4f10';

const NONE: Catalog = new Map();

/** What a user has of whom nothing but a name is said. */
const PLAIN = {
  accountData: false,
  disabled: false,
  expires: undefined,
  models: undefined,
  typewriter: undefined,
  admin: false,
  team: undefined,
  plan: undefined,
};

/** Those of a stack without limits. */
function surroundings(catalog: Catalog) {
  return { catalog, limits: undefined, recordsAll: false };
}

function directory(users: unknown, catalog: Catalog = NONE) {
  const parsed = parseUsers(encodeUsers(users), surroundings(catalog));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

test('finds a user by key, with a name outside ASCII intact', async () => {
  const users = directory([
    { name: '张三', key: 'sk-1' },
    { name: 'bob', key: 'sk-2' },
  ]);
  expect(await findUser(users, 'sk-1')).toEqual({ ...PLAIN, name: '张三' });
  expect(await findUser(users, 'sk-2')).toEqual({ ...PLAIN, name: 'bob' });
  expect(await findUser(users, 'sk-3')).toBeUndefined();
});

test('finds a user whose entry holds only the digest of the key', async () => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('sk-secret'));
  const sha256 = [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const users = directory([{ name: 'carol', sha256: sha256.toUpperCase() }]);
  expect(await findUser(users, 'sk-secret')).toEqual({ ...PLAIN, name: 'carol' });
  expect(await findUser(users, sha256)).toBeUndefined();
});

test.each(['sk-one', 'sk-1 ', 'sk-', '', 'sk-11', 'SK-1'])(
  'what the tables find is confirmed: %j is not sk-1',
  async (key) => {
    const [[secret, holder] = ['', undefined]] = directory([{ name: 'bob', key: 'sk-1' }]).byKey;
    if (holder === undefined) throw new Error('nobody is there');
    /** A table that takes every key for the right one. */
    const blind = new (class extends Map<string, Holder> {
      override get = () => holder;
    })();
    blind.set(secret, holder);
    const empty = new Map<string, Holder>();
    expect(await findUser({ byKey: blind, bySha256: empty }, secret)).toBe(holder.user);
    expect(await findUser({ byKey: blind, bySha256: empty }, key)).toBeUndefined();
    expect(await findUser({ byKey: empty, bySha256: blind }, key)).toBeUndefined();
  },
);

test('a key is compared to its end, however early it differs', async () => {
  const key = 'sk-0123456789abcdef';
  const [[, holder] = ['', undefined]] = directory([{ name: 'bob', key }]).byKey;
  if (holder === undefined) throw new Error('nobody is there');
  /** How many of its characters are looked at. */
  const looks = async (given: string) => {
    let looked = 0;
    const watched = {
      length: key.length,
      charCodeAt: (at: number) => {
        looked++;
        return key.charCodeAt(at);
      },
    } as unknown as string;
    const byKey = new Map([[given, { ...holder, secret: watched }]]);
    const found = await findUser({ byKey, bySha256: new Map() }, given);
    return { found: found !== undefined, looked };
  };
  const looked = key.length;
  expect(await looks(key)).toEqual({ found: true, looked });
  expect(await looks(`Xk-${key.slice(3)}`)).toEqual({ found: false, looked });
  expect(await looks(`${key.slice(0, -1)}X`)).toEqual({ found: false, looked });
});

test('accepts the URL-safe alphabet, missing padding and line breaks', () => {
  const encoded = encodeUsers([{ name: '~~~???', key: 'sk-1' }]);
  const loose = encoded
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
    .replace(/(.{8})/g, '$1\n');
  expect(parseUsers(loose, surroundings(NONE))).toEqual(parseUsers(encoded, surroundings(NONE)));
});

test.each<readonly [string, string, string]>([
  ['an empty list', encodeUsers([]), 'CHIT_USERS lists no user'],
  ['no key', encodeUsers([{ name: 'a', key: 'k' }, { name: 'b' }]), needsOneKey(2)],
  [
    'key and digest',
    encodeUsers([{ name: 'a', key: 'k', sha256: SHA256_OF_SK_SECRET }]),
    needsOneKey(1),
  ],
  ...(
    [
      ['name', { key: 'k' }],
      ['key', { name: 'a', key: '' }],
      ['sha256', { name: 'a', sha256: 'abc' }],
      ['accountData', { name: 'a', key: 'k', accountData: 'yes' }],
      ['models', { name: 'a', key: 'k', models: 'gpt-5.4-mini' }],
      ['models', { name: 'a', key: 'k', models: [1] }],
      ['expires', { name: 'a', key: 'k', expires: '2027-01-01' }],
      ['expires', { name: 'a', key: 'k', expires: -1 }],
      ['disabled', { name: 'a', key: 'k', disabled: 'true' }],
    ] as const
  ).map(
    ([member, entry]) =>
      [
        `an entry ${JSON.stringify(entry)}`,
        encodeUsers([entry]),
        `CHIT_USERS entry 1 has no valid \`${member}\``,
      ] as const,
  ),
  ['an entry null', encodeUsers([null]), 'CHIT_USERS entry 1 is not a JSON object'],
  ...['Models', 'model', 'disable', 'expiry', '__proto__'].map(
    (member) =>
      [
        `an entry with the member ${member}`,
        encodeUsers([JSON.parse(`{"name":"a","key":"k",${JSON.stringify(member)}:["m"]}`)]),
        'CHIT_USERS entry 1 has a member that is none of name, key, sha256, accountData, models, expires, disabled, typewriter, team, limits, admin',
      ] as const,
  ),
  [
    'a key twice',
    encodeUsers([
      { name: 'a', key: 'k' },
      { name: 'b', key: 'k' },
    ]),
    'CHIT_USERS entry 2 repeats a key',
  ],
])('refuses %s', (_, value, fault) => {
  expect(parseUsers(value, surroundings(NONE))).toEqual({ ok: false, error: fault });
});

test('no text at all makes the parser throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => typeof parseUsers(text, surroundings(NONE)).ok === 'boolean',
    ),
  );
});

function needsOneKey(entry: number): string {
  return `CHIT_USERS entry ${entry} needs either a \`key\` or a \`sha256\` (64 hex digits)`;
}

test('several entries may have one name, each with its own key', async () => {
  const users = directory([
    { name: 'dora', key: 'sk-old', disabled: true },
    { name: 'dora', key: 'sk-new', expires: 1_800_000_000 },
  ]);
  expect(await findUser(users, 'sk-old')).toEqual({ ...PLAIN, name: 'dora', disabled: true });
  expect(await findUser(users, 'sk-new')).toEqual({
    ...PLAIN,
    name: 'dora',
    expires: 1_800_000_000,
  });
});

test('an allow-list opens its models under all their names, and no others', async () => {
  const { catalog } = configOf(STACK_ENV);
  const users = directory(
    [
      { name: 'a', key: 'sk-1', models: ['gpt-5.4-mini'] },
      { name: 'b', key: 'sk-2', models: ['classic', 'unknown', '__proto__'] },
      { name: 'c', key: 'sk-3', models: [] },
    ],
    catalog,
  );
  const names = async (key: string) => [...((await findUser(users, key))?.models?.().keys() ?? [])];
  expect(await names('sk-1')).toEqual(['gpt-5.4-mini', 'gpt-4o-mini']);
  expect(await names('sk-2')).toEqual(['classic']);
  expect(await names('sk-3')).toEqual([]);
});

test('users with equal lists share one', async () => {
  const { catalog } = configOf(STACK_ENV);
  const users = directory(
    ['sk-1', 'sk-2'].map((key) => ({ name: 'a', key, models: ['classic'] })),
    catalog,
  );
  const [first, second] = await Promise.all(['sk-1', 'sk-2'].map((key) => findUser(users, key)));
  expect(first?.models?.()).toBeInstanceOf(Map);
  expect(first?.models?.()).toBe(second?.models?.());
});
