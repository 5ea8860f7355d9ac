// What an operator sets about the parameters of a model, from the binding to the bytes at Azure.
import { expect, test } from 'vitest';
import type { ModelBinding } from '../../../worker/contract/env.ts';
import { parseConfig } from '../../../worker/config/parse-config.ts';
import { ask, STACK_ENV, USER_KEY } from '../gateway-under-test.ts';

function envOf(model: ModelBinding) {
  return { ...STACK_ENV, MODELS: JSON.stringify([model]) };
}

/** The body at Azure, and the header that reports the changes. */
async function send(model: ModelBinding, body: object, path = '/v1/chat/completions') {
  const text = JSON.stringify({ model: model.id, ...body });
  const { sent, response } = await ask({ env: envOf(model), path, body: text });
  const { model: _, ...rest } = JSON.parse(sent[0]?.body ?? '{}') as Record<string, unknown>;
  return { rest, header: response.headers.get('x-adapted-parameters') };
}

test('a dropped parameter does not reach Azure, whichever company made the model', async () => {
  const parameters = { drop: ['prompt_cache_key', 'cache'] };
  const { rest, header } = await send(
    { id: 'DeepSeek-V4', model: null, parameters },
    { prompt_cache_key: 'k', cache: {}, temperature: 0 },
  );
  expect(rest).toEqual({ temperature: 0 });
  expect(header).toBe('-prompt_cache_key, -cache');
});

test('a renamed parameter keeps its value, and gives way to one of the new name', async () => {
  const model = { id: 'phi', parameters: { rename: { max_completion_tokens: 'max_tokens' } } };
  const renamed = await send(model, { max_completion_tokens: 7 });
  expect(renamed).toEqual({
    rest: { max_tokens: 7 },
    header: 'max_completion_tokens=max_tokens',
  });
  const both = await send(model, { max_completion_tokens: 7, max_tokens: 5 });
  expect(both).toEqual({ rest: { max_tokens: 5 }, header: '-max_completion_tokens' });
});

test('a kept parameter is sent in spite of the table', async () => {
  const body = { stop: ['x'], temperature: 0.5, top_p: 0.5 };
  const model = { id: 'gpt-5', parameters: { keep: ['stop', 'temperature'] } };
  expect(await send(model, body)).toEqual({
    rest: { stop: ['x'], temperature: 0.5 },
    header: '-top_p',
  });
});

test('with adaptParameters: false only what the operator set counts', async () => {
  const model = { id: 'gpt-5', adaptParameters: false, parameters: { drop: ['stop'] } };
  const body = { stop: ['x'], temperature: 0.5, max_tokens: 3 };
  expect(await send(model, body)).toEqual({
    rest: { temperature: 0.5, max_tokens: 3 },
    header: '-stop',
  });
});

test('a dropped stream_options is not set again to count tokens', async () => {
  const model = { id: 'phi', model: null, parameters: { drop: ['stream_options'] } };
  const { sent } = await ask({
    env: { ...envOf(model), SETTINGS: '{"usage":true}' },
    body: '{"model":"phi","stream":true}',
  });
  expect(sent[0]?.body).toBe('{"model":"phi","stream":true}');
});

const FORM_HEADERS = {
  authorization: `Bearer ${USER_KEY}`,
  'content-type': 'multipart/form-data; boundary=b',
};

function form(fields: readonly (readonly [string, string])[]): string {
  const parts = fields.map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--b--\r\n`;
}

test.each([
  ['quality', 'standard', '-quality'],
  ['quality', 'high', null],
  ['style', 'vivid', '-style'],
  ['response_format', 'url', '-response_format'],
  ['user', 'u', '-user'],
])('a form for a gpt-image model with %s=%s', async (name, value, header) => {
  const model = { id: 'gpt-image-2', parameters: { drop: ['user'] } };
  const prompt = ['prompt', 'a 猫'] as const;
  const { sent, response } = await ask({
    env: envOf(model),
    path: '/v1/images/edits',
    headers: FORM_HEADERS,
    body: form([['model', 'gpt-image-2'], [name, value], prompt]),
  });
  expect(response.headers.get('x-adapted-parameters')).toBe(header);
  const rest = header === null ? [[name, value] as const, prompt] : [prompt];
  expect(sent[0]?.body).toBe(form([['model', 'gpt-image-2'], ...rest]));
});

test('a field that is there twice has no value that decides', async () => {
  const fields = [
    ['model', 'gpt-image-2'],
    ['quality', 'hd'],
    ['quality', 'high'],
  ] as const;
  const { sent } = await ask({
    env: envOf({ id: 'gpt-image-2' }),
    path: '/v1/images/edits',
    headers: FORM_HEADERS,
    body: form(fields),
  });
  expect(sent[0]?.body).toBe(form(fields));
});

test('a session is not adapted, and nothing else is reported', async () => {
  const model = { id: 'gpt-realtime', parameters: { drop: ['expires_after'] } };
  const body = '{"session":{"model":"gpt-realtime"},"expires_after":{}}';
  const { sent, response } = await ask({
    env: envOf(model),
    path: '/v1/realtime/client_secrets',
    body,
  });
  expect(sent[0]?.body).toBe(body);
  expect(response.headers.has('x-adapted-parameters')).toBe(false);
});

test.each<[unknown, string]>([
  [{ drop: ['model'] }, 'drop'],
  [{ drop: ['Stream'] }, 'drop'],
  [{ drop: 'stop' }, 'drop'],
  [{ keep: [''] }, 'keep'],
  [{ rename: { messages: 'input' } }, 'rename'],
  [{ rename: { a: 'b c' } }, 'rename'],
  [{ rename: { a: 1 } }, 'rename'],
])('a binding with %j does not start', (parameters, member) => {
  const models = JSON.stringify([{ id: 'phi', parameters }]);
  expect(parseConfig({ ...STACK_ENV, MODELS: models })).toEqual({
    ok: false,
    error: [`MODELS entry 1 has no valid \`parameters.${member}\``],
  });
});
