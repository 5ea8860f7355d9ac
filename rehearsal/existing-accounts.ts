// Accounts that the stack uses and does not make. In a rehearsal they exist as the stack describes them.
import type { AzureManagement } from '../azure-stand-in/clouds/azure/management.ts';
import { asObject } from '../command-line/as-object.ts';
import { SUBSCRIPTION_ID } from './stand-ins.ts';

/** Puts the resource groups and accounts that the stack names into the stand-in, if they are not there. */
export async function addExistingAccounts(
  azure: AzureManagement,
  config: Readonly<Record<string, unknown>>,
): Promise<void> {
  const valueOf = (name: string) =>
    Object.entries(config).find(([key]) => key === name || key.endsWith(`:${name}`))?.[1];
  const regions = listOf(valueOf('regions')).map(asObject);
  const groups = [valueOf('resourceGroup'), ...regions.map((region) => region['resourceGroup'])];
  for (const group of groups) {
    if (typeof group === 'string' && group !== '') {
      await put(azure, groupId(group), { location: 'eastus2' });
    }
  }
  for (const { account, resourceGroup, deployments, models } of regions) {
    if (typeof account !== 'string' || typeof resourceGroup !== 'string') continue;
    const id = `${groupId(resourceGroup)}/providers/Microsoft.CognitiveServices/accounts/${account}`;
    const properties = { customSubDomainName: account.toLowerCase() };
    await put(azure, id, { location: 'eastus2', kind: 'AIServices', properties });
    if (deployments !== 'imported') continue;
    for (const { name, deployment, model, version, sku, capacity } of modelsOf(
      listOf(models).map(asObject),
      listOf(valueOf('models')).map(asObject),
    )) {
      await put(azure, `${id}/deployments/${textOr(deployment ?? name, 'model')}`, {
        sku: { name: textOr(sku, 'GlobalStandard'), capacity: capacity ?? 10 },
        properties: { model: { format: 'OpenAI', name: model ?? name, version } },
      });
    }
  }
}

/** A region's own list over the stack's; without one it has all models. */
function modelsOf(
  own: readonly Readonly<Record<string, unknown>>[],
  all: readonly Readonly<Record<string, unknown>>[],
): readonly Readonly<Record<string, unknown>>[] {
  if (own.length === 0) return all;
  return own.map((model) => ({ ...all.find(({ name }) => name === model['name']), ...model }));
}

async function put(azure: AzureManagement, path: string, body: object): Promise<void> {
  if (azure.find(path) !== undefined) return;
  const { status } = await azure.handle({
    method: 'PUT',
    path,
    headers: new Headers(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
  if (status >= 400) throw new Error(`the stand-in refused ${path}: ${status}`);
}

function groupId(name: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${name}`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
