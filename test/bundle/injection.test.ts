// What a hostile request tries to put into the request to Azure, byte for byte as it is sent: `fetch`
// would tidy it up.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatBody, startGateway, USER_KEY, type RunningGateway } from './running-gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  /** What Azure received meanwhile. */
  readonly sent: readonly (readonly [host: string, path: string])[];
}

/** Sends these lines and no others, but for the key. */
async function send(
  requestLine: string,
  headers: readonly string[] = [],
  body?: string,
): Promise<Outcome> {
  const before = gateway.azure.requests.length;
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const lines = [
    `${requestLine} HTTP/1.1`,
    ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: gateway.example']),
    `Authorization: Bearer ${USER_KEY}`,
    'Connection: close',
    ...headers,
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  const answer = await text(socket);
  const [, status = '0'] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  const [, code] = /"code":"(\w+)"/.exec(answer) ?? [];
  const received = gateway.azure.requests.slice(before);
  return { status: Number(status), code, sent: received.map(({ host, path }) => [host, path]) };
}

describe('an id that is a path', () => {
  test.each([
    '..%2ffiles',
    'a%2f..%2f..%2ffiles',
    'a%2Fb',
    'a%5c..%5cfiles',
    '%252e%252e',
    '..;',
    '...',
    '%E2%80%A4%E2%80%A4',
    '%EF%BC%8E%EF%BC%8E',
    '\u{2024}\u{2024}',
    '%c0%ae%c0%ae',
    'a%0d%0aX-Injected:%201',
    'a%00',
    'a%20b',
    'a@evil.example',
    'x'.repeat(257),
  ])('%s leads nowhere', async (id) => {
    expect(await send(`GET /v1/responses/${id}`)).toEqual({
      status: 404,
      code: 'unknown_url',
      sent: [],
    });
  });

  // workerd leaves dots in place. A proxy that resolved them would turn this into the path of files.
  test.each(['..', '.%2e', '%2e%2E', 'a/../..', 'a\\..\\..'])(
    'responses/%s/files leads nowhere',
    async (dots) => {
      expect(await send(`GET /v1/responses/${dots}/files`)).toEqual({
        status: 404,
        code: 'unknown_url',
        sent: [],
      });
    },
  );

  test('files, which is what they would lead to, is closed', async () => {
    expect(await send('GET /v1/files')).toEqual({
      status: 403,
      code: 'account_data_closed',
      sent: [],
    });
  });
});

describe('a model that is an address', () => {
  const NAMES = [
    '../../files',
    'gpt-4o/../../files',
    'gpt-4o?api-version=1',
    'gpt-4o#',
    'gpt-4o\r\nX-Injected: 1',
    'https://evil.example/',
    '//evil.example',
    '@evil.example',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
  ];

  test.each(NAMES)('%j in the body is unknown', async (model) => {
    const body = JSON.stringify(chatBody('hi', { model }));
    expect(await send('POST /v1/chat/completions', [], body)).toEqual({
      status: 404,
      code: 'model_not_found',
      sent: [],
    });
  });

  test.each(NAMES)('%j in the URL is unknown', async (model) => {
    const path = `/openai/deployments/${encodeURIComponent(model)}/chat/completions`;
    const body = JSON.stringify(chatBody('hi'));
    expect(await send(`POST ${path}`, [], body)).toEqual({
      status: 404,
      code: 'model_not_found',
      sent: [],
    });
  });
});

describe('only the configured host is called', () => {
  const AT_AZURE = [['acc.openai.azure.com', '/openai/v1/chat/completions']];
  const BODY = JSON.stringify(chatBody('hi'));

  test.each<[string, string, readonly string[]]>([
    ['another Host', '/v1/chat/completions', ['Host: evil.example']],
    ['an absolute URL', 'http://evil.example/v1/chat/completions', []],
    ['a URL after the slash', '//v1/chat/completions', ['Host: evil.example:80']],
    [
      'headers that proxies obey',
      '/v1/chat/completions',
      [
        'X-Forwarded-Host: evil.example',
        'X-Original-URL: https://evil.example/',
        'X-Rewrite-URL: /openai/v1/files',
        'X-HTTP-Method-Override: DELETE',
        'Forwarded: host=evil.example',
      ],
    ],
    ['a version of its own', '/v1/chat/completions?api-version=x%26y&api-key=sk-other', []],
  ])('whatever %s says', async (_, target, headers) => {
    const { status, sent } = await send(`POST ${target}`, headers, BODY);
    expect({ status, sent }).toEqual({ status: 200, sent: AT_AZURE });
    const received = gateway.azure.requests.at(-1)?.headers ?? {};
    expect(Object.keys(received).filter((name) => /^x-|forwarded/.test(name))).toEqual([]);
  });

  test('and what looks like a host in a path is a path', async () => {
    for (const target of ['//evil.example/v1/chat/completions', '/https://evil.example/']) {
      expect(await send(`POST ${target}`, [], BODY)).toEqual({
        status: 404,
        code: 'unknown_url',
        sent: [],
      });
    }
  });

  test('a query goes up as it is written, and ends no line', async () => {
    const query = 'include[]=%0d%0aHost:%20evil.example&after=%23%3f';
    const { sent } = await send(`GET /v1/responses/resp_1?${query}`);
    expect(sent).toEqual([['acc.openai.azure.com', `/openai/v1/responses/resp_1?${query}`]]);
  });
});

describe('a header ends no line', () => {
  test.each([
    ['a bare line feed', 'OpenAI-Beta: a\nX-Ms-Injected: 1'],
    ['a bare carriage return', 'OpenAI-Beta: a\rX-Ms-Injected: 1'],
    ['a folded line', 'OpenAI-Beta: a\r\n X-Ms-Injected: 1'],
    ['a null', 'OpenAI-Beta: a\0X-Ms-Injected: 1'],
  ])('with %s', async (_, header) => {
    const { sent } = await send('GET /v1/responses/resp_1', [header]);
    const beta = gateway.azure.requests.at(-1)?.headers['openai-beta'] ?? '';
    // Refused, or taken for two headers, or for one: none of it makes a request of its own.
    expect(sent.length).toBeLessThanOrEqual(1);
    expect(beta).not.toMatch(/[\r\n\0]/);
  });
});

test('a byte order mark where a long body is cut into pieces is a character like any other', async () => {
  const before = gateway.azure.requests.length;
  const piece = 32 * 1024;
  const opening = '{"messages":["';
  const filled = opening + 'a'.repeat(piece - opening.length) + '\uFEFF' + 'b'.repeat(2 * piece);
  const rest = '"],"user":"a" , "model":"NAME","n":1}';
  await send('POST /v1/chat/completions', [], filled + rest.replace('NAME', 'mini'));
  const [received] = gateway.azure.requests.slice(before);
  expect(received?.body.toString()).toBe(filled + rest.replace('NAME', 'gpt-5.4-mini'));
});
