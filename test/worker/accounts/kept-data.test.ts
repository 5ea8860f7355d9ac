// What Azure keeps for later, which only the account that has it can find again.
import { describe, expect, test } from 'vitest';
import { errorOf } from '../gateway-under-test.ts';
import { NAMES, headers, instanceOf, send, status, unreachable } from './three-accounts.ts';

describe('what Azure keeps', () => {
  test('goes to one account for each user, and to different ones for different users', async () => {
    const home = async (key: string) => {
      const asked = { headers: { ...headers, authorization: `Bearer ${key}` } };
      const made = await send({}, { ...asked, path: '/v1/responses' });
      const read = await send(
        {},
        { ...asked, method: 'GET', path: '/v1/responses/resp_1', body: null },
      );
      expect(read.hosts).toEqual(made.hosts);
      return made.hosts[0];
    };
    expect(await home('sk-user-key-of-alice')).not.toBe(await home('sk-user-key-of-wang'));
  });

  test('is looked up at the others where it is not found', async () => {
    const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
    const [home = ''] = (await send({}, asked)).hosts;
    const { response, hosts } = await send({ [home]: status(404) }, asked);
    expect([response.status, hosts.length]).toEqual([200, 2]);
  });

  test('is looked up at the others where a request continues it', async () => {
    const asked = {
      path: '/v1/responses',
      body: '{"model":"fast","previous_response_id":"resp_1"}',
    };
    const [home = ''] = (await send({}, asked)).hosts;
    const { response, hosts } = await send({ [home]: status(404) }, asked);
    expect([response.status, hosts.length]).toEqual([200, 2]);
  });

  test('is not there when no account has it', async () => {
    const nowhere = { west: status(404), north: status(404), south: status(404) };
    const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
    const { response, hosts } = await send(nowhere, asked);
    expect([response.status, hosts.length]).toEqual([404, 3]);
  });

  test('is not reported as missing while an account cannot be reached', async () => {
    const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
    const [home = ''] = (await send({}, asked)).hosts;
    const elsewhere = Object.fromEntries(NAMES.map((name) => [name, status(404)]));
    const { response } = await send({ ...elsewhere, [home]: unreachable }, asked);
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ code: 'upstream_unreachable' });
  });

  test('is looked up at the others where Azure answers 400 about a missing response', async () => {
    const asked = { path: '/v1/responses', body: '{"model":"fast","previous_response_id":"r"}' };
    const [home = ''] = (await send({}, asked)).hosts;
    const gone = () =>
      Response.json(
        { error: { code: 'previous_response_not_found', message: 'x' } },
        { status: 400 },
      );
    const { response, hosts } = await send({ [home]: gone }, asked);
    expect([response.status, hosts.length]).toEqual([200, 2]);
    const other = await send({ [home]: status(400) }, asked);
    expect([other.response.status, other.hosts]).toEqual([400, [home]]);
    expect(await errorOf(other.response)).toMatchObject({ message: 'status 400' });
  });

  test('is not reported as missing while an account cools down, or after one was busy', async () => {
    const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
    const [home = ''] = (await send({}, asked)).hosts;
    const nowhere = Object.fromEntries(NAMES.map((name) => [name, status(404)]));
    const { response } = await send(
      { ...nowhere, [home]: status(429, { 'retry-after': '20' }) },
      asked,
    );
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '20']);
  });
});

describe('what all users share', () => {
  const wang = { authorization: 'Bearer sk-user-key-of-wang' };

  test('is made and listed at the first account alone', async () => {
    const { hosts, response } = await send(
      { west: status(429) },
      { method: 'GET', path: '/v1/files', body: null, headers: wang },
    );
    expect([hosts, response.status]).toEqual([['west'], 429]);
  });

  test('takes the requests that name a file to that account', async () => {
    const named = '{"model":"fast","input":[{"type":"input_file","file_id":"file-1"}]}';
    const { hosts } = await send(
      {},
      { path: '/v1/responses', body: named, headers: { ...headers, ...wang } },
    );
    expect(hosts).toEqual(['west']);
  });
});

test('a 400 that only quotes "not found" stays a 400 and goes to one account', async () => {
  const asked = { path: '/v1/responses', body: '{"model":"fast","previous_response_id":"r"}' };
  const [home = ''] = (await send({}, asked)).hosts;
  const message = "Tool choice 'function' not found in 'tools' parameter.";
  const refusal = () =>
    Response.json({ error: { message, param: 'tool_choice' } }, { status: 400 });
  const { response, hosts } = await send({ [home]: refusal }, asked);
  expect([response.status, hosts]).toEqual([400, [home]]);
});

test('a search that others cut short names when it can be repeated, and not 0 s', async () => {
  const instance = instanceOf();
  const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
  const hosts = NAMES.toSorted();
  const { hosts: order } = await instance.send(
    Object.fromEntries(hosts.map((name) => [name, status(404)])),
    0,
    asked,
  );
  const [home = '', second = ''] = order;
  // While the first account answers, the second begins to cool down.
  const slow = async () => {
    await instance.send(
      { [second]: status(429, { 'retry-after': '20' }), [home]: status(404) },
      0,
      asked,
    );
    return Response.json({}, { status: 404 });
  };
  const { response } = await instance.send(
    { [home]: slow, ...Object.fromEntries(order.slice(2).map((name) => [name, status(404)])) },
    0,
    asked,
  );
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '20']);
});
