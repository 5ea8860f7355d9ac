// What Azure Resource Manager refuses of a request that it could otherwise carry out.
import type { CloudReply, Json } from '../exchange.ts';
import { toJson } from '../exchange.ts';
import type { AzureResource, ResourceId } from './resource.ts';
import { refuseCredential } from './identity-rules.ts';
import * as refusals from './refusals.ts';
import { refuseRole } from './role-rules.ts';
import type { AzureWorld } from './world.ts';

/** A refusal of a PUT, if there is one. */
export function refusePut(
  resource: ResourceId,
  body: Json,
  before: AzureResource | undefined,
  world: AzureWorld,
): CloudReply | undefined {
  const { kind, groupId, accountId } = resource;
  if (kind !== 'group' && groupId !== undefined && world.find(groupId) === undefined) {
    return refusals.groupNotFound(lastPart(groupId));
  }
  if (kind !== 'account' && accountId !== undefined && world.find(accountId) === undefined) {
    return refusals.resourceNotFound(
      'Microsoft.CognitiveServices/accounts',
      lastPart(accountId),
      lastPart(groupId ?? ''),
    );
  }
  if (kind === 'account') return refuseAccount(resource, body, before, world);
  if (kind === 'deployment') return refuseDeployment(body, before, world);
  if (kind === 'credential') return refuseCredential(resource, body, world);
  if (kind === 'roleAssignment') return refuseRole(resource, body, before, world);
  if (kind === 'budget') return refuseBudget(body, before, world);
  return undefined;
}

/** A refusal of a DELETE, if there is one. */
export function refuseDelete({ kind, id }: ResourceId, world: AzureWorld): CloudReply | undefined {
  const isNested = ({ id: other, kind: otherKind }: AzureResource) =>
    otherKind === 'deployment' && other.toLowerCase().startsWith(`${id.toLowerCase()}/`);
  if (kind === 'account' && world.all().some(isNested)) return refusals.cannotDeleteResource(id);
  return undefined;
}

function refuseAccount(
  { id }: ResourceId,
  body: Json,
  before: AzureResource | undefined,
  world: AzureWorld,
): CloudReply | undefined {
  const subdomain = subdomainOf(body);
  if (before !== undefined) {
    const changed = subdomain !== undefined && subdomain !== subdomainOf(before.body);
    return changed ? refusals.cannotChangeSubdomain() : undefined;
  }
  if (world.softDeleted.some((deleted) => deleted.id.toLowerCase() === id.toLowerCase())) {
    return refusals.flagMustBeSetForRestore(id);
  }
  const taken =
    world
      .all()
      .some((other) => other.kind === 'account' && subdomainOf(other.body) === subdomain) ||
    world.softDeleted.some((deleted) => deleted.subdomain === subdomain);
  return subdomain !== undefined && taken ? refusals.customDomainInUse(subdomain) : undefined;
}

/** SKUs whose deployments may change their model: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models */
const PROVISIONED = /provisioned/i;

function refuseDeployment(
  body: Json,
  before: AzureResource | undefined,
  world: AzureWorld,
): CloudReply | undefined {
  const model = modelOf(body);
  const sku = toJson(body['sku']);
  if (before !== undefined && !PROVISIONED.test(String(sku['name']))) {
    const { name, format } = modelOf(before.body);
    if (name !== model.name || format !== model.format) {
      return refusals.cannotChangeDeploymentModel();
    }
  }
  const left = world.quotaOf(model.name);
  const capacity = Number(sku['capacity']);
  if (left !== undefined && capacity > left) {
    return refusals.insufficientQuota(model.name, capacity, left);
  }
  return undefined;
}

function refuseBudget(
  body: Json,
  before: AzureResource | undefined,
  world: AzureWorld,
): CloudReply | undefined {
  const start = startOf(body);
  if (before !== undefined) {
    return start === startOf(before.body) ? undefined : refusals.budgetStartDateChanged();
  }
  const now = world.now();
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const last = Date.UTC(now.getUTCFullYear() + 1, now.getUTCMonth(), 1);
  return start >= first && start <= last ? undefined : refusals.budgetStartDate();
}

function startOf(body: Json): number {
  const period = toJson(toJson(body['properties'])['timePeriod']);
  return Date.parse(String(period['startDate']));
}

function modelOf(body: Json): { readonly name: string; readonly format: string } {
  const model = toJson(toJson(body['properties'])['model']);
  return { name: String(model['name']), format: String(model['format']) };
}

export function subdomainOf(body: Json): string | undefined {
  const name = toJson(body['properties'])['customSubDomainName'];
  return typeof name === 'string' ? name : undefined;
}

/** Whether the account refuses keys. */
export function isKeyless(body: Json): boolean {
  return toJson(body['properties'])['disableLocalAuth'] === true;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
