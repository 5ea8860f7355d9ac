import { expect, test } from 'vitest';
import { createUserKeys } from '../../infra/users.ts';
import { read, register } from './mocks.ts';

test('a user without a key gets a random one of 48 letters and digits after sk-', async () => {
  const { result, resources } = await register(() => createUserKeys([{ name: '王芳' }]));
  expect(resources).toEqual([
    {
      type: 'random:index/randomPassword:RandomPassword',
      name: 'user-王芳',
      inputs: { length: 48, special: false },
      secretInputs: [],
    },
  ]);
  const [user] = result;
  expect(user?.name).toBe('王芳');
  expect(user && (await read(user.key))).toEqual({ value: `sk-${'r'.repeat(48)}`, secret: true });
});

test('a given key is kept, as a secret, and nothing is made', async () => {
  const { result, resources } = await register(() =>
    createUserKeys([{ name: 'alice', key: 'given-key-0123456' }]),
  );
  expect(resources).toEqual([]);
  const [user] = result;
  expect(user && (await read(user.key))).toEqual({ value: 'given-key-0123456', secret: true });
});
