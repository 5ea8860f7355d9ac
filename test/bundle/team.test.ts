// Two accounts and users of different rights, over real sockets: what only the uploaded bytes in
// their runtime can show.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import type { ModelBinding } from '../../worker/contract/env.ts';
import { newestSocket, openSocket, refusedSocket } from './conformance/socket-client.ts';
import { AZURE_KEY, chatBody, startGateway, STACK_BINDINGS, USER_KEY } from './running-gateway.ts';
import type { RunningGateway } from './running-gateway.ts';

const RITA = 'sk-the-key-of-rita';
const MODELS: readonly ModelBinding[] = [
  {
    id: 'mini',
    model: 'gpt-5.4-mini',
    deployment: 'gpt-5.4-mini',
    created: Date.parse('2026-03-17') / 1000,
    backends: [
      { name: 'west', weight: 3 },
      { name: 'north', weight: 1, deployment: 'mini-north' },
    ],
  },
  { id: 'gpt-4o', backends: [{ name: 'north' }] },
  { id: 'western', deployment: 'gpt-5.4-mini', backends: [{ name: 'west' }] },
];

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({
    accounts: [
      {
        subdomain: 'west',
        keys: [AZURE_KEY],
        deployments: [{ name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' }],
      },
      {
        subdomain: 'north',
        keys: ['another-azure-key'],
        deployments: [
          { name: 'mini-north', model: 'gpt-5.4-mini', version: '2026-03-17' },
          { name: 'gpt-4o', model: 'gpt-4o', version: '2024-11-20' },
        ],
      },
    ],
    bindings: {
      ...STACK_BINDINGS,
      CHIT_USERS: encodeUsers([
        { name: 'alice', key: USER_KEY },
        { name: 'rita', key: RITA, models: ['mini'] },
      ]),
      MODELS: JSON.stringify(MODELS),
      BACKENDS: JSON.stringify(
        ['west', 'north'].map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` })),
      ),
      BACKEND_KEYS: JSON.stringify({ west: AZURE_KEY, north: 'another-azure-key' }),
    },
  });
});
afterAll(() => gateway.stop());

const RITAS = { headers: { authorization: `Bearer ${RITA}` } };
const ALICES = { headers: { authorization: `Bearer ${USER_KEY}` } };
function create(more: object) {
  return JSON.stringify({ type: 'response.create', input: 'hi', ...more });
}

test('forty requests divide three to one, each with the key and the name of its account', async () => {
  const before = gateway.azure.requests.length;
  for (let request = 0; request < 40; request++) {
    const response = await gateway.post('/v1/chat/completions', chatBody('hi', { model: 'mini' }));
    expect(response.status).toBe(200);
  }
  const hosts = gateway.azure.requests.slice(before).map(({ host }) => host);
  const west = hosts.filter((host) => host === 'west.openai.azure.com').length;
  expect(hosts).toHaveLength(40);
  expect(Math.abs(west - 30)).toBeLessThanOrEqual(2);
});

test('each message of a restricted user is held against the list', async () => {
  const { socket, nextEvent, until } = await openSocket(gateway, '/v1/responses', RITAS);
  for (const more of [{ model: 'gpt-4o' }, { type: 'other', model: 'gpt-4o' }]) {
    socket.send(create(more));
    expect(await nextEvent()).toMatchObject({
      type: 'error',
      status: 403,
      error: {
        type: 'permission_error',
        code: 'model_not_allowed',
        message: 'You may not use the model `gpt-4o`. Available: `mini`.',
        param: 'model',
      },
    });
  }
  const drawing = { type: 'image_generation', model: 'gpt-4o' };
  socket.send(create({ model: 'mini', tools: [drawing] }));
  expect(await nextEvent()).toMatchObject({ status: 403, error: { code: 'model_not_allowed' } });
  socket.send(create({}));
  expect(await nextEvent()).toMatchObject({
    status: 400,
    error: { code: 'missing_required_parameter' },
  });
  socket.send(create({ model: 'mini' }));
  await until('response.completed');
  const { messages } = newestSocket(gateway);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/"model":"(gpt-5\.4-mini|mini-north)"/);
});

test('what draws for a response of a restricted user is held against the list', async () => {
  const tools = [{ type: 'image_generation', model: 'gpt-4o' }];
  const body = JSON.stringify({ model: 'mini', input: 'hi', tools });
  const before = gateway.azure.requests.length;
  const response = await gateway.post('/v1/responses', body, RITAS.headers);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'model_not_allowed' } });
  expect(gateway.azure.requests).toHaveLength(before);
});

test('a socket leads to an account that has the model in its URL, and names the models that are elsewhere', async () => {
  const path = '/v1/responses?model=gpt-4o';
  const { socket, nextEvent, until } = await openSocket(gateway, path, ALICES);
  socket.send(create({ model: 'gpt-4o' }));
  await until('response.completed');
  socket.send(create({ model: 'mini' }));
  await until('response.completed');
  socket.send(create({ model: 'western' }));
  expect(await nextEvent()).toMatchObject({
    type: 'error',
    status: 404,
    error: { code: 'model_not_found', message: expect.stringContaining('?model=NAME') as unknown },
  });
  const received = newestSocket(gateway);
  expect(received.path).toBe('/openai/v1/responses');
  expect(received.messages).toEqual([create({ model: 'gpt-4o' }), create({ model: 'mini-north' })]);
  expect(await refusedSocket(gateway, path, RITAS)).toMatchObject([
    403,
    { error: { code: 'model_not_allowed' } },
  ]);
});

describe('what goes on from something that no account has', () => {
  const path = '/v1/conversations/conv_0123456789/items';
  const text = '{ "items" : [{"type":"message","role":"user","content":"世界"}], "x":1.0 }';
  const send = async (body: string | ReadableStream, type = 'application/json') => {
    const before = gateway.azure.requests.length;
    const response = await fetch(gateway.url + path, {
      method: 'POST',
      headers: { ...ALICES.headers, 'content-type': type },
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    });
    const received = gateway.azure.requests.slice(before);
    const hosts = received.map(({ host }) => host.split('.')[0]).toSorted();
    return { status: response.status, hosts, bodies: received.map((each) => each.body.toString()) };
  };

  test.each([
    ['JSON', text, text],
    ['more than 1 MiB', ' '.repeat(1024 ** 2) + '{}', ' '.repeat(1024 ** 2) + '{}'],
    ['a body without a length', new Blob([text]).stream(), text],
  ])('%s is sent to both of them, byte for byte', async (_, body, expected) => {
    const { status, hosts, bodies } = await send(body);
    expect([status, hosts]).toEqual([404, ['north', 'west']]);
    expect(bodies.map((each) => each === expected)).toEqual([true, true]);
  });

  test.each([
    ['that is not JSON', '{"items": nonsense', 'application/json', 400],
    ['that is a form', text, 'multipart/form-data; boundary=b', 415],
  ])('a body %s is sent to none: it could name what is closed', async (_, body, type, code) => {
    const { hosts, status } = await send(body, type);
    expect([hosts, status]).toEqual([[], code]);
  });
});

test('the dated name in an answer can be sent back', async () => {
  const { chat } = gateway.openai();
  const ask = (model: string) =>
    chat.completions.create({ model, messages: [{ role: 'user', content: 'hi' }] });
  const { model } = await ask('mini');
  expect(model).toBe('gpt-5.4-mini-2026-03-17');
  expect((await ask(model)).model).toBe(model);
});
