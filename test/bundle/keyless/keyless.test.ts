// The uploaded bytes without any key of Azure's, in front of an Entra that checks what it is sent.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatBody, USER_KEY, type RunningGateway } from '../running-gateway.ts';
import { sendBySocket } from '../send-by-socket.ts';
import {
  ISSUER,
  KEYLESS_ACCOUNT,
  makeIssuerKey,
  PRINCIPAL_ID,
  startKeylessGateway,
  type KeylessOptions,
} from './keyless-gateway.ts';

describe('a keyless gateway', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startKeylessGateway();
  });
  afterAll(async () => gateway.stop());

  test('200 requests at once on a cold isolate make one exchange', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => gateway.post('/v1/chat/completions', chatBody('hi'))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    expect(gateway.azure.tokenRequests).toHaveLength(1);
  });

  test('every kind of operation carries the token, and none an Azure key', async () => {
    const client = gateway.openai();
    const messages = [{ role: 'user' as const, content: 'hi' }];
    await client.chat.completions.create({ model: 'gpt-5.4-mini', messages });
    const stream = await client.chat.completions.create({
      model: 'gpt-5.4-mini',
      messages,
      stream: true,
    });
    const pieces: string[] = [];
    for await (const { choices } of stream) pieces.push(choices[0]?.delta.content ?? '');
    expect(pieces.join('')).not.toBe('');
    await client.embeddings.create({ model: 'text-embedding-3-small', input: 'x' });
    await client.images.generate({ model: 'gpt-image-1', prompt: 'x' });
    await client.audio.transcriptions.create({
      model: 'whisper',
      file: new File([new Uint8Array(1000)], 'a.wav'),
    });
    await client.responses.create({ model: 'gpt-5.4-mini', input: 'x' });
    await gateway.azureOpenai().chat.completions.create({ model: 'gpt-5.4-mini', messages });

    const { requests } = gateway.azure;
    expect(requests.length).toBeGreaterThan(6);
    for (const { headers } of requests) {
      expect(headers['authorization']).toMatch(/^Bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(headers).not.toHaveProperty('api-key');
      expect(JSON.stringify(headers)).not.toContain(USER_KEY);
    }
  });

  test('a WebSocket does, too', async () => {
    const socket = new WebSocket(
      `${gateway.url.replace('http', 'ws')}/v1/realtime?model=gpt-realtime`,
      { headers: { authorization: `Bearer ${USER_KEY}` } },
    );
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(data.toString('utf8'))).toMatchObject({ type: 'session.created' });
    socket.terminate();
    expect(gateway.azure.sockets.at(-1)?.headers['authorization']).toMatch(/^Bearer eyJ/);
  });

  test('the token is in no line of the log', () => {
    expect(gateway.output.join('\n')).not.toMatch(/eyJ/);
  });

  test("the issuer's documents are public, cacheable, and only on its own host", async () => {
    const discovery = await get(
      gateway,
      '/.well-known/openid-configuration',
      'gateway.example.org',
    );
    expect(discovery).toMatchObject({ status: 200, cache: 'public, max-age=3600' });
    expect(JSON.parse(discovery.body)).toEqual({
      issuer: ISSUER,
      jwks_uri: `${ISSUER}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
    const keys = await get(gateway, '/.well-known/jwks.json', 'gateway.example.org');
    expect(keys).toMatchObject({ status: 200, cache: 'public, max-age=3600' });
    expect(JSON.parse(keys.body)).toEqual({
      keys: [
        {
          use: 'sig',
          kty: 'RSA',
          alg: 'RS256',
          kid: expect.any(String) as unknown,
          n: expect.any(String) as unknown,
          e: 'AQAB',
        },
      ],
    });
    for (const host of ['other.example.org', 'x.gateway.example.org', '127.0.0.1']) {
      const answer = await get(gateway, '/.well-known/jwks.json', host);
      expect(answer).toMatchObject({ status: 404 });
      expect(answer.body).toContain('unknown_url');
    }
  });
});

test('a client that leaves takes the exchange with it from nobody', async () => {
  const held = Promise.withResolvers<undefined>();
  const asked = Promise.withResolvers<undefined>();
  await using gateway = disposable(
    await startKeylessGateway({
      onTokenRequest: async () => {
        asked.resolve(undefined);
        return held.promise;
      },
    }),
  );
  const socket = sendBySocket(gateway);
  await asked.promise;
  const others = Array.from({ length: 20 }, () =>
    gateway.post('/v1/chat/completions', chatBody('hi')),
  );
  socket.resetAndDestroy();
  await gateway.logged(({ status }) => status === 499);
  held.resolve(undefined);
  for (const answer of await Promise.all(others)) {
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  }
  expect(gateway.azure.tokenRequests).toHaveLength(1);
});

test('renewals under load lose no request', async () => {
  const renewed = Promise.withResolvers<undefined>();
  await using gateway = disposable(
    await startKeylessGateway({
      expiresIn: 4,
      onTokenRequest: (_, count) => {
        if (count === 3) renewed.resolve(undefined);
        return undefined;
      },
    }),
  );
  let isOver = false;
  void renewed.promise.then(() => {
    isOver = true;
  });
  const statuses = new Set<number>();
  const worker = async () => {
    while (!isOver) {
      const answer = await gateway.post('/v1/chat/completions', chatBody('hi'));
      statuses.add(answer.status);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  expect(statuses).toEqual(new Set([200]));
});

const MINUTE_MS = 60_000;

const NOT_READY = { status: 503, code: 'azure_access_not_ready' };
const UNAVAILABLE = { status: 503, code: 'azure_login_unavailable' };
const REJECTED = { status: 502, code: 'upstream_credentials_rejected' };

test.each<[string, KeylessOptions, { readonly status: number; readonly code: string }, string]>([
  ['an identity without a credential', credentials([]), NOT_READY, 'AADSTS700'],
  ['another issuer', credentials([{ issuer: `${ISSUER}/` }]), NOT_READY, 'AADSTS700211'],
  ['another subject', credentials([{ subject: 'Gateway' }]), NOT_READY, 'AADSTS70021'],
  ['another audience', credentials([{ audiences: ['api://other'] }]), REJECTED, 'AADSTS700212'],
  ['no such identity', { identities: [] }, NOT_READY, 'AADSTS700016'],
  ['a key that does not fit the published one', wrongKey(), REJECTED, 'ENTRA_KEY'],
  ['a clock that is ten minutes fast', { aheadMs: -10 * MINUTE_MS }, REJECTED, 'AADSTS700024'],
  ['a clock that is sixteen minutes slow', { aheadMs: 16 * MINUTE_MS }, REJECTED, 'AADSTS700024'],
  ['a tenant that is another', tenant(), REJECTED, 'AADSTS90002'],
  ['an Entra that is down', { onTokenRequest: () => ({ kind: 'drop' }) }, UNAVAILABLE, 'no answer'],
  [
    'an Entra that is busy',
    {
      onTokenRequest: () => ({ kind: 'status', status: 429, headers: { 'retry-after': '9' } }),
    },
    UNAVAILABLE,
    'HTTP 429',
  ],
  [
    'an account without the role',
    { accounts: [{ ...KEYLESS_ACCOUNT, roles: [] }] },
    NOT_READY,
    'HTTP 401',
  ],
])('with %s', async (_, options, expected, entra) => {
  await using gateway = disposable(await startKeylessGateway(options));
  const answer = await gateway.post('/v1/chat/completions', chatBody('hi'));
  const { error } = (await answer.json()) as { readonly error: { readonly code: string } };
  expect({ status: answer.status, code: error.code }).toEqual(expected);
  expect(answer.headers.has('retry-after')).toBe(expected.status === 503);
  const line = await gateway.logged(({ status }) => status === expected.status);
  expect(line.entra).toContain(entra);
  expect(line.advice).toMatch(/\w{3,}/);
});

test('a clock that is ten minutes slow does no harm', async () => {
  await using gateway = disposable(await startKeylessGateway({ aheadMs: 10 * MINUTE_MS }));
  const answer = await gateway.post('/v1/chat/completions', chatBody('hi'));
  expect(answer.status).toBe(200);
});

test('where one account does not let it in, another one serves', async () => {
  const first = { ...KEYLESS_ACCOUNT, subdomain: 'closed', roles: [] };
  await using gateway = disposable(
    await startKeylessGateway({
      accounts: [first, KEYLESS_ACCOUNT],
      bindings: {
        MODELS: JSON.stringify([
          {
            id: 'gpt-5.4-mini',
            backends: [
              { name: 'closed', priority: 1 },
              { name: 'acc', priority: 2 },
            ],
          },
        ]),
      },
    }),
  );
  const answer = await gateway.post('/v1/chat/completions', chatBody('hi'));
  expect(answer.status).toBe(200);
  const line = await gateway.logged(({ op }) => op === 'chat/completions');
  expect(line).toMatchObject({ attempts: 2, region: 'acc' });
  expect(line.entra).toBeUndefined();
});

test('a key of the issuer that no secret_key binding has is a fault of the configuration', async () => {
  await using gateway = disposable(
    await startKeylessGateway({ keys: [], binding: { keys: [makeIssuerKey().published] } }),
  );
  const answer = await gateway.post('/v1/chat/completions', chatBody('hi'));
  expect(answer.status).toBe(500);
  const line = await gateway.logged(({ status }) => status === 500);
  expect(line.faults).toEqual(['ENTRA_KEY is missing. With ENTRA, the gateway signs with it']);
});

function credentials(
  changed: readonly Partial<{ issuer: string; subject: string; audiences: string[] }>[],
): KeylessOptions {
  return {
    identities: [
      {
        clientId: '22222222-2222-4222-8222-222222222222',
        principalId: PRINCIPAL_ID,
        credentials: changed.map((change) => ({
          issuer: ISSUER,
          subject: 'gateway',
          audiences: ['api://AzureADTokenExchange'],
          ...change,
        })),
      },
    ],
  };
}

/** ENTRA has another key than ENTRA_KEY. */
function wrongKey(): KeylessOptions {
  return { binding: { keys: [makeIssuerKey().published] } };
}

function tenant(): KeylessOptions {
  return { binding: { tenantId: '99999999-9999-4999-8999-999999999999' } };
}

function disposable(gateway: RunningGateway): RunningGateway & AsyncDisposable {
  return { ...gateway, [Symbol.asyncDispose]: () => gateway.stop() };
}

async function get({ url }: RunningGateway, path: string, host: string) {
  const asked = httpRequest(`${url}${path}`, { headers: { host } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const cache = response.headers['cache-control'];
  return { status: response.statusCode, cache, body: await text(response) };
}
