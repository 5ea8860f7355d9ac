// Which account a request goes to first.

import { expect, test } from 'vitest';
import { ask, encodeUsers, USER_KEY } from '../gateway-under-test.ts';
import { accountHeaders, broken, headers, instanceOf } from './three-accounts.ts';

const RESPONSE = { path: '/v1/responses', body: '{"model":"fast"}' };

test('an account that failed is not called while another one is ready', async () => {
  const isolate = instanceOf();
  const [home = ''] = (await isolate.send({}, 0, RESPONSE)).hosts;
  expect((await isolate.send({ [home]: broken }, 0, RESPONSE)).hosts).toEqual([home]);
  const { response, hosts } = await isolate.send({}, 1, RESPONSE);
  expect([response.status, hosts.length]).toEqual([200, 1]);
  expect(hosts).not.toContain(home);
});

test('the name of a file leads to the first account', async () => {
  const isolate = instanceOf();
  const asked = (member: string) => ({
    body: `{"model":"fast","input":[{"content":[{${member}}]}]}`,
    fraction: 0.5,
    headers: accountHeaders,
  });
  expect((await isolate.send({}, 0, asked('"file_id":"file-1"'))).hosts).toEqual(['west']);
  expect((await isolate.send({}, 0, asked('"file_id":null'))).hosts).toEqual(['north']);
});

test('the 429 of the only account keeps its headers, without a wait of the gateway', async () => {
  const { response } = await ask({
    azure: () => Response.json({ error: { message: 'busy' } }, { status: 429 }),
  });
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBeNull();
});

test('an image model under its OpenAI name is sent by the name of its deployment', async () => {
  const { sent } = await ask({
    env: {
      RESOURCE_NAME: 'acc',
      AZURE_AUTHKEY: 'azure-key',
      CHIT_USERS: encodeUsers([{ name: 'alice', key: USER_KEY }]),
      DEPLOY_NAME_GPT4: 'four',
      DEPLOY_NAME_DALLE3: 'pictures',
    },
    path: '/v1/responses',
    headers: { ...headers, 'x-ms-oai-image-generation-deployment': 'dall-e-3' },
    body: '{"model":"gpt-4"}',
  });
  expect(sent[0]?.headers['x-ms-oai-image-generation-deployment']).toBe('pictures');
});
