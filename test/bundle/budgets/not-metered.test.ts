// What cannot be bounded before it is sent is refused to users whose money or tokens are limited, and to
// nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusedSocket } from '../conformance/socket-client.ts';
import type { RunningGateway } from '../running-gateway.ts';
import { keyOf, postAs, startBudgeted } from './budgeted-gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startBudgeted({
    users: [
      { name: 'money', limits: { budget: [{ amount: 1e12, per: 'day' }] } },
      { name: 'tokens', limits: { tokensPerMinute: 1_000_000 } },
      { name: 'counted', limits: { requestsPerMinute: 1000 } },
    ].map((user) => ({ ...user, accountData: true })) as never,
  });
});
afterAll(() => gateway.stop());

const CHAT = { model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'Hello' }] };
const RESPONSE = { model: 'gpt-5.4-mini', input: 'Hello' };

describe.each<[string, string, object]>([
  ['a background response', '/v1/responses', { ...RESPONSE, background: true }],
  ['a stored prompt', '/v1/responses', { ...RESPONSE, prompt: { id: 'pmpt_1' } }],
  ['web search', '/v1/responses', { ...RESPONSE, tools: [{ type: 'web_search' }] }],
  [
    'code interpreter',
    '/v1/responses',
    { ...RESPONSE, tools: [{ type: 'code_interpreter', container: { type: 'auto' } }] },
  ],
  [
    'a tool behind others',
    '/v1/responses',
    {
      ...RESPONSE,
      tools: [
        { type: 'function', name: 'f', parameters: {} },
        { type: 'mcp', server_label: 'x', server_url: 'https://example.org' },
      ],
    },
  ],
  ['search in a chat', '/v1/chat/completions', { ...CHAT, web_search_options: {} }],
  [
    'data sources',
    '/v1/chat/completions',
    { ...CHAT, data_sources: [{ type: 'azure_search', parameters: {} }] },
  ],
])('%s', (_, path, body) => {
  test.each(['money', 'tokens'])('is refused to a user with a limit of %s', async (name) => {
    const response = await postAs(gateway, name, path, body);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { code: 'not_metered', type: 'permission_error' },
    });
    expect(response.headers.get('retry-after')).toBeNull();
  });

  test('is not refused to a user whose requests are counted', async () => {
    const response = await postAs(gateway, 'counted', path, body);
    await response.text();
    expect(response.status).not.toBe(403);
  });
});

test.each([
  '"max_completion_tokens":10,"max_completion_tokens":100000',
  '"MAX_COMPLETION_TOKENS":100000',
  '"n":1,"n":50',
])('members that could be read in two ways are refused: %s', async (members) => {
  const { url } = gateway;
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyOf('money')}`, 'content-type': 'application/json' },
    body: `{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"Hi"}],${members}}`,
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'not_metered' } });
});

test.each(['/v1/realtime?model=gpt-5.4-mini', '/v1/live/sessions'])(
  'the socket %s',
  async (path) => {
    const headers = { authorization: `Bearer ${keyOf('money')}` };
    const [status, body] = await refusedSocket(gateway, path, { headers });
    expect([status, body]).toMatchObject([403, { error: { code: 'not_metered' } }]);
  },
);

test.each(['/v1/batches', '/v1/fine_tuning/jobs', '/v1/containers', '/v1/vector_stores'])(
  'POST %s',
  async (path) => {
    const response = await postAs(gateway, 'money', path, {});
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'not_metered' } });
    const list = await fetch(`${gateway.url}${path}`, {
      headers: { authorization: `Bearer ${keyOf('money')}` },
    });
    await list.text();
    expect(list.status).toBe(200);
  },
);

test('tools that the client runs are not refused', async () => {
  const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
  const response = await postAs(gateway, 'money', '/v1/chat/completions', { ...CHAT, tools });
  await response.text();
  expect(response.status).toBe(200);
});
