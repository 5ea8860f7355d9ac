// Whatever a client presents, it gets a token only for exactly what the credential says.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOW_MS } from '../client.ts';
import { AUDIENCE, FIRST, ISSUER, SECOND, sign, SUBJECT } from './issuer.ts';
import { exchange, startTenant } from './tenant.ts';

const NOW_S = NOW_MS / 1000;
const SKEW_S = 300;

const offset = fc.integer({ min: -2000, max: 2000 });
const parts = fc.record({
  iss: fc.constantFrom(ISSUER, `${ISSUER}/`, ISSUER.toUpperCase(), 'https://other.example.com'),
  sub: fc.constantFrom(SUBJECT, `${SUBJECT} `, 'GATEWAY', ''),
  aud: fc.constantFrom<string | string[]>(AUDIENCE, [AUDIENCE], ['x'], AUDIENCE.toLowerCase()),
  nbf: offset,
  exp: offset,
  kid: fc.constantFrom('first', 'second', 'third'),
  signedBy: fc.constantFrom('first', 'second'),
});

test('a token is issued for a trusted assertion and for nothing else', async () => {
  const { standIn, issuer } = await startTenant();
  issuer.publish(FIRST.jwk, SECOND.jwk);
  await fc.assert(
    fc.asyncProperty(parts, async ({ iss, sub, aud, nbf, exp, kid, signedBy }) => {
      const key = (signedBy === 'first' ? FIRST : SECOND).privateKey;
      const claims = { iss, sub, aud, iat: NOW_S + nbf, nbf: NOW_S + nbf, exp: NOW_S + exp };
      const [status, code] = await exchange(standIn, await sign({ header: { kid }, claims, key }));
      const isTrusted =
        iss === ISSUER &&
        sub === SUBJECT &&
        [aud].flat().includes(AUDIENCE) &&
        nbf <= SKEW_S &&
        exp > -SKEW_S &&
        kid === signedBy;
      expect([status === 200, code === 0]).toEqual([isTrusted, isTrusted]);
    }),
    { numRuns: 150 },
  );
});

test('any text as an assertion is refused in JSON', async () => {
  const { standIn } = await startTenant();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const [status, code] = await exchange(standIn, text);
      expect([status, code]).toEqual(text === '' ? [401, 7_000_218] : [400, 50_027]);
    }),
    { numRuns: 60 },
  );
});
