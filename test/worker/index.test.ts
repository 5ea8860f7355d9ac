import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Env } from '../../worker/contract/env.ts';
import worker from '../../worker/index.ts';
import { encodeUsers, STACK_ENV } from './gateway-under-test.ts';

let log: string[];

beforeEach(() => {
  log = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => log.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

function listModels(env: Env, key: string): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  const request = new Request('https://gateway.example/v1/models', { headers });
  const context = { waitUntil: () => undefined } as unknown as ExecutionContext;
  return worker.fetch(request as Parameters<typeof worker.fetch>[0], env, context);
}

test('bindings that change in a living isolate count at once: a revoked key is refused', async () => {
  const before = { ...STACK_ENV, CHIT_USERS: encodeUsers([{ name: 'alice', key: 'sk-old' }]) };
  const after = { ...STACK_ENV, CHIT_USERS: encodeUsers([{ name: 'alice', key: 'sk-new' }]) };
  expect((await listModels(before, 'sk-old')).status).toBe(200);
  expect((await listModels(after, 'sk-old')).status).toBe(401);
  expect((await listModels(after, 'sk-new')).status).toBe(200);
});

test.each([
  ['MODELS', '[{"id":"a","timeouts":null}]'],
  ['MODELS', '[{"id":"a","model":5}]'],
  ['BACKENDS', '[7]'],
  ['SETTINGS', 'null'],
] as const)('a wrong %s, %s, is a 500 with CORS and a line that names it', async (name, value) => {
  const response = await listModels({ ...STACK_ENV, [name]: value }, 'sk-any');
  expect(response.status).toBe(500);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(JSON.parse(log[0] ?? '')).toMatchObject({
    error: 'gateway_misconfigured',
    faults: [expect.stringContaining(name) as string],
  });
});
