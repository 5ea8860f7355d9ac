// GET /v1/admin/status: which failures occurred, which accounts rest, which keys expire.
import { expect, test } from 'vitest';
import { SeenRequests } from '../../../worker/operations/usage/seen-requests.ts';
import {
  ask,
  configOf,
  encodeUsers,
  errorOf,
  sharedCooldowns,
  STACK_ENV,
  type Asked,
} from '../gateway-under-test.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const ENV = {
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([
    { name: 'admin', key: 'sk-admin', admin: true },
    { name: 'alice', key: 'sk-alice', expires: NOW / 1000 + 3600 },
    { name: 'alice', sha256: 'a'.repeat(64), disabled: true },
  ]),
  BACKENDS: JSON.stringify([
    { name: 'one', endpoint: 'https://one.openai.azure.com' },
    { name: 'two', endpoint: 'https://two.openai.azure.com' },
  ]),
  BACKEND_KEYS: JSON.stringify({ one: 'x', two: 'y' }),
};

function as(key: string): Asked {
  return { headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } };
}

async function status(shared: Asked, key = 'sk-admin') {
  return ask({ ...shared, ...as(key), path: '/v1/admin/status', method: 'GET', now: NOW });
}

test('a user without admin is refused', async () => {
  const { response } = await status({ env: ENV }, 'sk-alice');
  expect(response.status).toBe(403);
  expect(await errorOf(response)).toMatchObject({ code: 'admin_only' });
});

test('all users with the dates of their keys, and no key', async () => {
  const { response } = await status({ env: ENV, seen: new SeenRequests(NOW - 1000) });
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    object: 'admin.status',
    since: '2026-11-27T11:59:59.000Z',
    requests: 0,
    errors: [],
    users: [
      { name: 'admin', team: null, admin: true, keys: [{ expires: null, disabled: false }] },
      {
        name: 'alice',
        team: null,
        admin: false,
        keys: [
          { expires: '2026-11-27T13:00:00.000Z', disabled: false },
          { expires: null, disabled: true },
        ],
      },
    ],
  });
  expect(text).not.toMatch(/sk-|aaaa/);
});

test('what failed, the most frequent first, and which deployments rest until when', async () => {
  const shared = {
    config: configOf(ENV),
    cooldowns: sharedCooldowns(),
    seen: new SeenRequests(NOW),
    now: NOW,
    fraction: 0,
  };
  const busy = (request: Request) =>
    new URL(request.url).hostname.startsWith('one')
      ? new Response('{}', { status: 429, headers: { 'retry-after': '30' } })
      : Response.json({ error: { message: 'no' } }, { status: 400 });
  await ask({ ...shared, ...as('sk-admin'), azure: busy });
  await ask({ ...shared, ...as('sk-nobody') });
  await ask({ ...shared, ...as('sk-nobody') });
  const { response } = await status(shared);
  const body = await response.json<Record<string, unknown>>();
  expect(body).toMatchObject({
    requests: 3,
    errors: [
      { code: 'invalid_api_key', count: 2 },
      { code: 'azure_400', count: 1 },
    ],
  });
  const well = { restsUntil: null, reason: null };
  expect(body['accounts']).toEqual([
    {
      name: 'one',
      deployments: [
        { model: 'gpt-5.4-mini', restsUntil: '2026-11-27T12:00:30.000Z', reason: 'refused' },
        { model: 'classic', ...well },
      ],
    },
    {
      name: 'two',
      deployments: [
        { model: 'gpt-5.4-mini', ...well },
        { model: 'classic', ...well },
      ],
    },
  ]);
});

test('a deployment that failed has another reason than one that is busy', async () => {
  const shared = { config: configOf(ENV), cooldowns: sharedCooldowns(), now: NOW, fraction: 0 };
  const broken = (request: Request) =>
    new URL(request.url).hostname.startsWith('one')
      ? new Response('{}', { status: 500 })
      : Response.json({});
  await ask({ ...shared, ...as('sk-admin'), azure: broken });
  const first = { name: 'one', deployments: [{ model: 'gpt-5.4-mini' }, {}] };
  const { response } = await status(shared);
  expect(await response.json()).toMatchObject({
    accounts: [{ ...first, deployments: [{ reason: 'failed' }, {}] }, {}],
  });
  // It may be called again, although nobody has yet.
  const later = { ...shared, now: NOW + 3_600_000 };
  const { response: anHourLater } = await ask({
    ...later,
    ...as('sk-admin'),
    path: '/v1/admin/status',
    method: 'GET',
  });
  expect(await anHourLater.json()).toMatchObject({
    accounts: [{ ...first, deployments: [{ reason: null, restsUntil: null }, {}] }, {}],
  });
});

test('an outage lasts as long as Azure says', async () => {
  const shared = { config: configOf(ENV), cooldowns: sharedCooldowns(), now: NOW, fraction: 0 };
  const statuses = [500, 503];
  const broken = (request: Request) =>
    new URL(request.url).hostname.startsWith('one')
      ? new Response('{}', { status: statuses.shift() ?? 500, headers: HEADERS.shift() ?? {} })
      : Response.json({});
  const HEADERS = [{}, { 'retry-after': '30' }];
  await ask({ ...shared, ...as('sk-admin'), azure: broken });
  await ask({ ...shared, ...as('sk-admin'), now: NOW + 60_000, azure: broken });
  const { response } = await ask({
    ...shared,
    ...as('sk-admin'),
    path: '/v1/admin/status',
    method: 'GET',
    now: NOW + 60_000,
  });
  expect(await response.json()).toMatchObject({
    accounts: [
      { deployments: [{ reason: 'failed', restsUntil: '2026-11-27T12:01:30.000Z' }, {}] },
      {},
    ],
  });
});

test('streams that broke off are counted, though they began with 200', () => {
  const seen = new SeenRequests(NOW);
  seen.record({ status: 200, outcome: 'upstream_cut' });
  seen.record({ status: 200, outcome: 'complete' });
  seen.record({ status: 200, outcome: 'client_left' });
  expect(seen.summary().errors).toEqual([{ code: 'upstream_cut', count: 1 }]);
});
