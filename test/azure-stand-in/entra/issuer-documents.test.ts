// How the issuer's documents are read: when, from where, and what is wrong with them.
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { NOW_MS } from '../client.ts';
import { FIRST, ISSUER, makeKey, SECOND, sign, startIssuer, type Disturb } from './issuer.ts';
import { exchange, IDENTITY, startTenant } from './tenant.ts';

const CONFIGURATION = '/.well-known/openid-configuration';
const JWKS = '/.well-known/jwks.json';

function instead(of: string, answer: (response: ServerResponse) => void): Disturb {
  return (path, response) => {
    if (path !== of) return undefined;
    answer(response);
    return true;
  };
}

function json(of: string, body: unknown): Disturb {
  return instead(of, (response) => response.end(JSON.stringify(body)));
}

const UNREACHABLE = [400, 50_166] as const;
const UNREADABLE = [400, 900_612] as const;

test.each<readonly [what: string, Disturb, readonly [number, number]]>([
  [
    'a discovery document that is not JSON',
    instead(CONFIGURATION, (r) => r.end('<html>')),
    UNREACHABLE,
  ],
  [
    'a discovery document with another issuer',
    json(CONFIGURATION, { issuer: `${ISSUER}/`, jwks_uri: `${ISSUER}${JWKS}` }),
    UNREACHABLE,
  ],
  ['a discovery document without keys', json(CONFIGURATION, { issuer: ISSUER }), UNREACHABLE],
  [
    'keys without TLS',
    json(CONFIGURATION, { issuer: ISSUER, jwks_uri: `http://gateway.example.com${JWKS}` }),
    UNREACHABLE,
  ],
  [
    'keys at a host that is not there',
    json(CONFIGURATION, { issuer: ISSUER, jwks_uri: 'https://keys.example.com/' }),
    UNREACHABLE,
  ],
  [
    'a redirect',
    instead(CONFIGURATION, (r) => r.writeHead(302, { location: `${ISSUER}/x` }).end()),
    UNREACHABLE,
  ],
  [
    'a login page in place of keys',
    instead(JWKS, (r) => r.writeHead(403).end('<html>')),
    UNREACHABLE,
  ],
  ['keys that are not JSON', instead(JWKS, (r) => r.end('<html>')), UNREACHABLE],
  ['keys of 2 MiB', json(JWKS, { keys: [], pad: 'x'.repeat(2 ** 21) }), UNREACHABLE],
  ['a broken connection', instead(JWKS, (r) => r.socket?.destroy()), UNREACHABLE],
  ['no list of keys', json(JWKS, {}), UNREADABLE],
  ['a key without a kid', json(JWKS, { keys: [{ ...FIRST.jwk, kid: undefined }] }), UNREADABLE],
  ['a key without its modulus', json(JWKS, { keys: [{ ...FIRST.jwk, n: undefined }] }), UNREADABLE],
  ['a key for encryption', json(JWKS, { keys: [{ ...FIRST.jwk, use: 'enc' }] }), [401, 7_000_272]],
  [
    'a key for another algorithm',
    json(JWKS, { keys: [{ ...FIRST.jwk, alg: 'PS256' }] }),
    [401, 7_000_272],
  ],
  [
    'a hundred other keys before it',
    json(JWKS, {
      keys: [
        ...Array.from({ length: 100 }, (_, index) => ({ ...SECOND.jwk, kid: `${index}` })),
        FIRST.jwk,
      ],
    }),
    [401, 7_000_272],
  ],
])('%s', async (_, disturb, expected) => {
  const { standIn, issuer } = await startTenant();
  issuer.disturb(disturb);
  expect(await exchange(standIn, await sign())).toEqual(expected);
  issuer.disturb(() => undefined);
  expect(await exchange(standIn, await sign())).toEqual([200, 0]);
});

test('an issuer that is down, or has no address', async () => {
  const { standIn, issuer } = await startTenant();
  await issuer.close();
  expect(await exchange(standIn, await sign())).toEqual(UNREACHABLE);
  const { standIn: other } = await startTenant({ issuerOrigin: () => undefined });
  expect(await exchange(other, await sign())).toEqual(UNREACHABLE);
});

test('an issuer that ends in a slash, and keys at another host', async () => {
  const issuer = await startIssuer(`${ISSUER}/`);
  const keys = await startIssuer('https://keys.example.com');
  issuer.disturb(
    json(CONFIGURATION, { issuer: `${ISSUER}/`, jwks_uri: `https://keys.example.com${JWKS}` }),
  );
  const [credential] = IDENTITY.credentials;
  const { standIn } = await startTenant({
    identities: [
      {
        ...IDENTITY,
        credentials: [
          {
            ...credential,
            subject: 'gateway',
            audiences: ['api://AzureADTokenExchange'],
            issuer: `${ISSUER}/`,
          },
        ],
      },
    ],
    issuerOrigin: (asked) =>
      ({ [`${ISSUER}/`]: issuer.url, 'https://keys.example.com': keys.url })[asked],
  });
  expect(await exchange(standIn, await sign({ claims: { iss: `${ISSUER}/` } }))).toEqual([200, 0]);
  expect([issuer.asked, keys.asked]).toEqual([
    [`gateway.example.com${CONFIGURATION}`],
    [`keys.example.com${JWKS}`],
  ]);
});

const SIGNED_BY_SECOND = { header: { kid: 'second' }, key: SECOND.privateKey };

test('keys are kept for a day; an unknown kid makes Entra read them again', async () => {
  let now = NOW_MS;
  const { standIn, issuer } = await startTenant({}, { now: () => now });
  expect(await exchange(standIn, await sign())).toEqual([200, 0]);
  issuer.publish(SECOND.jwk);
  expect(await exchange(standIn, await sign())).toEqual([200, 0]);
  expect(issuer.asked).toHaveLength(2);
  expect(await exchange(standIn, await sign(SIGNED_BY_SECOND))).toEqual([200, 0]);
  expect(issuer.asked).toHaveLength(4);
  // The first key was withdrawn, and Entra has seen it.
  expect(await exchange(standIn, await sign())).toEqual([401, 7_000_272]);
  issuer.publish(FIRST.jwk);
  now += 24 * 60 * 60 * 1000;
  const claims = { iat: now / 1000, nbf: now / 1000, exp: now / 1000 + 600 };
  expect(await exchange(standIn, await sign({ ...SIGNED_BY_SECOND, claims }))).toEqual([
    401, 7_000_272,
  ]);
});

test('an Entra that does not read them again refuses a new key until the day is over', async () => {
  let now = NOW_MS;
  const { standIn, issuer } = await startTenant(
    { refetchesUnknownKeys: false },
    { now: () => now },
  );
  await exchange(standIn, await sign());
  issuer.publish(FIRST.jwk, SECOND.jwk);
  expect(await exchange(standIn, await sign(SIGNED_BY_SECOND))).toEqual([401, 7_000_272]);
  now += 24 * 60 * 60 * 1000;
  const claims = { iat: now / 1000, nbf: now / 1000, exp: now / 1000 + 600 };
  expect(await exchange(standIn, await sign({ ...SIGNED_BY_SECOND, claims }))).toEqual([200, 0]);
});

test('keys that were read once serve while the issuer is down', async () => {
  const { standIn, issuer } = await startTenant();
  await exchange(standIn, await sign());
  await issuer.close();
  expect(await exchange(standIn, await sign())).toEqual([200, 0]);
  expect(await exchange(standIn, await sign(SIGNED_BY_SECOND))).toEqual([401, 7_000_272]);
});

test('the kid of a refusal is in hexadecimal', async () => {
  const { standIn } = await startTenant();
  const key = await makeKey('AQID');
  const { privateKey } = key;
  expect(await exchange(standIn, await sign({ header: { kid: 'AQID' }, key: privateKey }))).toEqual(
    [401, 7_000_272],
  );
});
