// Answers that the gateway gives by itself, and caches between it and the client.
import { expect, test } from 'vitest';
import { ask, USER_KEY, type Asked } from '../gateway-under-test.ts';

const KEY = { authorization: `Bearer ${USER_KEY}` };

test.each<[string, Asked]>([
  ['the models', { path: '/v1/models', method: 'GET', headers: KEY }],
  ['one model', { path: '/v1/models/gpt-5.4-mini', method: 'GET', headers: KEY }],
  ['an unknown key', { headers: { 'api-key': 'x' } }],
  ['an unknown model', { body: '{"model":"x"}' }],
  ['an unknown URL', { path: '/v1/x', method: 'GET', headers: KEY }],
  ['a misconfiguration', { env: {} }],
])('no cache keeps %s, which depends on the key', async (_, asked) => {
  const { headers } = (await ask(asked)).response;
  expect(headers.get('cache-control')).toBe('no-store');
  const vary = (headers.get('vary') ?? '').split(', ');
  expect(vary).toEqual(expect.arrayContaining(['authorization', 'api-key', 'x-api-key']));
});
