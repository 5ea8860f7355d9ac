// The ways to tokens and to another signing key, as deployments under constant load.
import { afterEach, expect, test } from 'vitest';
import { startAzure, type AzureStandIn } from '../../../azure-stand-in/server.ts';
import type { EntraBinding } from '../../../worker/contract/env.ts';
import { expectNoneLost, Load, replace } from '../load.ts';
import { AZURE_KEY, STACK_BINDINGS, startGateway, USER_KEY } from '../running-gateway.ts';
import {
  CLIENT_ID,
  ISSUER,
  KEYLESS_ACCOUNT,
  makeIssuerKey,
  OPENAI_USER,
  PRINCIPAL_ID,
  TENANT_ID,
  type IssuerKey,
} from './keyless-gateway.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** What changes at Azure and Entra while requests go on. */
interface Cloud {
  isKeyless: boolean;
  hasRole: boolean;
  /** Where Entra reaches the issuer: the gateway that was deployed last. */
  issuer: URL | undefined;
}

/** Shows the account as the cloud is at the moment. */
async function startCloud(cloud: Cloud): Promise<AzureStandIn> {
  const account = {
    ...KEYLESS_ACCOUNT,
    keys: [AZURE_KEY],
    get isKeyless() {
      return cloud.isKeyless;
    },
    get roles() {
      return cloud.hasRole ? [{ principalId: PRINCIPAL_ID, roleId: OPENAI_USER }] : [];
    },
  };
  const credential = {
    issuer: ISSUER,
    subject: 'gateway',
    audiences: ['api://AzureADTokenExchange'],
  };
  const azure = await startAzure({
    accounts: [account],
    record: true,
    entra: {
      tenantId: TENANT_ID,
      identities: [{ clientId: CLIENT_ID, principalId: PRINCIPAL_ID, credentials: [credential] }],
      issuerOrigin: () => cloud.issuer,
    },
  });
  stops.push(() => azure.close());
  return azure;
}

interface Deployed {
  /** The published keys, of which the first one signs; none: only Azure's key is used. */
  readonly published?: readonly IssuerKey[];
  readonly usesTokens: boolean;
}

async function deploy(cloud: Cloud, azure: AzureStandIn, { published = [], usesTokens }: Deployed) {
  const endpoint = 'https://acc.openai.azure.com';
  const entra: EntraBinding = {
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    issuer: ISSUER,
    keys: published.map((key) => key.published),
  };
  const { CHIT_USERS = '', MODELS = '' } = STACK_BINDINGS;
  const gateway = await startGateway({
    upstream: new URL(azure.url),
    bindings: {
      CHIT_USERS,
      MODELS,
      BACKENDS: JSON.stringify([
        { name: 'swedencentral', endpoint, ...(usesTokens && { auth: 'entra' }) },
      ]),
      ...(!usesTokens && { BACKEND_KEYS: JSON.stringify({ swedencentral: AZURE_KEY }) }),
      ...(published.length > 0 && { ENTRA: JSON.stringify(entra) }),
    },
    keys: published.slice(0, 1).map(({ pkcs8 }) => ({ name: 'ENTRA_KEY', pkcs8 })),
  });
  stops.push(() => gateway.stop());
  cloud.issuer = new URL(gateway.url);
  return gateway;
}

test('from keys to tokens in four steps, and back, and no request is lost', async () => {
  const cloud: Cloud = { isKeyless: false, hasRole: false, issuer: undefined };
  const azure = await startCloud(cloud);
  const published = [makeIssuerKey()];
  const load = new Load(await deploy(cloud, azure, { usesTokens: false }), USER_KEY);
  await load.more();
  // key-with-roles
  cloud.hasRole = true;
  await replace(load, await deploy(cloud, azure, { published, usesTokens: false }));
  // entra-with-keys
  await replace(load, await deploy(cloud, azure, { published, usesTokens: true }));
  // entra
  cloud.isKeyless = true;
  await replace(load, await deploy(cloud, azure, { published, usesTokens: true }));
  // And back.
  cloud.isKeyless = false;
  await replace(load, await deploy(cloud, azure, { published, usesTokens: true }));
  await replace(load, await deploy(cloud, azure, { published, usesTokens: false }));
  cloud.hasRole = false;
  await replace(load, await deploy(cloud, azure, { usesTokens: false }));
  await expectNoneLost(load);
  expect(new Set(azure.requests.map(({ headers }) => headers['api-key'] ?? 'a token'))).toEqual(
    new Set([AZURE_KEY, 'a token']),
  );
});

test('another signing key in three steps, and no request is lost', async () => {
  const cloud: Cloud = { isKeyless: true, hasRole: true, issuer: undefined };
  const azure = await startCloud(cloud);
  const [first, second] = [makeIssuerKey(), makeIssuerKey()];
  const load = new Load(
    await deploy(cloud, azure, { published: [first], usesTokens: true }),
    USER_KEY,
  );
  await load.more();
  for (const published of [[first, second], [second, first], [second]]) {
    await replace(load, await deploy(cloud, azure, { published, usesTokens: true }));
  }
  await expectNoneLost(load);
  expect(azure.tokenRequests.map(({ form }) => kidOf(form['client_assertion'] ?? ''))).toEqual(
    [first, first, second, second].map((key) => key.published.kid),
  );
});

function kidOf(assertion: string): unknown {
  const [header = ''] = assertion.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: unknown };
  return kid;
}
