import { expect, test } from 'vitest';
import { deriveKey } from '../../../infra/bindings/derive-key.ts';
import { createUserKeys, toKeyOutputs } from '../../../infra/bindings/user-keys.ts';
import { read, register } from '../mocks.ts';

const RANDOM_KEY = `sk-${'r'.repeat(48)}`;
const HASH = 'a'.repeat(64);
const first = { kind: 'random', generation: 1 } as const;
const second = { kind: 'random', generation: 2 } as const;
const given = { kind: 'given', key: 'given-key-0123456' } as const;
const hashed = { kind: 'hashed', sha256: HASH } as const;

function randomPassword(name: string) {
  return {
    type: 'random:index/randomPassword:RandomPassword',
    name,
    inputs: { length: 48, special: false },
    secretInputs: [],
  };
}

test('a user without a key gets a random one of 48 letters and digits after sk-', async () => {
  const { result, resources } = await register(() =>
    createUserKeys([{ name: '王芳', keys: [first] }]),
  );
  expect(resources).toEqual([randomPassword('user-王芳')]);
  const [user] = result;
  expect(user?.name).toBe('王芳');
  expect(user && (await read(user.secret))).toEqual({ value: { key: RANDOM_KEY }, secret: true });
  expect(user?.placeholder).toEqual({ key: `sk-${'0'.repeat(48)}` });
});

test('keys are derived from one secret, except those that are kept', async () => {
  const users = [{ name: 'alice', keys: [first, second, given] }, { name: 'seed-of-user-keys' }];
  const { result, resources } = await register(() =>
    createUserKeys(users, { prefix: 'guest-', derived: true, kept: new Set(['guest-user-alice']) }),
  );
  expect(resources).toEqual([
    { ...randomPassword('guest-seed-of-user-keys'), inputs: { length: 64, special: false } },
    randomPassword('guest-user-alice'),
  ]);
  const derived = (name: string, generation: number) => ({
    value: { key: `sk-${deriveKey('r'.repeat(64), name, generation)}` },
    secret: true,
  });
  expect(await Promise.all(result.map(({ secret }) => read(secret)))).toEqual([
    { value: { key: RANDOM_KEY }, secret: true },
    derived('alice', 2),
    { value: { key: given.key }, secret: true },
    derived('seed-of-user-keys', 1),
  ]);
  expect(result[1]?.placeholder).toEqual({ key: `sk-${'0'.repeat(48)}` });
});

test('a given key and a hash are kept, as secrets, and nothing is made', async () => {
  const { result, resources } = await register(() =>
    createUserKeys([{ name: 'alice', keys: [given, hashed] }]),
  );
  expect(resources).toEqual([]);
  expect(await Promise.all(result.map(({ secret }) => read(secret)))).toEqual([
    { value: { key: 'given-key-0123456' }, secret: true },
    { value: { sha256: HASH }, secret: true },
  ]);
});

test('another generation is another key, and the first keeps its name', async () => {
  const both = await register(() => createUserKeys([{ name: 'alice', keys: [first, second] }]));
  expect(both.resources).toEqual([randomPassword('key-2-of-alice'), randomPassword('user-alice')]);
  const later = await register(() => createUserKeys([{ name: 'alice', keys: [second] }]));
  expect(later.resources).toEqual([randomPassword('key-2-of-alice')]);
});

test('each key has all other members of its user', async () => {
  const facts = { accountData: true, models: ['gpt-4'], expires: 1, disabled: true };
  const secret: unknown = expect.anything();
  const { result } = await register(() =>
    createUserKeys([{ name: 'alice', keys: [given, hashed], ...facts }]),
  );
  expect(result).toEqual([
    { name: 'alice', ...facts, secret, placeholder: { key: 'given-key-0123456' } },
    { name: 'alice', ...facts, secret, placeholder: { sha256: HASH } },
  ]);
});

test('the outputs hold the newest key of each user, and the older ones apart, all secret', async () => {
  const { result } = await register(() =>
    toKeyOutputs(
      createUserKeys([
        { name: 'alice', keys: [given, first] },
        { name: 'bob', keys: [given] },
        { name: 'carol', keys: [hashed] },
        { name: 'dave', keys: [hashed, given] },
      ]),
    ),
  );
  expect(await read(result)).toEqual({
    value: {
      users: { alice: RANDOM_KEY, bob: 'given-key-0123456', dave: 'given-key-0123456' },
      retiringKeys: { alice: ['given-key-0123456'] },
    },
    secret: true,
  });
});
