import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headersToClient, headersToAzure } from '../../../worker/http/headers.ts';

const SECRET_UP = [
  'authorization',
  'api-key',
  'x-api-key',
  'cookie',
  'host',
  'cf-connecting-ip',
  'cf-ray',
  'x-forwarded-for',
  'x-real-ip',
  'openai-organization',
  'openai-project',
  'sec-websocket-protocol',
  'proxy-authorization',
  'content-length',
  'connection',
  'accept-encoding',
  'x-openai-client-user-agent',
  'x-openai-subagent',
  'x-codex-turn-metadata',
  'x-codex-installation-id',
  'chatgpt-account-id',
  'session-id',
  'originator',
];
const INTERNAL_DOWN = [
  'set-cookie',
  'x-ms-region',
  'policy-id',
  'azureml-model-session',
  'x-ms-deployment-name',
  'strict-transport-security',
  'server',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'location',
];
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const value = fc.stringMatching(/^[a-z0-9/;=.]{1,20}$/);

test('passes on nothing that names the caller or holds credentials, whatever else is there', () => {
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.subarray(SECRET_UP), (others, secrets) => {
      const headers = new Headers({
        ...others,
        ...Object.fromEntries(secrets.map((key) => [key, 'secret'])),
      });
      const up = Object.keys(headersToAzure(headers));
      expect(up.filter((key) => SECRET_UP.includes(key) || key.startsWith('cf-'))).toEqual([]);
    }),
  );
});

test("lets none of Azure's cookies and internals down, whatever else is there", () => {
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.subarray(INTERNAL_DOWN), (others, internals) => {
      const headers = new Headers({
        ...others,
        ...Object.fromEntries(internals.map((key) => [key, 'x'])),
      });
      expect(
        Object.keys(headersToClient(headers)).filter((key) => INTERNAL_DOWN.includes(key)),
      ).toEqual([]);
    }),
  );
});

test('lets up what an operation needs', () => {
  const wanted = {
    accept: 'text/event-stream',
    'content-type': 'application/json; charset=utf-8',
    'aoai-evals': 'preview',
    'idempotency-key': '1',
    'openai-beta': 'responses=v1',
    'x-ms-client-request-id': '1',
    'x-openai-internal-codex-responses-lite': 'true',
  };
  const headers = new Headers({ ...wanted, cookie: 'a=b', 'x-stainless-lang': 'js' });
  expect(headersToAzure(headers)).toEqual(wanted);
  headers.set('x-ms-oai-image-generation-deployment', 'the-name-of-a-client');
  expect(headersToAzure(headers)).toEqual(wanted);
  expect(headersToAzure(headers, 'painter')).toEqual({
    ...wanted,
    'x-ms-oai-image-generation-deployment': 'painter',
  });
});

test('lets down what a client reads: limits, retries and the content type', () => {
  const wanted = {
    'apim-request-id': 'id',
    'content-type': 'application/json',
    'retry-after': '1',
    'retry-after-ms': '1000',
    'x-ratelimit-remaining-tokens': '5',
    'x-rate-limit-reset-tokens': '1',
  };
  expect(headersToClient(new Headers({ ...wanted, 'set-cookie': 'a=b' }))).toEqual(wanted);
});

test.each([
  ['/openai/v1/realtime/calls/rtc_1', true],
  ['/', true],
  ['https://evil.example/', false],
  ['//evil.example/', false],
  ['/\\evil.example/', false],
  ['evil', false],
  ['', false],
  ['/\t/evil.example/x', false],
  ['/a\tb', false],
  ['/a b', false],
  ['/a, //evil.example/', false],
  ['/a\\b', false],
])('lets a Location of %j down only where it is a path here', (location, passes) => {
  const down = headersToClient(new Headers({ location }));
  expect(down).toEqual(passes ? { location } : {});
});
