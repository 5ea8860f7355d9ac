// Accounts that cool down: after a 429 that names a time, and after failures.
import { describe, expect, test } from 'vitest';
import { ask, errorOf, sharedCooldowns } from '../gateway-under-test.ts';
import { accountHeaders, instanceOf, send, status, unreachable } from './three-accounts.ts';

describe('an account that named a time', () => {
  test.each([
    [{ 'retry-after-ms': '30000' }, 30_000],
    [{ 'x-ms-retry-after-ms': '30000' }, 30_000],
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': '99999' }, 300_000],
    [{ 'retry-after': 'soon' }, 2000],
    [{}, 2000],
  ] as const)('by %j is not called until then', async (asked, restMs) => {
    // One configuration, as in one instance: what rests is known by the deployment itself.
    const instance = instanceOf();
    expect((await instance.send({ west: status(429, asked) }, 0)).hosts).toEqual(['west', 'north']);
    expect((await instance.send({}, restMs - 1)).hosts).toEqual(['north']);
    expect((await instance.send({}, restMs)).hosts).toEqual(['west']);
  });

  test('is tried by one request alone, and by all once that one is answered', async () => {
    const instance = instanceOf();
    await instance.send({ west: status(503) }, 0);
    let during: readonly string[] = [];
    const probing = async () => {
      during = (await instance.send({}, 2000)).hosts;
      return Response.json({});
    };
    expect((await instance.send({ west: probing }, 2000)).hosts).toEqual(['west']);
    expect(during).toEqual(['north']);
    expect((await instance.send({}, 2001)).hosts).toEqual(['west']);
  });

  test('is tried by the next when the client leaves before it is answered', async () => {
    const instance = instanceOf();
    await instance.send({ west: status(503) }, 0);
    const client = new AbortController();
    const leaving = () => {
      client.abort();
      throw client.signal.reason;
    };
    const left = await instance.send({ west: leaving }, 2000, { signal: client.signal });
    expect([left.response.status, left.hosts]).toEqual([499, ['west']]);
    expect((await instance.send({}, 2001)).hosts).toEqual(['west']);
  });

  test('is not taken for broken when an upload that passes unread breaks off: the client may have failed', async () => {
    const instance = instanceOf();
    const upload = {
      path: '/v1/vector_stores/vs_1/search',
      body: 'raw',
      headers: { ...accountHeaders, 'content-type': 'text/plain' },
    };
    const { hosts, response } = await instance.send(
      { west: unreachable, north: unreachable, south: unreachable },
      0,
      upload,
    );
    expect([response.status, hosts.length]).toEqual([502, 1]);
    expect((await instance.send({}, 1, upload)).hosts).toEqual(hosts);
  });

  test('becomes a 429 with the soonest time when all of them did', async () => {
    const instance = instanceOf();
    const all = {
      west: status(429, { 'retry-after': '40' }),
      north: status(429, { 'retry-after': '20' }),
      south: status(429, { 'retry-after': '30' }),
    };
    const retryOf = (response: Response) =>
      ['retry-after', 'retry-after-ms', 'x-should-retry'].map((name) => response.headers.get(name));
    const first = await instance.send(all, 0);
    expect([first.response.status, first.hosts.length]).toEqual([429, 3]);
    expect(retryOf(first.response)).toEqual(['20', '20000', 'true']);

    // The account whose time comes next is tried all the same, and then none for a while.
    const knock = await instance.send({ north: status(429, { 'retry-after': '16' }) }, 4000);
    expect([knock.response.status, knock.hosts]).toEqual([429, ['north']]);
    const second = await instance.send(all, 5000);
    expect([second.response.status, second.hosts]).toEqual([429, []]);
    expect(retryOf(second.response)).toEqual(['15', '15000', 'true']);
    expect(await errorOf(second.response)).toEqual({
      message: 'Every Azure account that serves this is busy. Try again in 15 s.',
      type: 'rate_limit_error',
      param: null,
      code: 'rate_limit_exceeded',
    });
  });

  test('keeps SDKs from waiting for longer than they would', async () => {
    const late = status(429, { 'retry-after': '120' });
    const { response } = await send({ west: late, north: late, south: late });
    expect(response.headers.get('x-should-retry')).toBe('false');
  });

  test('is tried all the same where it is the only one', async () => {
    const cooldowns = sharedCooldowns();
    for (let time = 0; time < 2; time++) {
      const { sent, response } = await ask({
        cooldowns,
        azure: status(429, { 'retry-after': '30' }),
      });
      expect([sent.length, response.status]).toEqual([1, 429]);
      expect(response.headers.get('retry-after')).toBe('30');
    }
  });
});

describe('accounts that failed without naming a time', () => {
  test('are tried again when there are no others: the request may have been at fault', async () => {
    const instance = instanceOf();
    const all = { west: status(500), north: status(500), south: status(500) };
    expect((await instance.send(all, 0)).hosts).toHaveLength(3);
    const second = await instance.send({}, 1);
    expect([second.response.status, second.hosts]).toEqual([200, ['west']]);
  });
});

test('a recovered account gets its share back, however long its answers take', async () => {
  const instance = instanceOf();
  await instance.send({ west: status(503) }, 0);
  const slow = Promise.withResolvers<Response>();
  const probe = instance.send({ west: () => slow.promise }, 2000);
  // Its turn is over before it is answered, so another request probes as well.
  const second = instance.send({ west: () => Promise.resolve(Response.json({})) }, 12_001);
  slow.resolve(Response.json({}));
  await Promise.all([probe, second]);
  expect((await instance.send({}, 12_002)).hosts).toEqual(['west']);
});

test('no answer invites clients to return at once', async () => {
  const now = status(429, { 'retry-after': '0' });
  const { response } = await send({ west: now, north: now, south: now });
  expect(response.headers.get('retry-after')).toBe('1');
});
