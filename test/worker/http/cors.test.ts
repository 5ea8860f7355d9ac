// What a page in a browser may read, whatever it is answered with.
import { describe, expect, test } from 'vitest';
import { ask, STACK_ENV, USER_KEY, type Asked } from '../gateway-under-test.ts';

const STREAM = { headers: { 'content-type': 'text/event-stream' } };

test.each<[string, Asked]>([
  ['an answer', {}],
  ['a stream', { azure: () => new Response('data: [DONE]\n\n', STREAM) }],
  ['a refusal of Azure', { azure: () => Response.json({}, { status: 429 }) }],
  ['a refusal of the gateway', { headers: {} }],
  ['the models', { path: '/v1/models', method: 'GET' }],
  ['a preflight', { method: 'OPTIONS' }],
  ['a misconfiguration', { env: {} }],
])(
  'lets any page read %s, its id, retry times and limits, and takes no cookies',
  async (_, asked) => {
    const { headers } = (await ask(asked)).response;
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    // Covers every header of an answer to a request without cookies.
    expect(headers.get('access-control-expose-headers')).toBe('*');
  },
);

const PAGE = 'https://app.example';
const KEY = { authorization: `Bearer ${USER_KEY}` };

/** Asks with these origins set, and gives what a browser looks at. */
async function askFrom(origin: string | undefined, corsOrigins: readonly string[], asked: Asked) {
  const { response } = await ask({
    env: { ...STACK_ENV, SETTINGS: JSON.stringify({ corsOrigins }) },
    ...asked,
    headers: { ...asked.headers, ...(origin !== undefined && { origin }) },
  });
  const names = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
  return {
    status: response.status,
    allowed: response.headers.get('access-control-allow-origin'),
    vary: response.headers.get('vary'),
    names,
  };
}

/** An answer of the gateway's own also depends on the key. */
const OWN = 'origin, authorization, api-key, x-api-key, sec-websocket-protocol';

describe.each<[string, string, Asked]>([
  ['an answer', 'origin', { headers: { ...KEY, 'content-type': 'application/json' } }],
  ['a refusal', OWN, { headers: {} }],
  ['the models', OWN, { path: '/v1/models', method: 'GET', headers: KEY }],
])('where origins are set, %s', (_, vary, asked) => {
  test('is for a page of one of them, by its name', async () => {
    const shown = await askFrom(PAGE, ['https://other.example', PAGE], asked);
    expect(shown).toMatchObject({ allowed: PAGE, vary });
    expect(shown.names).toEqual(['access-control-allow-origin', 'access-control-expose-headers']);
  });

  test.each([
    ['a page from elsewhere', 'https://evil.example'],
    ['a page on another port', `${PAGE}:8443`],
    ['a page without TLS', 'http://app.example'],
    ['a page whose name begins alike', `${PAGE}.evil.example`],
    ['a page without an origin', 'null'],
    ['a program', undefined],
  ])('is not for %s', async (__, origin) => {
    const { status, ...shown } = await askFrom(origin, [PAGE], asked);
    expect(shown).toEqual({ allowed: null, vary, names: [] });
    expect(status).toBe((await askFrom(origin, ['*'], asked)).status);
  });

  test('is for no page where there are none', async () => {
    const { allowed, names } = await askFrom(PAGE, [], asked);
    expect({ allowed, names }).toEqual({ allowed: null, names: [] });
  });
});

test.each([
  ['one of the origins', PAGE, [PAGE], PAGE],
  ['any origin', PAGE, ['*'], '*'],
  ['another origin', 'https://evil.example', [PAGE], null],
  ['any origin where none is set', PAGE, [], null],
])('a preflight from %s is answered accordingly', async (_, origin, origins, allowed) => {
  const shown = await askFrom(origin, origins, {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'authorization' },
  });
  expect(shown).toEqual({
    status: 204,
    allowed,
    vary: [
      ...(origins.includes('*') ? [] : ['origin']),
      'access-control-request-headers',
      'access-control-request-method',
    ].join(', '),
    names:
      allowed === null
        ? []
        : [
            'access-control-allow-headers',
            'access-control-allow-methods',
            'access-control-allow-origin',
            'access-control-expose-headers',
            'access-control-max-age',
          ],
  });
});

test.each(['PUT', 'PATCH', 'HEAD', 'QUERY'])(
  'a page can read the refusal of %s, since the preflight lets it through',
  async (method) => {
    const preflight = await ask({
      method: 'OPTIONS',
      headers: { origin: PAGE, 'access-control-request-method': method },
    });
    const allowed = preflight.response.headers.get('access-control-allow-methods') ?? '';
    expect(allowed.split(', ')).toContain(method);
    const { response } = await ask({ method, headers: { ...KEY, origin: PAGE }, body: null });
    expect(response.status).toBe(405);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  },
);
