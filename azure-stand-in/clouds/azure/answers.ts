// What Azure stores of a request and answers afterwards: the request, completed with values of its own.
import { randomUUID } from 'node:crypto';
import type { Json } from '../exchange.ts';
import { toJson } from '../exchange.ts';
import type { AzureResource, ResourceId } from './resource.ts';

/** Whether Azure's answers contain its defaults for what a request left out, or only what was sent. */
export type AnswerMode = 'defaults' | 'echo';

export interface AnswerOptions {
  readonly mode: AnswerMode;
  /** Of the directory in which identities are made. */
  readonly tenantId: string;
  readonly now: Date;
}

/** The stored body of a resource after a PUT. */
export function completeBody(
  { kind, name, id }: ResourceId,
  body: Json,
  before: AzureResource | undefined,
  { mode, tenantId, now }: AnswerOptions,
): Json {
  const properties = toJson(body['properties']);
  if (kind === 'group') return { ...body, properties: { provisioningState: 'Succeeded' } };
  if (kind === 'account') {
    return { ...body, etag: `"${name}"`, properties: accountProperties(properties, before) };
  }
  if (kind === 'deployment') {
    return { ...body, properties: deploymentProperties(body, properties, mode) };
  }
  if (kind === 'identity') {
    return { ...body, properties: identityProperties(tenantId, before) };
  }
  if (kind === 'roleAssignment') {
    return { properties: roleProperties(id, properties, before, now) };
  }
  return { ...body, properties };
}

/**
 * An identity that is made again is another one.
 * https://learn.microsoft.com/rest/api/managedidentity/user-assigned-identities/create-or-update
 */
function identityProperties(tenantId: string, before: AzureResource | undefined): Json {
  const stored = toJson(before?.body['properties']);
  return {
    isolationScope: 'None',
    tenantId,
    principalId: stored['principalId'] ?? randomUUID(),
    clientId: stored['clientId'] ?? randomUUID(),
  };
}

/** https://learn.microsoft.com/rest/api/authorization/role-assignments/create */
function roleProperties(
  id: string,
  sent: Json,
  before: AzureResource | undefined,
  now: Date,
): Json {
  const stored = toJson(before?.body['properties']);
  return {
    ...sent,
    scope: id.slice(0, id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/')),
    createdOn: stored['createdOn'] ?? now.toISOString(),
    updatedOn: now.toISOString(),
    createdBy: null,
    updatedBy: null,
  };
}

/** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/accounts/get */
function accountProperties(sent: Json, before: AzureResource | undefined): Json {
  const stored = toJson(before?.body['properties']);
  const subdomain = sent['customSubDomainName'] ?? stored['customSubDomainName'];
  return {
    ...sent,
    ...(typeof subdomain === 'string' && {
      customSubDomainName: subdomain,
      endpoint: `https://${subdomain}.cognitiveservices.azure.com/`,
    }),
    internalId: stored['internalId'] ?? '0123456789abcdef0123456789abcdef',
    isMigrated: false,
    privateEndpointConnections: [],
    provisioningState: 'Succeeded',
  };
}

/** Versions that Azure gives to a deployment that names none; the tests' own. */
const DEFAULT_VERSION = '2026-01-01';

/** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deployments/get */
function deploymentProperties(body: Json, sent: Json, mode: AnswerMode): Json {
  const model = toJson(sent['model']);
  return {
    ...(mode === 'defaults' && {
      versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
      raiPolicyName: 'Microsoft.DefaultV2',
    }),
    ...sent,
    model: { ...model, version: model['version'] ?? DEFAULT_VERSION },
    currentCapacity: toJson(body['sku'])['capacity'],
    capabilities: { chatCompletion: 'true' },
    provisioningState: 'Succeeded',
  };
}
