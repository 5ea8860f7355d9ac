// Whether Azure offers the models where the stack deploys them, and has quota left for them.
import { asObject } from '../../command-line/as-object.ts';
import type { DeploymentSettings } from '../../infra/settings/regions.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { AzureApi, Json } from '../azure/management-api.ts';
import { ownUnits } from '../azure/own-units.ts';
import type { Check } from '../check.ts';
import { failed, notNeeded, ok, warning, type Finding } from '../finding.ts';
import type { Context } from '../context/context.ts';
import { whereAzureIsUsed } from './azure.ts';

const VERSION = '2024-10-01';

export const MODEL_CHECKS: readonly Check[] = [
  {
    id: 'models',
    title: 'Models at Azure',
    needs: ['providers'],
    run: whereAzureIsUsed(checkModels),
  },
  {
    id: 'quota',
    title: 'Quota at Azure',
    needs: ['models'],
    run: whereAzureIsUsed(checkQuota),
  },
];

/** A deployment that the stack makes, with where. */
interface Wanted {
  readonly location: string;
  readonly deployment: DeploymentSettings;
}

function wantedOf({ regions }: Settings): readonly Wanted[] {
  return regions.flatMap(({ account, deployments }) =>
    account.kind === 'created'
      ? deployments.map((deployment) => ({ location: account.location, deployment }))
      : [],
  );
}

const NONE = notNeeded('the stack makes no deployments');

/** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/models/list */
async function checkModels({ azure, settings, now }: Context): Promise<Finding> {
  const wanted = wantedOf(await settings());
  if (wanted.length === 0) return NONE;
  const offered = await modelsOf(await azure(), wanted);
  const faults: string[] = [];
  const odd: string[] = [];
  for (const { location, deployment } of wanted) {
    const of = offered.get(location) ?? [];
    const fault = faultOf(of, location, deployment, now());
    if (fault !== undefined) faults.push(fault);
    const life = String(findModel(of, deployment)?.['lifecycleStatus']);
    if (fault === undefined && /^deprecat/i.test(life)) {
      odd.push(`${deployment.model} in ${location} is ${life}: new deployments may be refused`);
    }
  }
  if (faults.length > 0) {
    return failed(
      'Azure does not offer what the stack deploys',
      'Choose a version, SKU or location that Azure offers; docs/models.md says which settings these are.',
      faults,
    );
  }
  const found = `${wanted.length} deployments are offered as the stack has them`;
  if (odd.length === 0) return ok(found);
  return warning(found, 'Choose a newer version or model.', odd);
}

async function modelsOf(
  api: AzureApi,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, readonly Json[]>> {
  const locations = [...new Set(wanted.map(({ location }) => location))];
  const lists = await Promise.all(
    locations.map(async (location) => {
      const list = await api.list(
        `/providers/Microsoft.CognitiveServices/locations/${location}/models`,
        VERSION,
      );
      return [location, list.map(({ model }) => asObject(model))] as const;
    }),
  );
  return new Map(lists);
}

function faultOf(
  offered: readonly Json[],
  location: string,
  deployment: DeploymentSettings,
  now: number,
): string | undefined {
  const { serves, model, version, sku } = deployment;
  const what = `${serves} in ${location}: ${model}${version === undefined ? '' : ` ${version}`}`;
  const named = offered.filter((each) => isNamed(each, deployment));
  if (named.length === 0) return `${what} is not offered there`;
  const found = findModel(offered, deployment);
  if (found === undefined) {
    const versions = [...new Set(named.map((each) => String(each['version'])))];
    return `${what} is not offered there; versions: ${versions.join(', ')}`;
  }
  const skus = skusOf(found);
  const offer = skus.find(({ name }) => name === sku);
  if (offer === undefined) {
    return `${what} is not offered there as ${sku}; SKUs: ${skus.map(({ name }) => String(name)).join(', ')}`;
  }
  const ends = offer['deprecationDate'] ?? asObject(found['deprecation'])['inference'];
  const day = typeof ends === 'string' ? Date.parse(ends) : Number.NaN;
  return day <= now
    ? `${what} was retired on ${new Date(day).toISOString().slice(0, 10)}`
    : undefined;
}

/** Without a version, the one that Azure deploys by default. */
function findModel(offered: readonly Json[], wanted: DeploymentSettings): Json | undefined {
  const { version } = wanted;
  const named = offered.filter((each) => isNamed(each, wanted));
  if (version !== undefined) return named.find((each) => each['version'] === version);
  return named.find(({ isDefaultVersion }) => isDefaultVersion === true) ?? named[0];
}

function isNamed({ name, format }: Json, wanted: DeploymentSettings): boolean {
  return name === wanted.model && format === (wanted.format ?? 'OpenAI');
}

function skusOf({ skus }: Json): readonly Json[] {
  return Array.isArray(skus) ? skus.map(asObject) : [];
}

/** https://learn.microsoft.com/rest/api/aiservices/accountmanagement/usages/list */
async function checkQuota({ azure, settings, pulumi }: Context): Promise<Finding> {
  const wanted = wantedOf(await settings());
  if (wanted.length === 0) return NONE;
  const api = await azure();
  const offered = await modelsOf(api, wanted);
  // By the row, because several deployments may share one.
  const needs = new Map<string, { usage: Usage; name: string; units: number }>();
  const usages = await usagesOf(api, wanted);
  const unchecked: string[] = [];
  for (const { location, deployment } of wanted) {
    const model = findModel(offered.get(location) ?? [], deployment);
    const sku = model && skusOf(model).find(({ name }) => name === deployment.sku);
    const key = `${location} ${String(sku?.['usageName'])}`;
    const name = `${deployment.model} as ${deployment.sku} in ${location}`;
    const usage = usages.get(key);
    if (usage === undefined) {
      unchecked.push(`${name}: Azure shows no quota for it, so it was not checked`);
      continue;
    }
    const units = (needs.get(key)?.units ?? 0) + deployment.capacity;
    needs.set(key, { usage, name, units });
  }
  const own = ownUnits(await pulumi.exportedIfAny());
  const lacking = [...needs].flatMap(([key, { usage, name, units }]) => {
    const held = own.get(key) ?? 0;
    const left = Math.max(0, usage.limit - (usage.used - held));
    if (units <= left) return [];
    return [
      `${name}: the stack has capacity ${units}, and ${left} of ${usage.limit} units are left for it`,
    ];
  });
  if (lacking.length === 0) {
    const count = wanted.length - unchecked.length;
    const of = unchecked.length === 0 ? `${count}` : `${count} of ${wanted.length}`;
    return ok(`enough for ${of} deployments`, unchecked);
  }
  return failed(
    'Azure has less quota than the stack uses',
    'Lower capacity, take quota from deployments that need less, use another location, or request more: https://aka.ms/oai/stuquotarequest',
    [...lacking, ...unchecked],
  );
}

/** A row of Azure's usages, in units of capacity. */
interface Usage {
  readonly used: number;
  readonly limit: number;
}

async function usagesOf(api: AzureApi, wanted: readonly Wanted[]) {
  const locations = [...new Set(wanted.map(({ location }) => location))];
  const usages = new Map<string, Usage>();
  for (const location of locations) {
    const path = `/providers/Microsoft.CognitiveServices/locations/${location}/usages`;
    for (const { name, currentValue, limit } of await api.list(path, VERSION)) {
      usages.set(`${location} ${String(asObject(name)['value'])}`, {
        used: Number(currentValue),
        limit: Number(limit),
      });
    }
  }
  return usages;
}
