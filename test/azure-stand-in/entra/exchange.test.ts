// One assertion for a token: what is checked, and how it is refused.
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { NOW_MS } from '../client.ts';
import { FIRST, SECOND, sign, type AssertionParts } from './issuer.ts';
import { CLIENT, exchange, post, PRINCIPAL, startTenant, TENANT, type Fields } from './tenant.ts';

const NOW_S = NOW_MS / 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

test('a trusted assertion gets an access token of version 1.0', async () => {
  const { standIn, issuer } = await startTenant();
  const { status, text, headers } = await post(standIn, { client_assertion: await sign() });
  const body = JSON.parse(text) as { access_token: string };
  expect([status, body]).toEqual([
    200,
    {
      token_type: 'Bearer',
      expires_in: 86_399,
      ext_expires_in: 86_399,
      access_token: expect.any(String) as unknown,
    },
  ]);
  expect(headers['cache-control']).toBe('no-store, no-cache');
  expect(decodeJwt(body.access_token)).toMatchObject({
    aud: 'https://cognitiveservices.azure.com',
    iss: `https://sts.windows.net/${TENANT}/`,
    oid: PRINCIPAL,
    appid: CLIENT,
    tid: TENANT,
    iat: NOW_S,
    exp: NOW_S + 86_399,
  });
  expect(issuer.asked).toEqual([
    'gateway.example.com/.well-known/openid-configuration',
    'gateway.example.com/.well-known/jwks.json',
  ]);
  expect(standIn.tokenRequests).toMatchObject([{ tenantId: TENANT, form: { client_id: CLIENT } }]);
});

test('an error has all members that Microsoft documents', async () => {
  const { standIn } = await startTenant();
  const { status, text } = await post(standIn, {
    client_assertion: await sign({ claims: { sub: 'other' } }),
  });
  const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown;
  expect([status, JSON.parse(text)]).toEqual([
    401,
    {
      error: 'invalid_client',
      error_description: expect.stringMatching(
        /^AADSTS700213: No matching .* subject 'other'\. .* Trace ID: .* Correlation ID: .* Timestamp: 2026-11-22 00:00:00Z$/,
      ) as unknown,
      error_codes: [700_213],
      timestamp: '2026-11-22 00:00:00Z',
      trace_id: uuid,
      correlation_id: uuid,
      error_uri: 'https://login.microsoftonline.com/error?code=700213',
    },
  ]);
});

test.each<readonly [what: string, parts: AssertionParts, status: number, code: number]>([
  ['another issuer', { claims: { iss: 'https://evil.example.com' } }, 401, 700_211],
  ['a slash after the issuer', { claims: { iss: 'https://gateway.example.com/' } }, 401, 700_211],
  ['an issuer in capitals', { claims: { iss: 'https://Gateway.example.com' } }, 401, 700_211],
  ['no issuer', { claims: { iss: undefined } }, 401, 700_211],
  ['another subject', { claims: { sub: 'other' } }, 401, 700_213],
  ['a subject in capitals', { claims: { sub: 'Gateway' } }, 401, 7_002_138],
  ['another audience', { claims: { aud: 'https://gateway.example.com' } }, 401, 700_212],
  ['a slash after the audience', { claims: { aud: 'api://AzureADTokenExchange/' } }, 401, 700_212],
  ['the audience in a list', { claims: { aud: ['x', 'api://AzureADTokenExchange'] } }, 200, 0],
  ['an unknown kid', { header: { kid: 'third' } }, 401, 7_000_272],
  ['no kid', { header: { kid: undefined } }, 401, 5_002_723],
  ["another key's signature", { key: SECOND.privateKey }, 401, 700_027],
  [
    'expired',
    { claims: { iat: NOW_S - HOUR, nbf: NOW_S - HOUR, exp: NOW_S - 5 * MINUTE } },
    401,
    700_024,
  ],
  ['not yet valid', { claims: { nbf: NOW_S + 5 * MINUTE + 1, exp: NOW_S + HOUR } }, 401, 700_024],
  ['no end', { claims: { exp: undefined } }, 400, 50_027],
  ['a day and an hour', { claims: { exp: NOW_S + 25 * HOUR } }, 200, 0],
  ['a second more', { claims: { exp: NOW_S + 25 * HOUR + 1 } }, 401, 70_023],
])('an assertion with %s: %#', async (_, parts, status, code) => {
  const { standIn } = await startTenant();
  expect(await exchange(standIn, await sign(parts))).toEqual([status, code]);
});

test.each([
  ['4 minutes ahead', 4, 0],
  ['4 minutes behind', -4, 0],
  ['10 minutes ahead', 10, 700_024],
  // A token of 10 minutes, made 10 minutes ago, is within the 5 minutes that clocks may differ.
  ['10 minutes behind', -10, 0],
  ['15 minutes behind', -15, 700_024],
])("the gateway's clock is %s", async (_, minutes, code) => {
  const { standIn } = await startTenant();
  const now = NOW_S + minutes * MINUTE;
  const claims = { iat: now, nbf: now, exp: now + 10 * MINUTE };
  expect((await exchange(standIn, await sign({ claims })))[1]).toBe(code);
});

test('the algorithm is RS256 alone', async () => {
  const { standIn } = await startTenant();
  const none = [{ alg: 'none', kid: 'first' }, decodeJwt(await sign())]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  expect(await exchange(standIn, `${none}.`)).toEqual([401, 5_002_738]);
  // The public key as a secret: what a library does that trusts the header.
  const key = new TextEncoder().encode(JSON.stringify(FIRST.jwk));
  expect(await exchange(standIn, await sign({ header: { alg: 'HS256' }, key }))).toEqual([
    401, 5_002_738,
  ]);
  const { subtle } = crypto;
  const pkcs8 = await subtle.exportKey('pkcs8', FIRST.privateKey);
  const pss = { name: 'RSA-PSS', hash: 'SHA-256' };
  const pssKey = await subtle.importKey('pkcs8', pkcs8, pss, false, ['sign']);
  expect(await exchange(standIn, await sign({ header: { alg: 'PS256' }, key: pssKey }))).toEqual([
    401, 5_002_738,
  ]);
});

test.each(['', 'x', 'a.b.c', 'a.b', '...'])('%o is not an assertion', async (assertion) => {
  const { standIn } = await startTenant();
  const code = assertion === '' ? 7_000_218 : 50_027;
  expect((await exchange(standIn, assertion))[1]).toBe(code);
});

test.each<readonly [fields: Fields, status: number, code: number]>([
  [{ grant_type: undefined }, 400, 900_144],
  [{ client_id: '' }, 400, 900_144],
  [{ scope: undefined }, 400, 900_144],
  [{ grant_type: 'password' }, 400, 70_003],
  [{ client_assertion_type: 'jwt' }, 401, 7_000_218],
  [{ client_id: TENANT }, 400, 700_016],
  [{ client_id: CLIENT.toUpperCase() }, 200, 0],
  [{ scope: 'https://cognitiveservices.azure.com' }, 400, 1_002_012],
  [{ scope: 'https://cognitiveservices.azure.com/.default openid' }, 400, 70_011],
  [{ scope: 'https://contoso.example.com/.default' }, 400, 500_011],
])('a form with %o: %i AADSTS%i', async (fields, status, code) => {
  const { standIn } = await startTenant();
  expect(await exchange(standIn, await sign(), fields)).toEqual([status, code]);
});

test('a slash in the scope is in the audience, and other APIs have tokens of their own', async () => {
  const { standIn } = await startTenant({ expiresIn: 3599 });
  const audienceFor = async (scope: string) => {
    const { text } = await post(standIn, { scope, client_assertion: await sign() });
    const body = JSON.parse(text) as { access_token: string; expires_in: number };
    return [body.expires_in, decodeJwt(body.access_token).aud];
  };
  expect(await audienceFor('https://cognitiveservices.azure.com//.default')).toEqual([
    3599,
    'https://cognitiveservices.azure.com/',
  ]);
  expect(await audienceFor('https://management.azure.com/.default')).toEqual([
    3599,
    'https://management.azure.com',
  ]);
});

test('another tenant, another path, another method and another body', async () => {
  const { standIn } = await startTenant();
  const other = await post(standIn, {}, { tenantId: CLIENT });
  expect([other.status, JSON.parse(other.text)]).toMatchObject([400, { error_codes: [90_002] }]);
  const json = await post(standIn, {}, { headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(json.text)).toMatchObject({ error_codes: [900_144] });
  const path = await post(standIn, {}, { tenantId: `${TENANT}/v2.0` });
  expect(path.status).toBe(404);
});
