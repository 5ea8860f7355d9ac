// The token of another issuer that a managed identity presents, checked as Microsoft Entra checks it. The
// order of the checks is not documented.
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import type { JsonObject } from '../reading/json-value.ts';
import { EntraError, entraError } from './entra-errors.ts';
import type { FederatedCredential, ManagedIdentity } from './entra-options.ts';
import type { KeyCache } from './key-cache.ts';

/** How far clocks may differ: the default of Microsoft.IdentityModel.Tokens. */
const SKEW_S = 300;
/** github MicrosoftDocs/azure-docs#116275 */
const MAX_LIFETIME_S = 25 * 60 * 60;

/** Undefined when the identity trusts the assertion. */
export async function checkAssertion(
  assertion: string,
  identity: ManagedIdentity,
  keys: KeyCache,
  nowMs: number,
): Promise<EntraError | undefined> {
  const token = decode(assertion);
  if (token === undefined) return entraError(50_027);
  const { alg, kid } = token.header;
  // Entra names RS384 and RS512, too, but "only RS256 is supported":
  // workload-identity-federation-considerations.md in github MicrosoftDocs/entra-docs
  if (alg !== 'RS256') return entraError(5_002_738, String(alg));
  if (typeof kid !== 'string') return entraError(5_002_723);
  const { claims } = token;
  const refusal = match(claims, identity.credentials) ?? checkTimes(claims, nowMs);
  if (refusal !== undefined) return refusal;
  const key = await keys.find(String(claims['iss']), kid);
  if (key instanceof EntraError) return key;
  return compactVerify(assertion, key, { algorithms: ['RS256'] }).then(
    () => undefined,
    () => entraError(700_027),
  );
}

function decode(assertion: string) {
  try {
    return {
      header: decodeProtectedHeader(assertion) as JsonObject,
      claims: decodeJwt(assertion) as JsonObject,
    };
  } catch {
    return undefined;
  }
}

/** Everything is compared as it is written, with upper and lower case: github Azure/login#517. */
function match(
  { iss, sub, aud }: JsonObject,
  credentials: readonly FederatedCredential[],
): EntraError | undefined {
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return entraError(700_211, String(iss));
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) {
    const text = String(sub);
    const differsByCase = ofIssuer.some(
      ({ subject }) => subject.toLowerCase() === text.toLowerCase(),
    );
    return entraError(differsByCase ? 7_002_138 : 700_213, text);
  }
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const isMeant = ofSubject.some(({ audiences }) =>
    given.some((each) => includes(audiences, each)),
  );
  return isMeant ? undefined : entraError(700_212, String(aud));
}

function includes(list: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && list.includes(value);
}

function checkTimes({ iat, nbf, exp }: JsonObject, nowMs: number): EntraError | undefined {
  const now = nowMs / 1000;
  const from = numberOf(nbf) ?? numberOf(iat) ?? 0;
  const until = numberOf(exp);
  if (until === undefined) return entraError(50_027);
  if (now + SKEW_S < from || now - SKEW_S >= until) {
    const texts = [now, from, until].map((seconds) => new Date(seconds * 1000).toISOString());
    return entraError(700_024, ...texts);
  }
  return until - (numberOf(iat) ?? from) > MAX_LIFETIME_S ? entraError(70_023) : undefined;
}

/** Within the dates that JavaScript has. */
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Math.abs(value) < 8.64e12 ? value : undefined;
}
