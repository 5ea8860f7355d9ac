// Whether a Worker could call a deployment: with the key or the identity of its bindings, as the clouds are.
import { createPrivateKey } from 'node:crypto';
import { isAllowed } from '../../../azure-stand-in/access/role-definitions.ts';
import { credentialsOf } from '../../../azure-stand-in/clouds/azure/identity-rules.ts';
import type { AzureResource } from '../../../azure-stand-in/clouds/azure/resource.ts';
import { rolesOn } from '../../../azure-stand-in/clouds/azure/role-rules.ts';
import { isKeyless, subdomainOf } from '../../../azure-stand-in/clouds/azure/rules.ts';
import type { Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import { toJson } from '../../../azure-stand-in/clouds/exchange.ts';
import type { Config } from '../../../worker/config/parse-config.ts';
import type { EntraBinding } from '../../../worker/contract/env.ts';
import type { Model } from '../../../worker/models/catalog.ts';
import type { ModelRoute } from '../../../worker/models/routes.ts';

/** A Worker, as far as it decides what it can call. */
export interface Caller {
  readonly config: Config;
  /** Base64 of the key with which it signs; undefined: it has none. */
  readonly signingKey: string | undefined;
  /** Hosts that lead to a Worker. */
  readonly hosts: ReadonlySet<string>;
}

const OPENAI = 'Microsoft.CognitiveServices/accounts/OpenAI';
const CHAT = `${OPENAI}/deployments/chat/completions/action`;
const FILES = `${OPENAI}/files/write`;
const OTHER_MAKERS = 'Microsoft.CognitiveServices/accounts/MaaS/chat/completions/action';
const AUDIENCE = 'api://AzureADTokenExchange';
const SUBJECT = 'gateway';

/** Whether the model's deployment is there, and opens to what the Worker sends. */
export function isServed(
  clouds: Clouds,
  caller: Caller,
  { azureName }: Model,
  { backend, deployment }: ModelRoute,
): boolean {
  const { azure } = clouds;
  const subdomain = new URL(backend.endpoint).hostname.split('.')[0];
  const account = azure
    .all()
    .find(({ kind, body }) => kind === 'account' && subdomainOf(body) === subdomain);
  if (account === undefined) return false;
  const found = azure.find(`${account.id}/deployments/${deployment}`);
  const { name, format } = toJson(toJson(found?.body['properties'])['model']);
  if (found === undefined || (azureName !== undefined && name !== azureName)) return false;
  const { credential } = backend;
  if (credential.kind === 'key') {
    return !isKeyless(account.body) && azure.keysOf(account.id).includes(credential.key);
  }
  if (credential.kind !== 'token') return false;
  const actions = [
    CHAT,
    ...(format === 'OpenAI' ? [] : [OTHER_MAKERS]),
    ...(usesAccountData(caller.config) ? [FILES] : []),
  ];
  const principal = signedInAs(clouds, caller);
  const roles = rolesOn(account.id, azure.all());
  return principal !== undefined && actions.every((action) => isAllowed(roles, principal, action));
}

function usesAccountData({ access }: Config): boolean {
  return (
    access.kind === 'users' && [...access.users.byKey.values()].some(({ user }) => user.accountData)
  );
}

/** The principal as which the Worker can sign in; undefined: Entra would refuse it. */
function signedInAs({ azure }: Clouds, { config, signingKey, hosts }: Caller): string | undefined {
  const { entra } = config;
  if (entra === undefined || signingKey === undefined) return undefined;
  if (!hosts.has(new URL(entra.issuer).hostname) || !isPublished(signingKey, entra)) {
    return undefined;
  }
  const identity = azure.all().find((each) => isIdentity(each, entra));
  if (identity === undefined) return undefined;
  const isTrusted = credentialsOf(identity.id, azure.all()).some(({ body }) => {
    const { issuer, subject, audiences } = toJson(body['properties']);
    return (
      issuer === entra.issuer &&
      subject === SUBJECT &&
      Array.isArray(audiences) &&
      audiences.includes(AUDIENCE)
    );
  });
  return isTrusted ? String(toJson(identity.body['properties'])['principalId']) : undefined;
}

function isIdentity({ kind, body }: AzureResource, entra: EntraBinding): boolean {
  const { clientId, tenantId } = toJson(body['properties']);
  return kind === 'identity' && clientId === entra.clientId && tenantId === entra.tenantId;
}

/** Whether it is the private half of the first key, whose name the Worker puts into what it signs. */
function isPublished(pkcs8: string, { keys }: EntraBinding): boolean {
  const key = createPrivateKey({
    key: Buffer.from(pkcs8, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  return key.export({ format: 'jwk' }).n === keys[0]?.n;
}
