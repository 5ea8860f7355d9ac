// How WebSockets to Azure end and how they never begin: close codes arrive at the other side, and
// what is refused is refused before the upgrade.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../running-gateway.ts';
import { KEY, startConformanceGateway } from './conformance-gateway.ts';
import { newestSocket, openSocket, refusedSocket } from './socket-client.ts';

const GA = '/v1/realtime?model=talker';
const RESPONSES = '/v1/responses';
const BEARER = { authorization: `Bearer ${KEY}` };

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
afterAll(() => gateway.stop());

function atAzure() {
  return newestSocket(gateway);
}

describe.each([
  ['Realtime', GA, 'hello'],
  ['Responses', RESPONSES, JSON.stringify({ type: 'response.create', model: 'mini', input: 'Hi' })],
])('the end of a socket of %s', (_, path, message) => {
  test('at the client arrives at Azure with its code and reason', async () => {
    const { socket, next, closed } = await openSocket(gateway, path);
    socket.send(message);
    await next();
    socket.close(4001, 'The client had enough');
    expect(await atAzure().ended).toEqual({ code: 4001, reason: 'The client had enough' });
    expect((await closed)[0]).toBe(4001);
  });

  test('without a code arrives without one', async () => {
    const { socket, next } = await openSocket(gateway, path);
    socket.send(message);
    await next();
    socket.close();
    expect(await atAzure().ended).toEqual({ code: 1005, reason: '' });
  });

  test('at Azure arrives at the client with its code and reason', async () => {
    const headers = { ...BEARER, 'x-ms-fault': 'close-code=4002' };
    const { socket, closed } = await openSocket(gateway, path, { headers });
    socket.send(message);
    expect(await closed).toEqual([4002, 'x-ms-fault']);
    expect((await atAzure().ended).code).toBe(4002);
  });
});

describe('before the upgrade', () => {
  const error = (code: string): unknown => expect.objectContaining({ code });

  test.each([
    ['no key', GA, { headers: {} }, 401, 'missing_api_key'],
    ['no key for Responses', RESPONSES, { headers: {} }, 401, 'missing_api_key'],
    ['a wrong key', GA, { headers: { 'api-key': 'wrong' } }, 401, 'invalid_api_key'],
    ['an unknown model', '/v1/realtime?model=unknown', {}, 404, 'model_not_found'],
    ['no model', '/v1/realtime', {}, 400, 'missing_required_parameter'],
    ['a model that only writes', '/v1/realtime?model=mini', {}, 400, 'unsupported_operation'],
    ['another path', '/v1/responses/resp_1', {}, 400, 'no_websocket'],
  ])('%s is refused, and Azure is not called', async (_, path, options, status, code) => {
    const before = gateway.azure.requests.length;
    expect(await refusedSocket(gateway, path, options)).toEqual([status, { error: error(code) }]);
    expect(gateway.azure.requests).toHaveLength(before);
  });

  test("Azure's own refusal arrives", async () => {
    const headers = { ...BEARER, 'x-ms-fault': '429' };
    expect(await refusedSocket(gateway, GA, { headers })).toEqual([
      429,
      { error: expect.objectContaining({ code: '429' }) as unknown },
    ]);
  });
});
