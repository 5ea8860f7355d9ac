// A tenant with one identity that trusts the issuer of these tests, and requests to its token endpoint.
import type {
  AzureOptions,
  AzureStandIn,
  EntraOptions,
  ManagedIdentity,
} from '../../../azure-stand-in/server.ts';
import { send, start, type Got } from '../client.ts';
import { AUDIENCE, ISSUER, sign, startIssuer, SUBJECT, type Issuer } from './issuer.ts';

export const TENANT = '3f1e2c8a-5b0d-4c57-9a34-0c1e5d7f9b21';
export const CLIENT = '7d4f6b12-93c8-4e0a-8d55-2a9b1c3e4f60';
export const PRINCIPAL = 'b8a1d0e7-6f25-4b93-a1c4-5e7f8091a2b3';

export const IDENTITY: ManagedIdentity = {
  clientId: CLIENT,
  principalId: PRINCIPAL,
  credentials: [{ issuer: ISSUER, subject: SUBJECT, audiences: [AUDIENCE] }],
};

export const ROLES = {
  user: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
  contributor: 'a001fd3d-188f-4b5d-821b-7da978bf7442',
  allServices: 'a97b65f3-24c7-4388-baec-2e87135dc908',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
} as const;

export interface Tenant {
  readonly standIn: AzureStandIn;
  readonly issuer: Issuer;
}

/** Starts the tenant, its accounts and the issuer. */
export async function startTenant(
  entra: Partial<EntraOptions> = {},
  options: Partial<AzureOptions> = {},
): Promise<Tenant> {
  const issuer = await startIssuer();
  const standIn = await start({
    record: true,
    ...options,
    entra: {
      tenantId: TENANT,
      identities: [IDENTITY],
      issuerOrigin: (asked) => (asked === ISSUER ? issuer.url : undefined),
      ...entra,
    },
  });
  return { standIn, issuer };
}

/** The form of a request; undefined leaves a field out. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** Sends a request for a token. */
export async function post(
  standIn: AzureStandIn,
  fields: Fields,
  { tenantId = TENANT, headers = {} } = {},
): Promise<Got> {
  const form = new URLSearchParams();
  const all: Fields = {
    grant_type: 'client_credentials',
    client_id: CLIENT,
    scope: 'https://cognitiveservices.azure.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    ...fields,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) form.set(name, value);
  return send(standIn, {
    path: `/${tenantId}/oauth2/v2.0/token`,
    body: form.toString(),
    headers: {
      host: 'login.microsoftonline.com',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
  });
}

/** Status and AADSTS code of the answer to an assertion; 0 for a token. */
export async function exchange(
  standIn: AzureStandIn,
  assertion: string,
  fields: Fields = {},
): Promise<readonly [status: number, code: number]> {
  const { status, text } = await post(standIn, { client_assertion: assertion, ...fields });
  const { error_codes: codes } = JSON.parse(text) as { error_codes?: readonly number[] };
  return [status, codes?.[0] ?? 0];
}

/** A token for Azure. */
export async function getToken(standIn: AzureStandIn, fields: Fields = {}): Promise<string> {
  const { text } = await post(standIn, { client_assertion: await sign(), ...fields });
  const { access_token: token } = JSON.parse(text) as { access_token?: string };
  if (token === undefined) throw new Error(text);
  return token;
}
