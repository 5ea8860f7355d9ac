// A gateway without Azure keys: its own issuer, a tenant with its identity, an account with its role.
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { AzureAccount, EntraOptions } from '../../../azure-stand-in/server.ts';
import type { SigningKey } from '../../../local/workerd/worker-script.ts';
import type { EntraBinding, PublicKeyBinding } from '../../../worker/contract/env.ts';
import { STACK_BINDINGS, startGateway, type RunningGateway } from '../running-gateway.ts';

export const ISSUER = 'https://gateway.example.org';
export const TENANT_ID = '11111111-1111-4111-8111-111111111111';
export const CLIENT_ID = '22222222-2222-4222-8222-222222222222';
export const PRINCIPAL_ID = '33333333-3333-4333-8333-333333333333';

/** Cognitive Services OpenAI User, OpenAI Contributor: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/ai-machine-learning */
export const OPENAI_USER = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
export const OPENAI_CONTRIBUTOR = 'a001fd3d-188f-4b5d-821b-7da978bf7442';

/** A key pair of an issuer. */
export interface IssuerKey {
  readonly published: PublicKeyBinding;
  /** Base64 of PKCS#8. */
  readonly pkcs8: string;
}

export function makeIssuerKey(): IssuerKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(`{"e":"${e}","kty":"RSA","n":"${n}"}`)
    .digest('base64url');
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  return { published: { kid, n, e }, pkcs8 };
}

export interface KeylessOptions extends Partial<Omit<EntraOptions, 'issuerOrigin' | 'tenantId'>> {
  readonly accounts?: readonly AzureAccount[];
  readonly bindings?: Readonly<Record<string, string>>;
  readonly keys?: readonly IssuerKey[];
  /** By how much Microsoft's clock is ahead of the gateway's. */
  readonly aheadMs?: number;
  /** Members of ENTRA that differ. */
  readonly binding?: Partial<EntraBinding>;
}

export const KEYLESS_ACCOUNT: AzureAccount = {
  subdomain: 'acc',
  keys: [],
  isKeyless: true,
  roles: [{ principalId: PRINCIPAL_ID, roleId: OPENAI_CONTRIBUTOR }],
  deployments: [
    { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'gpt-realtime', model: 'gpt-realtime', version: '2025-08-28' },
    { name: 'gpt-image-1', model: 'gpt-image-1', version: '2025-04-15' },
    { name: 'whisper', model: 'whisper', version: '001' },
    { name: 'text-embedding-3-small', model: 'text-embedding-3-small', version: '1' },
  ],
};

const KEY = makeIssuerKey();

/** Starts one; nothing in its bindings is a key of Azure's. */
export async function startKeylessGateway(options: KeylessOptions = {}): Promise<RunningGateway> {
  const {
    accounts = [KEYLESS_ACCOUNT],
    keys = [KEY],
    bindings = {},
    aheadMs = 0,
    ...entra
  } = options;
  const { CHIT_USERS = '' } = STACK_BINDINGS;
  const binding: EntraBinding = {
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    issuer: ISSUER,
    keys: keys.map(({ published }) => published),
    ...options.binding,
  };
  const signing: readonly SigningKey[] = keys
    .slice(0, 1)
    .map(({ pkcs8 }) => ({ name: 'ENTRA_KEY', pkcs8 }));
  return startGateway({
    accounts,
    now: () => Date.now() + aheadMs,
    keys: signing,
    bindings: {
      CHIT_USERS,
      MODELS: JSON.stringify(KEYLESS_ACCOUNT.deployments.map(({ name }) => ({ id: name }))),
      BACKENDS: JSON.stringify(
        accounts.map(({ subdomain }) => ({
          name: subdomain,
          endpoint: `https://${subdomain}.openai.azure.com`,
          auth: 'entra',
        })),
      ),
      ENTRA: JSON.stringify(binding),
      ...bindings,
    },
    entra: {
      tenantId: TENANT_ID,
      identities: [
        {
          clientId: CLIENT_ID,
          principalId: PRINCIPAL_ID,
          credentials: [
            { issuer: ISSUER, subject: 'gateway', audiences: ['api://AzureADTokenExchange'] },
          ],
        },
      ],
      ...entra,
    },
  });
}
