// One exchange of an assertion for an access token at Microsoft Entra.

import type { EntraBinding } from '../contract/env.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { MAX_TOKEN_ANSWER_BYTES } from '../contract/limits.ts';
import { isAmount, isNonEmptyText } from '../formats/json-checks.ts';
import { decode } from '../formats/bytes.ts';
import { isList, isObject, parseJson, type JsonObject } from '../formats/json.ts';
import { readUpTo } from '../formats/read-stream.ts';
import { toLoginFailure, unavailable, WRONG_KEY, type LoginFailure } from './login-errors.ts';
import { signAssertion } from './sign-assertion.ts';

const AUTHORITY = 'https://login.microsoftonline.com';
const SCOPE = 'https://cognitiveservices.azure.com/.default';

/** A token, and for how long it is valid. */
export interface IssuedToken {
  /** Secret. */
  readonly token: string;
  /** Seconds from the request on. About an hour or a day; Entra decides. */
  readonly lifetimeS: number;
}

/** What an exchange needs. */
export interface Signer {
  readonly entra: EntraBinding;
  readonly key: CryptoKey;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Gets a token: the client credentials flow with a federated credential, the third case of
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 *
 * @param signal ends it
 * @returns every failure as a value
 */
export async function exchange(
  signer: Signer,
  signal: AbortSignal,
): Promise<Result<IssuedToken, LoginFailure>> {
  // As a function: the runtime's own refuses to be called as a method of another object.
  const { entra, key, fetch } = signer;
  try {
    const assertion = await signAssertion(entra, key, signer.now());
    if (assertion === undefined) return err(WRONG_KEY);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: entra.clientId,
      scope: SCOPE,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    const response = await fetch(`${AUTHORITY}/${entra.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      // Followed, a redirect would take the assertion to another host.
      redirect: 'manual',
      signal,
    });
    return await readAnswer(response);
  } catch {
    // The reason may hold anything.
    return err(unavailable());
  }
}

async function readAnswer(response: Response): Promise<Result<IssuedToken, LoginFailure>> {
  const { status } = response;
  const answer = toObject(await readText(response));
  const { access_token: token, expires_in: lifetimeS } = answer;
  if (status === 200 && isNonEmptyText(token) && isAmount(lifetimeS) && lifetimeS > 0) {
    return ok({ token, lifetimeS });
  }
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) {
    const code = codeOf(answer);
    if (code !== undefined) return err(toLoginFailure(code));
  }
  return err(unavailable(`HTTP ${status}`, retryAfterMs(response.headers)));
}

async function readText(response: Response): Promise<string> {
  const limits = { limitBytes: MAX_TOKEN_ANSWER_BYTES, hold: () => true };
  const bytes = await readUpTo(response.body, limits);
  return typeof bytes === 'string' ? '' : decode(bytes);
}

function toObject(text: string): JsonObject {
  const value = parseJson(text);
  return isObject(value) ? value : {};
}

/** The number in `error_codes`, which `error_description` begins with too. */
function codeOf({ error_codes: codes }: JsonObject): number | undefined {
  const [first]: readonly unknown[] = isList(codes) ? codes : [];
  return typeof first === 'number' ? first : undefined;
}

/** In seconds, as Entra writes it. */
function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? '');
  return seconds > 0 && seconds < 3600 ? seconds * 1000 : undefined;
}
