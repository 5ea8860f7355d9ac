// Response headers: the useful ones and the internals a proxy may not pass on.
import { expect, test } from 'vitest';
import { chatBody, classic, send, start, V1_CHAT, type Got } from '../client.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GATEWAY = [
  ...['apim-request-id', 'strict-transport-security', 'x-content-type-options', 'x-ms-region'],
  ...['content-type', 'date', 'connection'],
];
const DEPLOYMENT = [
  ...['access-control-allow-origin', 'azureml-model-session', 'cache-control', 'policy-id'],
  ...['set-cookie', 'x-accel-buffering', 'x-envoy-upstream-service-time', 'x-ms-deployment-name'],
  ...['x-ms-rai-invoked', 'x-ratelimit-limit-requests', 'x-ratelimit-limit-tokens'],
  ...['x-ratelimit-remaining-requests', 'x-ratelimit-remaining-tokens'],
  ...['x-ratelimit-reset-requests', 'x-ratelimit-reset-tokens'],
];

function names(got: Got): readonly string[] {
  return Object.keys(got.headers).sort();
}

test('an answer of a deployment carries ids, quota and internals; x-request-id is classic only', async () => {
  const standIn = await start();
  const body = chatBody('Hello');
  const v1 = await send(standIn, { path: V1_CHAT, body });
  const dated = await send(standIn, { path: classic('mini', 'chat/completions'), body });
  const common = [...GATEWAY, ...DEPLOYMENT, 'content-length'];
  expect(names(v1)).toEqual([...common].sort());
  expect(names(dated)).toEqual([...common, 'x-request-id'].sort());
  expect(v1.headers['apim-request-id']).toMatch(UUID);
  expect(dated.headers['apim-request-id']).not.toBe(v1.headers['apim-request-id']);
  expect(v1.headers['x-ms-deployment-name']).toBe('mini');
});

test('a refusal by the gateway carries its own headers only', async () => {
  const standIn = await start();
  const headers = { 'api-key': 'wrong' };
  const got = await send(standIn, { path: V1_CHAT, body: {}, headers });
  expect(names(got)).toEqual([...GATEWAY, 'content-length'].sort());
});

test('a stream has no length', async () => {
  const standIn = await start();
  const got = await send(standIn, { path: V1_CHAT, body: chatBody('Hello', { stream: true }) });
  expect(names(got)).toEqual([...GATEWAY, ...DEPLOYMENT, 'transfer-encoding'].sort());
});
