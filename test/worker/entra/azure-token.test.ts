// The token's life, with a clock that the test moves and an Entra that answers when the test says so.
import { beforeEach, describe, expect, test } from 'vitest';
import { ENTRA, PAIR } from './issuer.ts';
import { NativeResponse } from '../../support/native-body.ts';
import { AzureToken } from '../../../worker/entra/azure-token.ts';
import { decode, encode } from '../../../worker/formats/bytes.ts';

const HOUR_S = 3600;

interface Waiting {
  readonly url: string;
  readonly form: URLSearchParams;
  answer(response: Response): void;
  fail(): void;
}

let nowMs: number;
let asked: Waiting[];
let kept: Promise<unknown>[];
let token: AzureToken;

beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 27);
  asked = [];
  kept = [];
  token = new AzureToken({
    entra: ENTRA,
    key: PAIR.privateKey,
    now: () => nowMs,
    fetch: ((url: string, init: RequestInit) => {
      const { promise, resolve, reject } = Promise.withResolvers<Response>();
      asked.push({
        url,
        form: new URLSearchParams(init.body as string),
        answer: resolve,
        fail: () => {
          reject(new TypeError('secret'));
        },
      });
      arrived.resolve(undefined);
      arrived = Promise.withResolvers<unknown>();
      return promise;
    }) as typeof fetch,
  });
});

/** Resolves at the next request to Entra. */
let arrived = Promise.withResolvers<unknown>();

function keepAlive(promise: Promise<unknown>): void {
  kept.push(promise);
}

function json(value: object, init?: ResponseInit): Response {
  return new NativeResponse(JSON.stringify(value), init);
}

function issued(text: string, lifetimeS = HOUR_S): Response {
  return json({ token_type: 'Bearer', access_token: text, expires_in: lifetimeS });
}

function refused(code: number, status = 400): Response {
  const body = {
    error: 'invalid_client',
    error_description: `AADSTS${code}: …`,
    error_codes: [code],
  };
  return json(body, { status });
}

/** Gets a token, with Entra's answer. */
async function getWith(respond: (entra: Waiting) => void) {
  const seen = arrived.promise;
  const got = token.get(keepAlive);
  await seen;
  const last = asked.at(-1);
  if (last !== undefined) respond(last);
  return got;
}

test('it is exchanged for an assertion with the documented claims', async () => {
  const got = await getWith((entra) => {
    entra.answer(issued('t'));
  });
  expect(got).toEqual({ ok: true, value: 't' });
  const form = asked[0]?.form ?? new URLSearchParams();
  expect(asked[0]?.url).toBe(
    `https://login.microsoftonline.com/${ENTRA.tenantId}/oauth2/v2.0/token`,
  );
  const { client_assertion: assertion = '', ...rest } = Object.fromEntries(form);
  expect(rest).toEqual({
    grant_type: 'client_credentials',
    client_id: ENTRA.clientId,
    scope: 'https://cognitiveservices.azure.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const read = (part: string): unknown => JSON.parse(decode(fromBase64Url(part)));
  const iat = nowMs / 1000;
  expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'signs' });
  expect(read(claims)).toEqual({
    iss: 'https://gateway.example.org',
    sub: 'gateway',
    aud: 'api://AzureADTokenExchange',
    iat,
    nbf: iat,
    exp: iat + 600,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
  });
  const isSigned = await crypto.subtle.verify(
    'RSASSA-PKCS1-v1_5',
    PAIR.publicKey,
    fromBase64Url(signature),
    encode(`${header}.${claims}`),
  );
  expect(isSigned).toBe(true);
});

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text, { alphabet: 'base64url' });
}

test('200 requests at once make one exchange, which outlives the request that began it', async () => {
  const seen = arrived.promise;
  const all = Array.from({ length: 200 }, () => token.get(keepAlive));
  await seen;
  asked[0]?.answer(issued('t'));
  expect(new Set((await Promise.all(all)).map((got) => got.ok && got.value))).toEqual(
    new Set(['t']),
  );
  expect(asked).toHaveLength(1);
  expect(kept).toHaveLength(1);
});

test.each([
  ['an hour', HOUR_S, 0.8 * HOUR_S],
  ['a day', 24 * HOUR_S, 0.8 * 24 * HOUR_S],
  ['ten minutes', 600, 300],
  ['one minute', 60, 30],
])('a token of %s is renewed ahead, while requests go on with it', async (_, lifeS, renewedS) => {
  await getWith((entra) => {
    entra.answer(issued('old', lifeS));
  });
  nowMs += renewedS * 1000 - 1;
  expect(token.current(keepAlive)).toBe('old');
  expect(kept).toHaveLength(1);
  nowMs += 1;
  const seen = arrived.promise;
  expect(token.current(keepAlive)).toBe('old');
  expect(token.current(keepAlive)).toBe('old');
  await seen;
  expect(asked).toHaveLength(2);
  asked[1]?.answer(issued('new', lifeS));
  await Promise.all(kept);
  expect(token.current(keepAlive)).toBe('new');
});

test('a failed renewal keeps the old token while it lives, and is tried again after a pause', async () => {
  await getWith((entra) => {
    entra.answer(issued('old'));
  });
  nowMs += 0.8 * HOUR_S * 1000;
  const seen = arrived.promise;
  token.current(keepAlive);
  await seen;
  asked[1]?.fail();
  await Promise.all(kept);
  expect(token.current(keepAlive)).toBe('old');
  expect(asked).toHaveLength(2);
  nowMs += 1000;
  const again = arrived.promise;
  expect(token.current(keepAlive)).toBe('old');
  await again;
  expect(asked).toHaveLength(3);
  nowMs += 0.2 * HOUR_S * 1000;
  expect(token.current(keepAlive)).toBeUndefined();
});

test('after a failure requests fail at once for a pause that doubles up to half a minute', async () => {
  const pauses: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const failed = await getWith((entra) => {
      entra.answer(refused(70021));
    });
    expect(failed).toMatchObject({ ok: false, error: { code: 'AADSTS70021' } });
    const before = asked.length;
    let pauseMs = 0;
    for (;;) {
      const seen = arrived.promise.then(() => 'asked');
      const got = await Promise.race([seen, token.get(keepAlive)]);
      if (got === 'asked') break;
      expect(got).toEqual(failed);
      pauseMs += 500;
      nowMs += 500;
    }
    expect(asked).toHaveLength(before + 1);
    pauses.push(pauseMs);
    asked.at(-1)?.answer(refused(70021));
    await Promise.all(kept);
    // Past the pause of this failure too, which doubled once more.
    nowMs += 60_000;
  }
  expect(pauses).toEqual([1000, 4000, 16_000, 30_000, 30_000, 30_000, 30_000]);
});

test('a pause is as long as Entra says, up to ten minutes', async () => {
  for (const [seconds, pauseMs] of [
    ['120', 120_000],
    ['3000', 600_000],
  ] as const) {
    await getWith((entra) => {
      entra.answer(new NativeResponse('', { status: 503, headers: { 'retry-after': seconds } }));
    });
    nowMs += pauseMs - 5000;
    expect(await token.get(keepAlive)).toMatchObject({
      error: { failure: { kind: 'azure_login_unavailable', retryAfterMs: 5000 } },
    });
    nowMs += 5000;
  }
});

test.each<[what: string, answer: Response, code: string, failure: object]>([
  ['a missing credential', refused(70021), 'AADSTS70021', notReady()],
  ['another issuer', refused(700211), 'AADSTS700211', notReady()],
  ['another subject', refused(700213), 'AADSTS700213', notReady()],
  ['another subject, by its older code', refused(7002138), 'AADSTS7002138', notReady()],
  ['an unknown key', refused(7000272, 401), 'AADSTS7000272', notReady()],
  ['an unknown identity', refused(700016), 'AADSTS700016', notReady()],
  ['another audience', refused(700212), 'AADSTS700212', rejected()],
  ['a wrong clock', refused(700024, 401), 'AADSTS700024', rejected()],
  ['too long a life', refused(70023), 'AADSTS70023', rejected()],
  ['an unknown tenant', refused(90002), 'AADSTS90002', rejected()],
  ['a code that is not in the table', refused(53003), 'AADSTS53003', rejected()],
  ['a passing problem', refused(90033), 'AADSTS90033', unavailableFor(5000)],
  ['a 500', new NativeResponse('<html>', { status: 500 }), 'HTTP 500', unavailableFor(5000)],
  [
    'a 429',
    new NativeResponse('', { status: 429, headers: { 'retry-after': '17' } }),
    'HTTP 429',
    unavailableFor(17_000),
  ],
  [
    'a redirect',
    new NativeResponse('', { status: 302, headers: { location: 'https://x' } }),
    'HTTP 302',
    unavailableFor(5000),
  ],
  ['a 200 that is not JSON', new NativeResponse('ok'), 'HTTP 200', unavailableFor(5000)],
  ['a 200 without a token', json({ expires_in: 1 }), 'HTTP 200', unavailableFor(5000)],
  ['a token without a life', issued('t', 0), 'HTTP 200', unavailableFor(5000)],
  ['a 400 without a code', json({}, { status: 400 }), 'HTTP 400', unavailableFor(5000)],
  ['an endless answer', new NativeResponse('x'.repeat(70_000)), 'HTTP 200', unavailableFor(5000)],
])('%s: what the client and the log get', async (_, answer, code, failure) => {
  const got = await getWith((entra) => {
    entra.answer(answer);
  });
  expect(got).toMatchObject({ ok: false, error: { code, failure } });
  expect(JSON.stringify(got)).not.toContain('eyJ');
});

function notReady(): object {
  return { kind: 'azure_access_not_ready', retryAfterMs: 15_000, by: 'entra' };
}

function rejected(): object {
  return { kind: 'upstream_credentials_rejected', by: 'entra' };
}

function unavailableFor(retryAfterMs: number): object {
  return { kind: 'azure_login_unavailable', retryAfterMs };
}

test('a connection that breaks says nothing of its reason', async () => {
  const got = await getWith((entra) => {
    entra.fail();
  });
  expect(got).toMatchObject({ ok: false, error: { code: 'no answer' } });
  expect(JSON.stringify(got)).not.toContain('secret');
});

test('an exchange that the runtime has ended does not hold up later requests', async () => {
  const seen = arrived.promise;
  void token.get(keepAlive);
  await seen;
  nowMs += 9999;
  void token.get(keepAlive);
  expect(asked).toHaveLength(1);
  nowMs += 1;
  const got = await getWith((entra) => {
    entra.answer(issued('t'));
  });
  expect(got).toEqual({ ok: true, value: 't' });
  expect(asked).toHaveLength(2);
});

describe('a token that an account refuses', () => {
  const replace = (account = 'a') => token.replace('old', account, keepAlive);

  beforeEach(async () => {
    await getWith((entra) => {
      entra.answer(issued('old'));
    });
  });

  test('is not replaced while it is young', async () => {
    nowMs += 29_999;
    expect(await replace()).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  test('serves other requests until the new one is there', async () => {
    nowMs += 30_000;
    const seen = arrived.promise;
    const replaced = [replace(), replace('b')];
    await seen;
    expect(token.current(keepAlive)).toBe('old');
    asked[1]?.answer(issued('new'));
    expect(await Promise.all(replaced)).toEqual([
      { ok: true, value: 'new' },
      { ok: true, value: 'new' },
    ]);
    expect(token.current(keepAlive)).toBe('new');
    // Later requests that still had the old one.
    expect(await replace()).toEqual({ ok: true, value: 'new' });
    expect(asked).toHaveLength(2);
  });

  test('stays where Entra gives no other', async () => {
    nowMs += 30_000;
    const seen = arrived.promise;
    const replaced = replace();
    await seen;
    asked[1]?.fail();
    expect(await replaced).toMatchObject({ ok: false });
    expect(token.current(keepAlive)).toBe('old');
  });

  test('is not replaced for ten minutes for an account that refused a new one too', async () => {
    nowMs += 60_000;
    token.giveUp('a');
    nowMs += 10 * 60_000 - 1;
    expect(await replace()).toBeUndefined();
    expect(asked).toHaveLength(1);
    nowMs += 1;
    const seen = arrived.promise;
    void replace();
    await seen;
    expect(asked).toHaveLength(2);
  });
});

test('a clock that is set back does not hold up a sign-in', async () => {
  nowMs += 10 * 3600 * 1000;
  await getWith((entra) => {
    entra.answer(refused(700024, 401));
  });
  // The operator sets the clock right.
  nowMs -= 10 * 3600 * 1000;
  token.current(keepAlive);
  nowMs += 1000;
  const got = await getWith((entra) => {
    entra.answer(issued('t'));
  });
  expect(got).toEqual({ ok: true, value: 't' });
  nowMs -= 3600 * 1000;
  expect(token.current(keepAlive)).toBe('t');
  nowMs += HOUR_S * 1000;
  expect(token.current(keepAlive)).toBeUndefined();
});

test('a late answer changes nothing', async () => {
  const seen = arrived.promise;
  void token.get(keepAlive);
  await seen;
  nowMs += 10_000;
  await getWith((entra) => {
    entra.answer(issued('new'));
  });
  asked[0]?.answer(issued('late'));
  await Promise.all(kept);
  expect(token.current(keepAlive)).toBe('new');
});

test('a private key of another pair is not sent to Entra', async () => {
  const { keys, ...rest } = ENTRA;
  const other = new AzureToken({
    entra: { ...rest, keys: keys.toReversed() },
    key: PAIR.privateKey,
    now: () => nowMs,
    fetch: () => Promise.reject(new Error('asked')),
  });
  expect(await other.get(keepAlive)).toMatchObject({ ok: false, error: { code: 'ENTRA_KEY' } });
});
