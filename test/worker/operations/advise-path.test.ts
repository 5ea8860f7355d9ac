// What the answer says about a URL that names no operation.
import { expect, test } from 'vitest';
import { asObject } from '../../../command-line/as-object.ts';
import { ask, errorOf } from '../gateway-under-test.ts';

async function told(path: string): Promise<unknown> {
  const { response, sent } = await ask({ path });
  expect([response.status, sent]).toEqual([404, []]);
  return asObject(await errorOf(response))['message'];
}

const BASE = 'The base URL of your client must end at /v1, not at /v1/';

test.each([
  ['/v1/chat/completion', 'Did you mean /v1/chat/completions?'],
  ['/openai/v1/chat-completions', 'Did you mean /v1/chat/completions?'],
  ['/v1/embedding', 'Did you mean /v1/embeddings?'],
  ['/v1/model', 'Did you mean /v1/models?'],
  ['/api/v1/chat/completions', 'Did you mean /v1/chat/completions? The base URL'],
  ['/my/proxy/responses/resp_1', 'Did you mean /v1/responses/resp_1? The base URL'],
  ['/v1/chat/completions/chat/completions', `${BASE}chat/completions: the client adds`],
  ['/v1/chat/completions/models', `${BASE}chat/completions: the client adds`],
  ['/v1/models/responses', `${BASE}models: the client adds`],
  ['/v1/admin/statu', 'Did you mean /v1/admin/status?'],
  ['/v1/responses/responses', `${BASE}responses: the client adds`],
  ['/v1/messages', "Anthropic's API"],
  ['/v1/messages/count_tokens', "Anthropic's API"],
  ['/v1/usage', 'What you have used is at /v1/me.'],
  ['/v1/nothing', 'below /v1; check the base URL of your client.'],
])('POST %s: the path as it was sent, and advice', async (path, advice) => {
  const message = await told(path);
  expect(message).toContain(`Unknown URL: POST ${path}. `);
  expect(message).toContain(advice);
});

test('a key in the query is not repeated', async () => {
  expect(await told('/v1/chat/completion?api_key=CANARY&key=CANARY')).not.toContain('CANARY');
});

test.each([
  `/v1/${'chat/completions/'.repeat(900)}`,
  `/v1/${'x'.repeat(16_000)}`,
  `/${'v1/../'.repeat(2000)}a`,
  `/v1/${'a/'.repeat(8000)}chat/completion`,
])('a path of thousands of characters gets the general advice, and is cut', async (path) => {
  const message = String(await told(path));
  expect(message).toContain('check the base URL');
  expect(message.length).toBeLessThan(350);
});
