// Which account is tried after which, and when none is.
import { describe, expect, test } from 'vitest';
import {
  accountHeaders,
  ENV,
  body,
  held,
  instanceOf,
  send,
  status,
  unreachable,
  withAccount,
  type Answers,
} from './three-accounts.ts';

describe('the next account is tried', () => {
  test.each([408, 429, 500, 502, 503, 504])('after status %i', async (code) => {
    const { response, hosts, log } = await send({ west: status(code) });
    expect([response.status, hosts]).toEqual([200, ['west', 'north']]);
    expect(log[0]).toMatchObject({ status: 200, attempts: 2, region: 'north' });
  });

  test('after no answer at all', async () => {
    const { response, hosts } = await send({ west: unreachable, north: unreachable });
    expect([response.status, hosts]).toEqual([200, ['west', 'north', 'south']]);
  });

  test('after 429 also for what must not run twice: it did not run', async () => {
    const busy = { west: status(429), north: status(429), south: () => Response.json({}) };
    const { hosts, response } = await send(busy, { path: '/v1/responses' });
    expect([hosts.at(-1), response.status]).toEqual(['south', 200]);
  });

  test('with the same bytes', async () => {
    const { sent } = await send({ west: status(500) });
    expect(sent.map((each) => each.body)).toEqual([body, body]);
  });

  test.each(['{ "metadata" : {} }', 'no JSON'])(
    'after 429 with a short body that passes unread, %j',
    async (unread) => {
      const asked = held(unread);
      const [home = ''] = (await send({}, asked)).hosts;
      const { sent, hosts, response } = await send({ [home]: status(429) }, asked);
      expect([response.status, hosts.length]).toEqual([200, 2]);
      expect(sent.map((each) => each.body)).toEqual([unread, unread]);
    },
  );

  test('after "not found" with a short body that passes unread, whatever was kept', async () => {
    for (const path of [
      '/v1/conversations/conv_1/items',
      '/v1/responses/resp_1/cancel',
      '/v1/realtime/calls/rtc_1/refer',
      '/v1/vector_stores/vs_1/search',
      '/v1/fine_tuning/jobs/ftjob_1/cancel',
    ]) {
      const asked = { ...held('{}'), path };
      const [home = ''] = (await send({}, asked)).hosts;
      const { hosts, response } = await send({ [home]: status(404) }, asked);
      expect([path, response.status, hosts.length]).toEqual([path, 200, 2]);
    }
  });
});

describe('no other account is tried', () => {
  test.each([400, 401, 403, 404, 413, 422])('after status %i', async (code) => {
    const { hosts } = await send({ west: status(code) });
    expect(hosts).toEqual(['west']);
  });

  test('after 500 for what must not run twice', async () => {
    const asked = { path: '/v1/responses' };
    const first = await send({ west: status(500), north: status(500), south: status(500) }, asked);
    expect([first.response.status, first.hosts.length]).toEqual([500, 1]);
  });

  test('where the body went up unread', async () => {
    const { hosts, response } = await send(
      { west: status(429) },
      {
        path: '/v1/files',
        headers: { authorization: 'Bearer sk-user-key-of-wang' },
        body: 'raw',
      },
    );
    expect([hosts, response.status]).toEqual([['west'], 429]);
  });

  test('after 500 for a short body that passes unread', async () => {
    const asked = held('{}');
    const all = { west: status(500), north: status(500), south: status(500) };
    const { hosts, response } = await send(all, asked);
    expect([hosts.length, response.status]).toEqual([1, 500]);
  });

  test.each([
    ['has no length', {}],
    ['is long', { 'content-length': String(1024 ** 2 + 1) }],
    ['is a form', { 'content-length': '2', 'content-type': 'multipart/form-data; boundary=b' }],
  ])('after 429 where a body that passes unread %s', async (_, more) => {
    const path = '/v1/vector_stores/vs_1/search';
    const asked = { path, body: '{}', headers: { ...accountHeaders, ...more } };
    const all = { west: status(429), north: status(429), south: status(429) };
    const { hosts, response } = await send(all, asked);
    expect([hosts.length, response.status]).toEqual([1, 429]);
  });

  test('where the client fails while its short body is read', async () => {
    const broken = new ReadableStream({
      start: (controller) => {
        controller.error(new Error('gone'));
      },
    });
    const { hosts, log } = await send({}, { ...held('{}'), body: broken });
    expect([hosts, log[0]?.status]).toEqual([[], 499]);
  });

  test('after three', async () => {
    const env = { ...ENV, ...withAccount('east') };
    const all = { west: status(500), north: status(500), south: status(500) };
    const { hosts, response } = await send(all, { env });
    expect([hosts.length, response.status]).toEqual([3, 500]);
  });
});

describe('a failed request', () => {
  test('reports its own failure when the next account begins to cool down meanwhile', async () => {
    const instance = instanceOf();
    const others: Answers = { north: status(503), south: status(503) };
    // While the body of the first answer is given up, other requests learn that the others are down.
    const slowToCancel = () => {
      const body = new ReadableStream({
        async cancel() {
          await instance.send(others, 0, { fraction: 0.5 });
          await instance.send(others, 0, { fraction: 0.9 });
        },
      });
      return new Response(body, { status: 500 });
    };
    const { response, log } = await instance.send({ west: slowToCancel }, 0);
    expect(response.status).toBe(502);
    expect(log[0]).toMatchObject({ error: 'upstream_unreachable', status: 502 });
  });

  test("has no account's request id but that of the last attempt", async () => {
    const first = status(503, { 'apim-request-id': 'id-of-west' });
    const { response, log } = await send({ west: first, north: unreachable, south: unreachable });
    expect(response.headers.get('x-request-id')).not.toBe('id-of-west');
    expect(log[0]).toMatchObject({ id: response.headers.get('x-request-id'), region: 'south' });
  });

  test('gives up a broken body of Azure and goes on to the next account', async () => {
    const broken = () => {
      const body = new ReadableStream({
        start(controller) {
          controller.error(new Error('reset'));
        },
      });
      return new Response(body, { status: 503 });
    };
    const { response, hosts } = await send({ west: broken });
    expect([response.status, hosts]).toEqual([200, ['west', 'north']]);
  });

  test.each([0, 199, 700])('of status %i, which no response can have, is a 502', async (code) => {
    const odd = () => Object.defineProperty(Response.json({}), 'status', { value: code });
    const { response } = await send({ west: odd, north: odd, south: odd });
    expect(response.status).toBe(502);
  });
});
