// A stack that an earlier version of the project deployed, at its first `pulumi up` with this version. Its
// resources get other names and options then, by aliases. What is removed or replaced in the very same run
// would still go by the old options: deployments would stay at Azure without their account, a domain would
// go before its successor, and a budget would not come back.
import * as pulumi from '@pulumi/pulumi';
import { componentName, sameGroup } from './azure/component-name.ts';
import type { OwnState, StateOutputs } from './own-state.ts';
import { parseUrn } from './own-state.ts';
import { toObject } from './to-object.ts';
import type { RegionSettings } from './settings/regions.ts';
import type { Settings } from './settings/settings.ts';

type Resources = ReadonlyMap<string, StateOutputs>;

const COMPONENT = 'cf-openai-azure-proxy:index:AzureOpenAI';
const ACCOUNT = `${COMPONENT}$azure-native:cognitiveservices:Account`;
const GROUP = `${COMPONENT}$azure-native:resources:ResourceGroup`;
const BUDGET = 'azure-native:consumption:Budget';
const DOMAIN =
  'cf-openai-azure-proxy:index:Gateway$cloudflare:index/workersCustomDomain:WorkersCustomDomain';

/**
 * Lets the first `up` with this version change the resources' options and nothing of their places. Stacks
 * that this version has deployed have the output `worker`, and nothing is read for them.
 *
 * @param outputs the stack's outputs after its last `up`
 * @throws pulumi.RunError when this run would also remove or replace what the earlier version deployed
 */
export async function refuseMoves(
  settings: Settings,
  outputs: StateOutputs,
  state: OwnState,
): Promise<void> {
  if (Object.keys(outputs).length === 0 || 'worker' in outputs) return;
  const moves = findMoves(settings, await state.resources());
  if (moves.length === 0) return;
  throw new pulumi.RunError(
    [
      'This stack was deployed by an earlier version of the project. Run `npm run up` once without moving or removing regions, the custom domain or the budget, so that this version takes over; then make the change. Changed now:',
      ...moves.map((move) => `  ${move}`),
    ].join('\n'),
  );
}

/** What the settings move or remove of what an earlier version deployed, as lines for the operator. */
export function findMoves(settings: Settings, resources: Resources): readonly string[] {
  return [
    ...named(resources, ACCOUNT).flatMap(([name, account]) =>
      accountMoves(name.replace(/-account$/, ''), account, settings, resources),
    ),
    ...named(resources, DOMAIN).flatMap(([name, { hostname }]) => {
      const { customDomain } = settings;
      if (name !== 'gateway-domain' || hostname === customDomain) return [];
      return [`customDomain: ${String(hostname)} -> ${customDomain ?? 'none'}`];
    }),
    ...named(resources, BUDGET).flatMap(([name, budget]) =>
      name === 'budget' ? budgetMoves(budget, settings, resources) : [],
    ),
  ];
}

function accountMoves(
  component: string,
  account: StateOutputs,
  { regions }: Settings,
  resources: Resources,
): readonly string[] {
  // An `up` that failed may have given some accounts their new names.
  if (regions.some((region) => newName(region) === component)) return [];
  const name = component.replace(/^openai-/, '');
  const region = regions.find((each) => component === `openai-${each.name}`);
  if (region === undefined) return [`regions: ${name} is removed`];
  if (region.account.kind !== 'created') return [`region "${name}": an existing account`];
  const { location, resourceGroup } = region.account;
  const before = {
    location: account['location'],
    group: createdGroup(component, resources) === undefined ? groupOf(account) : 'its own',
  };
  const group = resourceGroup === undefined ? 'its own' : sameGroup(resourceGroup);
  return [
    ...(before.location === location
      ? []
      : [`region "${name}": location ${String(before.location)} -> ${location}`]),
    // A group that the state does not say counts as the same.
    ...(before.group === undefined || before.group === group
      ? []
      : [`region "${name}": resource group ${before.group} -> ${group}`]),
  ];
}

function budgetMoves(
  budget: StateOutputs,
  settings: Settings,
  resources: Resources,
): readonly string[] {
  if (settings.budget === undefined) return [];
  const groups = [
    ...new Set(settings.regions.flatMap((region) => coveredGroup(region, resources) ?? [])),
  ];
  const now = groups.length === 1 ? groups[0] : 'several';
  // Only a budget of the whole subscription has a filter of groups.
  const before = budget['filter'] === undefined ? groupOf(budget) : 'several';
  if (before === undefined || before === now) return [];
  return [`budget: resource groups ${before} -> ${groups.join(', ')}`];
}

/** The group of a region that the budget covers; undefined where it is not known. */
function coveredGroup(region: RegionSettings, resources: Resources): string | undefined {
  const { account, name } = region;
  if (account.kind === 'keyed') return undefined;
  if (account.resourceGroup !== undefined) return sameGroup(account.resourceGroup);
  return (
    createdGroup(`openai-${name}`, resources) ??
    createdGroup(newName(region) ?? '', resources) ??
    `the one of ${name}`
  );
}

function newName({ name, account }: RegionSettings): string | undefined {
  return account.kind === 'created' ? componentName(name, account) : undefined;
}

function createdGroup(component: string, resources: Resources): string | undefined {
  const [, group] = named(resources, GROUP).find(([name]) => name === `${component}-group`) ?? [];
  return group === undefined ? undefined : sameGroup(String(toObject(group)['name']));
}

/** The group in a resource's id at Azure. */
function groupOf({ id }: StateOutputs): string | undefined {
  const group = typeof id === 'string' ? /\/resourceGroups\/([^/]+)\//i.exec(id)?.[1] : undefined;
  return group === undefined ? undefined : sameGroup(group);
}

/** The resources of a type, with their names. */
function named(resources: Resources, type: string): readonly (readonly [string, StateOutputs])[] {
  return [...resources].flatMap(([urn, outputs]) => {
    const { types, name } = parseUrn(urn);
    return types === type ? [[name, outputs] as const] : [];
  });
}
