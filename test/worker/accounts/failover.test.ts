// Several accounts that serve a model: who is asked after whom, and when nobody is.
import { describe, expect, test } from 'vitest';
import {
  ask,
  configOf,
  encodeUsers,
  errorOf,
  sharedCooldowns,
  STACK_ENV,
  type Asked,
} from '../gateway-under-test.ts';

const NAMES = ['west', 'north', 'south'];
const ENV = {
  ...STACK_ENV,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: 'sk-user-key-of-alice' },
    { name: 'wang', key: 'sk-user-key-of-wang', accountData: true },
  ]),
  MODELS: JSON.stringify([
    { id: 'fast', model: 'gpt-5.4-mini' },
    { id: 'ear', model: 'whisper' },
  ]),
  BACKENDS: JSON.stringify(
    NAMES.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
  ),
  BACKEND_KEYS: JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, `key-${name}`]))),
};
const headers = {
  authorization: 'Bearer sk-user-key-of-alice',
  'content-type': 'application/json',
};
const body = '{"model":"fast"}';

type Answers = Readonly<Record<string, () => Response | Promise<Response>>>;

/** Asks a gateway whose accounts answer thus, by default with 200, and says who was asked. */
async function send(answers: Answers, asked: Asked = {}) {
  const exchange = await ask({
    env: ENV,
    headers,
    ...(asked.method === undefined && { body }),
    ...asked,
    azure: ({ url }) => (answers[hostOf(url)] ?? (() => Response.json({})))(),
  });
  return { ...exchange, hosts: exchange.sent.map(({ url }) => hostOf(url)) };
}

function hostOf(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}

function status(code: number, more: Record<string, string> = {}) {
  return () =>
    Response.json({ error: { message: `status ${code}` } }, { status: code, headers: more });
}
function unreachable(): never {
  throw new TypeError('refused');
}

describe('the next account is asked', () => {
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
    'after 429 with a short body that nobody looked into, %j',
    async (unread) => {
      const asked = held(unread);
      const [home = ''] = (await send({}, asked)).hosts;
      const { sent, hosts, response } = await send({ [home]: status(429) }, asked);
      expect([response.status, hosts.length]).toEqual([200, 2]);
      expect(sent.map((each) => each.body)).toEqual([unread, unread]);
    },
  );

  test('after "not found" with a short body that nobody looked into, whatever was kept', async () => {
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

describe('no other account is asked', () => {
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

  test('after 500 for a short body that nobody looked into', async () => {
    const asked = held('{}');
    const all = { west: status(500), north: status(500), south: status(500) };
    const { hosts, response } = await send(all, asked);
    expect([hosts.length, response.status]).toEqual([1, 500]);
  });

  test.each([
    ['tells no length', {}],
    ['is long', { 'content-length': String(1024 ** 2 + 1) }],
    ['is a form', { 'content-length': '2', 'content-type': 'multipart/form-data; boundary=b' }],
  ])('after 429 where a body that nobody looked into %s', async (_, more) => {
    const asked = { path: '/v1/conversations', body: '{}', headers: { ...headers, ...more } };
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
    const env = { ...ENV, ...more('east') };
    const all = { west: status(500), north: status(500), south: status(500) };
    const { hosts, response } = await send(all, { env });
    expect([hosts.length, response.status]).toEqual([3, 500]);
  });
});

/** What passes without being looked into, from a user who may ask for all of it. */
function held(unread: string) {
  const length = { 'content-length': String(unread.length) };
  const authorization = 'Bearer sk-user-key-of-wang';
  const path = '/v1/conversations';
  return { path, body: unread, headers: { ...headers, authorization, ...length } };
}

function more(name: string) {
  const names = [...NAMES, name];
  return {
    BACKENDS: JSON.stringify(
      names.map((each) => ({ name: each, endpoint: `https://${each}.openai.azure.com` })),
    ),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(names.map((each) => [each, 'key']))),
  };
}

describe('an account that asked for rest', () => {
  test.each([
    [{ 'retry-after-ms': '30000' }, 30_000],
    [{ 'x-ms-retry-after-ms': '30000' }, 30_000],
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': '99999' }, 300_000],
    [{ 'retry-after': 'soon' }, 2000],
    [{}, 2000],
  ] as const)('by %j is left in peace until then', async (asked, restMs) => {
    // One configuration, as in one isolate: what rests is known by the deployment itself.
    const isolate = isolateOf();
    expect((await isolate.send({ west: status(429, asked) }, 0)).hosts).toEqual(['west', 'north']);
    expect((await isolate.send({}, restMs - 1)).hosts).toEqual(['north']);
    expect((await isolate.send({}, restMs)).hosts).toEqual(['west']);
  });

  test('is tried by one request alone, and by all once that one is answered', async () => {
    const isolate = isolateOf();
    await isolate.send({ west: status(503) }, 0);
    let during: readonly string[] = [];
    const probing = async () => {
      during = (await isolate.send({}, 2000)).hosts;
      return Response.json({});
    };
    expect((await isolate.send({ west: probing }, 2000)).hosts).toEqual(['west']);
    expect(during).toEqual(['north']);
    expect((await isolate.send({}, 2001)).hosts).toEqual(['west']);
  });

  test('is tried by the next when the client leaves before it is answered', async () => {
    const isolate = isolateOf();
    await isolate.send({ west: status(503) }, 0);
    const client = new AbortController();
    const leaving = () => {
      client.abort();
      throw client.signal.reason;
    };
    const left = await isolate.send({ west: leaving }, 2000, { signal: client.signal });
    expect([left.response.status, left.hosts]).toEqual([499, ['west']]);
    expect((await isolate.send({}, 2001)).hosts).toEqual(['west']);
  });

  test('is not taken for broken when an upload that passes unread breaks off: the client may have failed', async () => {
    const isolate = isolateOf();
    const upload = { path: '/v1/conversations', body: 'raw' };
    const { hosts, response } = await isolate.send(
      { west: unreachable, north: unreachable, south: unreachable },
      0,
      upload,
    );
    expect([response.status, hosts.length]).toEqual([502, 1]);
    expect((await isolate.send({}, 1, upload)).hosts).toEqual(hosts);
  });

  test('makes a 429 with the soonest time when all of them did', async () => {
    const isolate = isolateOf();
    const all = {
      west: status(429, { 'retry-after': '40' }),
      north: status(429, { 'retry-after': '20' }),
      south: status(429, { 'retry-after': '30' }),
    };
    const told = (response: Response) =>
      ['retry-after', 'retry-after-ms', 'x-should-retry'].map((name) => response.headers.get(name));
    const first = await isolate.send(all, 0);
    expect([first.response.status, first.hosts.length]).toEqual([429, 3]);
    expect(told(first.response)).toEqual(['20', '20000', 'true']);

    const second = await isolate.send(all, 5000);
    expect([second.response.status, second.hosts]).toEqual([429, []]);
    expect(told(second.response)).toEqual(['15', '15000', 'true']);
    expect(await errorOf(second.response)).toEqual({
      message: 'Every Azure account that serves this is busy. Try again in 15 s.',
      type: 'rate_limit_error',
      param: null,
      code: 'rate_limit_exceeded',
    });
  });

  test('tells SDKs not to wait for longer than they would', async () => {
    const late = status(429, { 'retry-after': '120' });
    const { response } = await send({ west: late, north: late, south: late });
    expect(response.headers.get('x-should-retry')).toBe('false');
  });

  test('is asked all the same where it is the only one', async () => {
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

/** Requests to one isolate: they share the configuration and what it learnt. */
function isolateOf() {
  const cooldowns = sharedCooldowns();
  const config = configOf(ENV);
  return {
    send: (answers: Answers, now: number, asked: Asked = {}) =>
      send(answers, { ...asked, env: ENV, config, cooldowns, now }),
  };
}

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

  test('is asked of the others where it is not found', async () => {
    const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
    const [home = ''] = (await send({}, asked)).hosts;
    const { response, hosts } = await send({ [home]: status(404) }, asked);
    expect([response.status, hosts.length]).toEqual([200, 2]);
  });

  test('is asked of the others where a request goes on from it', async () => {
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

  test('is not said to be missing while an account cannot be asked', async () => {
    const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
    const [home = ''] = (await send({}, asked)).hosts;
    const elsewhere = Object.fromEntries(NAMES.map((name) => [name, status(404)]));
    const { response } = await send({ ...elsewhere, [home]: unreachable }, asked);
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ code: 'upstream_unreachable' });
  });

  test('is asked of the others where Azure says 400 of a response that is not there', async () => {
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

  test('is not said to be missing while an account rests, or after one was busy', async () => {
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

describe('accounts that failed without asking for rest', () => {
  test('are asked again when there are no others: the request may have been at fault', async () => {
    const isolate = isolateOf();
    const all = { west: status(500), north: status(500), south: status(500) };
    expect((await isolate.send(all, 0)).hosts).toHaveLength(3);
    const second = await isolate.send({}, 1);
    expect([second.response.status, second.hosts]).toEqual([200, ['west']]);
  });
});

describe('a failed request', () => {
  test('reports its own failure when the next account begins to cool down meanwhile', async () => {
    const isolate = isolateOf();
    const others: Answers = { north: status(503), south: status(503) };
    // While the body of the first answer is given up, other requests learn that the others are down.
    const slowToCancel = () => {
      const body = new ReadableStream({
        async cancel() {
          await isolate.send(others, 0, { fraction: 0.5 });
          await isolate.send(others, 0, { fraction: 0.9 });
        },
      });
      return new Response(body, { status: 500 });
    };
    const { response, log } = await isolate.send({ west: slowToCancel }, 0);
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

test('a recovered account gets its share back, however long its answers take', async () => {
  const isolate = isolateOf();
  await isolate.send({ west: status(503) }, 0);
  const slow = Promise.withResolvers<Response>();
  const probe = isolate.send({ west: () => slow.promise }, 2000);
  // Its turn is over before it is answered, so another request probes as well.
  const second = isolate.send({ west: () => Promise.resolve(Response.json({})) }, 12_001);
  slow.resolve(Response.json({}));
  await Promise.all([probe, second]);
  expect((await isolate.send({}, 12_002)).hosts).toEqual(['west']);
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

test('clients are never told to return at once', async () => {
  const now = status(429, { 'retry-after': '0' });
  const { response } = await send({ west: now, north: now, south: now });
  expect(response.headers.get('retry-after')).toBe('1');
});

test('a search that others cut short names when it can be repeated, and not 0 s', async () => {
  const isolate = isolateOf();
  const asked = { method: 'GET', path: '/v1/responses/resp_1', body: null };
  const hosts = NAMES.toSorted();
  const { hosts: order } = await isolate.send(
    Object.fromEntries(hosts.map((name) => [name, status(404)])),
    0,
    asked,
  );
  const [home = '', second = ''] = order;
  // While the first account answers, the second begins to cool down.
  const slow = async () => {
    await isolate.send(
      { [second]: status(429, { 'retry-after': '20' }), [home]: status(404) },
      0,
      asked,
    );
    return Response.json({}, { status: 404 });
  };
  const { response } = await isolate.send(
    { [home]: slow, ...Object.fromEntries(order.slice(2).map((name) => [name, status(404)])) },
    0,
    asked,
  );
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '20']);
});
