// Accounts that take tokens beside accounts that take keys, where Entra or one account refuses the gateway.
import { expect, test } from 'vitest';
import { AzureToken } from '../../../worker/entra/azure-token.ts';
import { NativeResponse } from '../../support/native-body.ts';
import { ENTRA, PAIR } from '../entra/issuer.ts';
import { ask, configOf, errorOf, sharedCooldowns, STACK_ENV } from '../gateway-under-test.ts';

type Account = readonly [name: string, auth: 'entra' | 'key'];

function configWith(...accounts: readonly Account[]) {
  const keyed = accounts.filter(([, auth]) => auth === 'key');
  return configOf({
    ...STACK_ENV,
    MODELS: JSON.stringify([{ id: 'gpt-5.4-mini' }]),
    BACKENDS: JSON.stringify(
      accounts.map(([name, auth]) => ({
        name,
        endpoint: `https://${name}.openai.azure.com`,
        ...(auth === 'entra' && { auth }),
      })),
    ),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(keyed.map(([name]) => [name, 'azure-key']))),
    ENTRA: JSON.stringify(ENTRA),
  });
}

function token(status: number): AzureToken {
  const body =
    status === 200
      ? { access_token: 't', expires_in: 3600 }
      : { error_codes: [70021], error: 'invalid_request' };
  const fetcher = () => Promise.resolve(new NativeResponse(JSON.stringify(body), { status }));
  return new AzureToken({
    entra: ENTRA,
    key: PAIR.privateKey,
    now: () => 0,
    fetch: fetcher,
  });
}

const FRACTIONS = Array.from({ length: 20 }, (_, index) => index / 20);

test('while nobody can sign in, every request finds the account with a key', async () => {
  const config = configWith(['a', 'entra'], ['b', 'entra'], ['c', 'entra'], ['d', 'key']);
  const azureToken = token(400);
  for (const fraction of FRACTIONS) {
    const { response, sent, log } = await ask({ config, azureToken, fraction });
    expect(response.status).toBe(200);
    expect(sent.map(({ url }) => new URL(url).hostname)).toEqual(['d.openai.azure.com']);
    expect(log[0]).toMatchObject({ attempts: 1, region: 'd' });
    expect(log[0]?.entra).toBeUndefined();
  }
});

test('without such an account the client learns why, and nothing is sent', async () => {
  const config = configWith(['a', 'entra'], ['b', 'entra']);
  const { response, sent, log } = await ask({ config, azureToken: token(400) });
  expect(response.status).toBe(503);
  expect(await errorOf(response)).toMatchObject({ code: 'azure_access_not_ready' });
  expect(sent).toEqual([]);
  expect(log[0]).toMatchObject({ attempts: 0, entra: 'AADSTS70021' });
});

function closed(request: Request): Response {
  const isClosed = request.url.startsWith('https://closed.');
  return isClosed
    ? Response.json({ error: { code: 'PermissionDenied' } }, { status: 401 })
    : Response.json({});
}

test('an account that locks the gateway out cools down', async () => {
  const config = configWith(['closed', 'entra'], ['open', 'entra']);
  const azureToken = token(200);
  const cooldowns = sharedCooldowns();
  let tried = 0;
  for (const fraction of FRACTIONS) {
    const { response, sent } = await ask({
      config,
      azureToken,
      fraction,
      cooldowns,
      azure: closed,
    });
    expect(response.status).toBe(200);
    tried += sent.filter(({ url }) => url.includes('closed')).length;
  }
  expect(tried).toBe(1);
});

test('where it is the only one, each request tries it', async () => {
  const config = configWith(['closed', 'entra']);
  const azureToken = token(200);
  const cooldowns = sharedCooldowns();
  for (let request = 0; request < 3; request += 1) {
    const { response, sent } = await ask({ config, azureToken, cooldowns, azure: closed });
    expect(response.status).toBe(503);
    expect(await errorOf(response)).toMatchObject({ code: 'azure_access_not_ready' });
    expect(sent).toHaveLength(1);
  }
});

test('a 403 that is not about a role does not pass by itself', async () => {
  const { response, log } = await ask({
    config: configWith(['a', 'entra']),
    azureToken: token(200),
    azure: () => Response.json({ error: { code: 'AccessDenied' } }, { status: 403 }),
  });
  expect(response.status).toBe(502);
  expect(await errorOf(response)).toMatchObject({ code: 'upstream_credentials_rejected' });
  expect(log[0]).toMatchObject({ entra: 'HTTP 403', upstreamStatus: 403 });
  expect(log[0]?.advice).toContain('access from all networks');
});
