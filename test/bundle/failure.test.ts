// What a client sees when Azure, the request or the settings are wrong.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILTER_PROMPT } from '../../azure-stand-in/text/content-filter.ts';
import {
  AZURE_KEY,
  chatBody,
  STACK_BINDINGS,
  startGateway,
  USER_KEY,
  type RunningGateway,
} from './running-gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

function chat(headers: Record<string, string> = {}, extra: Record<string, unknown> = {}) {
  return gateway.post('/v1/chat/completions', chatBody('hi', extra), headers);
}

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  expect(Object.keys(error).sort()).toEqual(
    expect.arrayContaining(['code', 'message', 'param', 'type']),
  );
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('x-request-id')).toBeTruthy();
  return error;
}

test.each([
  ['408', 408],
  ['429; retry-after-ms=1500', 429],
  ['429; retry-after=2', 429],
  ['500', 500],
  ['503', 503],
  ['html', 502],
  ['503; html', 503],
])('the fault "%s" of Azure is an OpenAI-shaped %i', async (fault, status) => {
  const response = await chat({ 'x-ms-fault': fault });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/json');
  const error = await errorOf(response);
  expect(error['message']).not.toContain('<');
});

test('a 429 brings its retry times and lets browsers read them', async () => {
  const milliseconds = await chat({ 'x-ms-fault': '429; retry-after-ms=1500' });
  expect(milliseconds.headers.get('retry-after-ms')).toBe('1500');
  const seconds = await chat({ 'x-ms-fault': '429; retry-after=2' });
  expect(seconds.headers.get('retry-after')).toBe('2');
  expect(seconds.headers.get('access-control-expose-headers')).toBe('*');
  expect(await errorOf(seconds)).toMatchObject({ type: 'rate_limit_error' });
});

test('a reset before the headers is a 502', async () => {
  const response = await chat({ 'x-ms-fault': 'reset' });
  expect(response.status).toBe(502);
  expect(await errorOf(response)).toMatchObject({ code: 'upstream_unreachable' });
});

test('a filtered prompt stays a 400 with its innererror', async () => {
  const direct = await fetch(`${gateway.azure.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { 'api-key': AZURE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(chatBody(FILTER_PROMPT)),
  });
  const response = await gateway.post('/v1/chat/completions', chatBody(FILTER_PROMPT));
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(text).toBe(await direct.text());
  expect(JSON.parse(text)).toMatchObject({ error: { code: 'content_filter' } });
});

test('a deployment that Azure lacks is a 404 in the words of Azure', async () => {
  const response = await chat({}, { model: 'undeployed' });
  expect(response.status).toBe(404);
  expect(await errorOf(response)).toMatchObject({
    code: 'DeploymentNotFound',
    type: 'invalid_request_error',
  });
});

test('a parameter that Azure refuses is a 400 that names it', async () => {
  const response = await chat({}, { no_such_parameter: 1 });
  expect(response.status).toBe(400);
  expect(await errorOf(response)).toMatchObject({ type: 'invalid_request_error' });
});

test.each([
  ['no key', '/v1/chat/completions', { authorization: '' }, '{}', 401, 'missing_api_key'],
  [
    'a wrong key',
    '/v1/chat/completions',
    { authorization: 'Bearer x' },
    '{}',
    401,
    'invalid_api_key',
  ],
  ['an unknown model', '/v1/chat/completions', {}, '{"model":"x"}', 404, 'model_not_found'],
  ['an unknown route', '/v1/nothing', {}, '{}', 404, 'unknown_url'],
  ['a wrong method', '/v1/models', {}, '{}', 405, 'method_not_allowed'],
  ['broken JSON', '/v1/chat/completions', {}, '{', 400, 'invalid_json'],
  ['an array', '/v1/chat/completions', {}, '[]', 400, 'invalid_json'],
  [
    'a wrong type',
    '/v1/chat/completions',
    { 'content-type': 'text/csv' },
    '{}',
    415,
    'unsupported_media_type',
  ],
])('%s never reaches Azure', async (_, path, headers, body, status, code) => {
  const before = gateway.azure.requests.length;
  const response = await gateway.post(path, body, headers);
  expect(response.status).toBe(status);
  expect(await errorOf(response)).toMatchObject({ code });
  expect(gateway.azure.requests).toHaveLength(before);
});

test.each([
  ['declares 16 MiB and a byte', 'content-length: 16777217', ''],
  ['sends them in chunks', 'transfer-encoding: chunked', `1000001\r\n${'x'.repeat(0x1000001)}\r\n`],
])('a client that %s gets 413 before its body is read to the end', async (_, header, body) => {
  const before = gateway.azure.requests.length;
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\napi-key: ${USER_KEY}\r\ncontent-type: application/json\r\n${header}\r\n\r\n${body}`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer.toString()).toContain('request_too_large');
  expect(gateway.azure.requests).toHaveLength(before);
});

test('a refusal of an upload arrives, time and again', async () => {
  for (let round = 0; round < 20; round++) {
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(round * 5000)]), 'a.png');
    const headers = { authorization: `Bearer ${USER_KEY}` };
    const url = `${gateway.url}/v1/images/variations`;
    const response = await fetch(url, { method: 'POST', headers, body: form });
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({ code: 'not_available_on_azure' });
  }
});

describe('a Worker that is set up wrongly', () => {
  test('answers 500 and keeps the cause in the log, without any value', async () => {
    const broken = await startGateway({ bindings: { ...STACK_BINDINGS, CHIT_USERS: 'CANARY-3' } });
    try {
      const response = await fetch(`${broken.url}/health`);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ error: { code: 'gateway_misconfigured' } });
      const line = await broken.logged(({ status }) => status === 500);
      expect(line.faults).toEqual([expect.stringMatching(/^CHIT_USERS is not UTF-8/)]);
      expect(broken.output.join('\n')).not.toContain('CANARY-3');
    } finally {
      await broken.stop();
    }
  });

  test("with a wrong Azure key answers 502, never the user's 401", async () => {
    const wrong = await startGateway({
      bindings: { ...STACK_BINDINGS, BACKEND_KEYS: '{"swedencentral":"CANARY-4"}' },
    });
    try {
      const response = await wrong.post('/v1/chat/completions', chatBody('hi'));
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({
        error: { code: 'upstream_credentials_rejected' },
      });
      expect(await wrong.logged(({ status }) => status === 502)).toMatchObject({
        upstreamStatus: 401,
      });
      expect(wrong.output.join('\n')).not.toContain('CANARY-4');
    } finally {
      await wrong.stop();
    }
  });

  test('answers 502 when nothing listens at the address of Azure', async () => {
    const lonely = await startGateway({ upstream: new URL('http://127.0.0.1:9') });
    try {
      const response = await lonely.post('/v1/chat/completions', chatBody('hi'));
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({ error: { code: 'upstream_unreachable' } });
    } finally {
      await lonely.stop();
    }
  });
});

test('no key and no content is in anything that the Worker wrote or answered wrongly', async () => {
  const prompt = 'CANARY-5-content';
  await chat();
  const texts = await Promise.all(
    ['429', '500', 'html', 'reset', 'malformed-json'].map(async (fault) =>
      (
        await gateway.post('/v1/chat/completions', chatBody(prompt), { 'x-ms-fault': fault })
      ).text(),
    ),
  );
  const request = await chat();
  const id = request.headers.get('x-request-id');
  await gateway.logged((line) => line.id === id);
  const written = gateway.output.join('\n');
  for (const canary of [USER_KEY, AZURE_KEY, prompt]) expect(written).not.toContain(canary);
  for (const text of texts) {
    expect(text).not.toContain(AZURE_KEY);
    expect(text).not.toContain(USER_KEY);
  }
});
