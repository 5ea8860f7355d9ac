import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTarget } from '../../../worker/operations/parse-target.ts';

const chat = { path: 'chat/completions', modelInUrl: undefined, query: '' };

test.each([
  '/v1/chat/completions',
  '/chat/completions',
  '/v1/v1/chat/completions',
  '/openai/v1/chat/completions',
  '/v1/openai/v1/chat/completions',
  '//v1//chat/completions',
  '/v1/chat/completions/',
  '/v1/chat/completions//',
  '/openai/chat/completions?api-version=2024-10-21',
  '/v1/chat/completions?api-version=2023-05-15',
  '/v1/chat/completions?API-VERSION=x&',
  '/v1/chat/completions?',
  '/models/chat/completions?api-version=2024-05-01-preview',
  '/v1/models/chat/completions',
  '/v1/chat/completions?api%2Dversion=1&api-key=sk-secret',
])('reads %s as chat/completions', (path) => {
  expect(parseTarget(`https://gateway.example${path}`)).toMatchObject(chat);
});

test.each([
  ['/openai/deployments/gpt-5.4-mini/chat/completions?api-version=2024-10-21', 'gpt-5.4-mini'],
  ['/v1/openai/deployments/my%20model/chat/completions', 'my model'],
  ['/deployments/%E6%A8%A1%E5%9E%8B/chat/completions', '模型'],
  ['/v1/engines/gpt-4/chat/completions', 'gpt-4'],
  ['/openai/deployments/a%2Fb/chat/completions', 'a/b'],
  ['/openai/deployments/mini/v1/chat/completions', 'mini'],
  ['/v1/openai/deployments/mini//openai/v1/chat/completions', 'mini'],
  ['/engines/v1/v1/chat/completions', 'v1'],
  ['/openai/deployments/%ZZ/chat/completions', '%ZZ'],
])('finds the model in %s', (path, model) => {
  expect(parseTarget(`https://gateway.example${path}`)).toMatchObject({
    ...chat,
    modelInUrl: model,
  });
});

test('keeps every query parameter but api-version, encoded as it came', () => {
  expect(parseTarget('http://h/v1/files?limit=2&api-version=1&after=a%20b&include[]=x').query).toBe(
    'limit=2&after=a%20b&include[]=x',
  );
});

test('reads the bare address as the root', () => {
  for (const path of ['/', '//', '/v1', '/v1/', '/openai/v1']) {
    expect(parseTarget(`https://gateway.example${path}`).path).toBe('');
  }
});

test('slashes and prefixes never change what a path names', () => {
  const segment = fc
    .stringMatching(/^[a-z_]{1,12}$/)
    .filter((text) => !/^(openai|deployments|engines)$/.test(text));
  const prefix = fc.constantFrom('', 'v1', 'openai', 'openai/v1', 'v1/v1', 'v1/openai/v1');
  const slashes = fc.integer({ min: 1, max: 3 }).map((count) => '/'.repeat(count));
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      prefix,
      slashes,
      (segments, head, slash) => {
        const url = `https://h${slash}${head}${slash}${segments.join(slash)}${slash}`;
        expect(parseTarget(url).path).toBe(segments.join('/'));
      },
    ),
  );
});

test.each([
  'key',
  'KEY',
  'apikey',
  'api_key',
  'Api-Key',
  'subscription-key',
  'Ocp-Apim-Subscription-Key',
  'access_token',
  'token',
  'Authorization',
  'x%2Dapi%2Dkey',
])('a key in the query as %s stays behind', (name) => {
  expect(parseTarget(`https://h/v1/files?a=1&${name}=sk-secret&b=2`).query).toBe('a=1&b=2');
});

test('a semicolon does not hide a parameter', () => {
  expect(parseTarget('https://h/v1/realtime?call_id=a;model=gpt-5.4').query).toBe(
    'call_id=a%3Bmodel=gpt-5.4',
  );
});

test.each([
  ['/openai/realtime?api-version=2024-10-01-preview&deployment=x', true],
  ['/openai/realtime?deployment=x', true],
  ['/openai/realtime?api-version=2025-04-01-preview&model=x', true],
  ['/openai/deployments/x/chat/completions?api-version=2024-10-21', true],
  ['/openai/v1/realtime?deployment=x', false],
  ['/openai/v1/realtime?api-version=2024-10-01-preview&deployment=x', false],
  ['/openai/deployments/x/v1/chat/completions?api-version=2024-10-21', false],
  ['/openai/realtime?model=x', false],
  ['/openai/realtime?api-version=v1&model=x', false],
  ['/v1/realtime?deployment=x', false],
  ['/realtime?deployment=x', false],
])('%s is a URL of the dated API: %s', (path, isDated) => {
  expect(parseTarget(`https://h${path}`).isDated).toBe(isDated);
});

test.each(['constructor', '__proto__', 'toString'])('the path %s means itself', (path) => {
  expect(parseTarget(`https://h/${path}`).path).toBe(path);
});
