// What the client gets of Azure's answers and failures.
import { expect, test } from 'vitest';
import { ask, AZURE_KEY, errorOf } from '../gateway-under-test.ts';

test.each([401, 403])(
  "Azure's %i about the gateway's own key is a 502 that clears the user",
  async (status) => {
    const { response, log } = await ask({
      azure: () =>
        Response.json({ error: { code: '401', message: `bad key ${AZURE_KEY}` } }, { status }),
    });
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({
      code: 'upstream_credentials_rejected',
      type: 'server_error',
    });
    expect(log[0]).toMatchObject({
      status: 502,
      upstreamStatus: status,
      error: 'upstream_credentials_rejected',
    });
  },
);

test('a redirect of Azure is not followed and not passed on', async () => {
  const { response, sent } = await ask({
    azure: () =>
      new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
  });
  expect(sent).toHaveLength(1);
  expect(response.status).toBe(502);
  expect(response.headers.get('location')).toBeNull();
});

test('an unreachable Azure is a 502', async () => {
  const { response } = await ask({
    azure: () => {
      throw new Error('connect ECONNREFUSED 10.0.0.1 with api-key in it');
    },
  });
  expect(response.status).toBe(502);
  expect(await errorOf(response)).toEqual({
    message: 'Azure OpenAI could not be reached. Try again.',
    type: 'server_error',
    param: null,
    code: 'upstream_unreachable',
  });
});

test('a client that leaves ends the request to Azure', async () => {
  const client = new AbortController();
  const { log } = await ask({
    signal: client.signal,
    azure: (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
        client.abort();
      }),
  });
  expect(log[0]).toMatchObject({ status: 499, error: 'client_closed_request' });
});

test("passes Azure's limits, ids and retry times on, and keeps its internals", async () => {
  const { response } = await ask({
    azure: () =>
      Response.json(
        { error: { code: '429', message: 'Slow down.' } },
        {
          status: 429,
          headers: {
            'apim-request-id': 'azure-id',
            'retry-after-ms': '1500',
            'retry-after': '2',
            'x-ratelimit-remaining-tokens': '0',
            'set-cookie': 'a=b',
            'x-ms-region': 'Sweden Central',
          },
        },
      ),
  });
  expect(response.status).toBe(429);
  const headers = Object.fromEntries(response.headers);
  expect(headers).toMatchObject({
    'x-request-id': 'azure-id',
    'apim-request-id': 'azure-id',
    'retry-after-ms': '1500',
    'retry-after': '2',
    'x-ratelimit-remaining-tokens': '0',
  });
  expect(headers['access-control-expose-headers']).toBe('*');
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('x-ms-region');
});

test('passes an answer on as it came', async () => {
  const body = '{"id":"x","choices":[{"content_filter_results":{}}] }';
  const { response } = await ask({
    azure: () => new Response(body, { headers: { 'content-type': 'application/json' } }),
  });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(body);
});
