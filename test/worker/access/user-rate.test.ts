// What comes of the request rate that Cloudflare counts.
import { expect, test, vi } from 'vitest';
import type { RateLimiter } from '../../../worker/contract/env.ts';
import { limitUsers } from '../../../worker/access/user-rate.ts';
import { ask, configOf, encodeUsers, errorOf, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

/** Lets so many calls for each key pass, and keeps the keys. */
function counter(limit: number): RateLimiter & { readonly keys: readonly string[] } {
  const keys: string[] = [];
  return {
    keys,
    limit: ({ key }) => {
      keys.push(key);
      return Promise.resolve({ success: keys.filter((each) => each === key).length <= limit });
    },
  };
}

const TWO_USERS = configOf({
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: USER_KEY },
    { name: 'alice', key: 'sk-second-of-alice' },
    { name: '王芳', key: 'sk-of-wang-fang' },
  ]),
});
function withKey(key: string) {
  return {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
  };
}

test('who asks too often gets a 429 that says when to come back, and Azure is not asked', async () => {
  const userRate = limitUsers(counter(1));
  expect((await ask({ userRate })).response.status).toBe(200);
  const { response, sent, log } = await ask({ userRate });
  expect(response.status).toBe(429);
  expect(await errorOf(response)).toEqual({
    message:
      "You have exceeded your requests per minute. Wait, or ask the gateway's operator to raise the limit.",
    type: 'rate_limit_error',
    param: null,
    code: 'user_rate_exceeded',
  });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'retry-after': '60',
    'retry-after-ms': '60000',
    'x-should-retry': 'true',
    'access-control-allow-origin': '*',
  });
  expect(sent).toEqual([]);
  expect(log).toMatchObject([
    { user: 'alice', op: 'chat/completions', error: 'user_rate_exceeded', status: 429 },
  ]);
});

test("a user's keys count together, and nobody else's with them", async () => {
  const limiter = counter(2);
  const userRate = limitUsers(limiter);
  const statuses = [];
  for (const key of [USER_KEY, 'sk-second-of-alice', USER_KEY, 'sk-of-wang-fang']) {
    const { response } = await ask({ userRate, config: TWO_USERS, headers: withKey(key) });
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 429, 200]);
  expect(limiter.keys).toEqual(['alice', 'alice', 'alice', '王芳']);
});

test('only a request with a right key counts, and the list of models is one', async () => {
  const limiter = counter(9);
  const userRate = limitUsers(limiter);
  for (const asked of [
    { headers: {} },
    { headers: withKey('sk-wrong') },
    { method: 'OPTIONS' },
    { path: '/health', method: 'GET' },
    { path: '/v1/nowhere' },
    { path: '/v1/models', method: 'GET' },
  ]) {
    await ask({ ...asked, userRate });
  }
  expect(limiter.keys).toEqual(['alice']);
});

test.each<[string, RateLimiter]>([
  ['rejects', { limit: () => Promise.reject(new Error('CANARY')) }],
  [
    'throws',
    {
      limit: () => {
        throw new Error('CANARY');
      },
    },
  ],
])('a binding that %s stops nobody, and is told once', async (_, limiter) => {
  const userRate = limitUsers(limiter);
  const [first, second] = [await ask({ userRate }), await ask({ userRate })];
  expect([first.response.status, second.response.status]).toEqual([200, 200]);
  expect(first.log[0]?.faults).toEqual(['USER_RATE fails: request rates are not limited']);
  expect(second.log[0]?.faults).toBeUndefined();
});

test("where the caller's key is Azure's there are no users to count", async () => {
  const limiter = counter(0);
  const { response } = await ask({
    userRate: limitUsers(limiter),
    env: { RESOURCE_NAME: 'acc', DEPLOY_NAME_GPT4: 'gpt-5.4-mini' },
    body: '{"model":"gpt-4","messages":[]}',
  });
  expect(response.status).toBe(200);
  expect(limiter.keys).toEqual([]);
});

test('a limiter that does not answer limits nobody, and a client that leaves meanwhile is logged', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  try {
    const userRate = () => new Promise<never>(() => undefined);
    const patient = ask({ userRate });
    await vi.advanceTimersByTimeAsync(5000);
    expect((await patient).response.status).toBe(200);
    const client = new AbortController();
    const leaving = ask({ userRate, signal: client.signal });
    await vi.advanceTimersByTimeAsync(1);
    client.abort();
    expect((await leaving).log).toMatchObject([{ status: 499, error: 'client_closed_request' }]);
  } finally {
    vi.useRealTimers();
  }
});
