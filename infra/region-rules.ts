// Owns: the rules about regions between settings: what a new and an existing account each need, and
// what each may serve.
import { repeated } from './claims.ts';
import type { LooseRegion, LooseSettings } from './loose-settings.ts';
import { regionName } from './regions.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { toKey, wrongValue } from './settings-faults.ts';

/** What is known besides the settings. */
export interface RegionFacts {
  /** Whether Pulumi keeps (part of) `regions` encrypted. */
  readonly secret: boolean;
  /** Whether the Azure subscription is known. */
  readonly hasSubscription: boolean;
}

/** Everything wrong about the regions. */
export function regionFaults(
  loose: LooseSettings,
  context: FaultContext,
  facts: RegionFacts,
): readonly Fault[] {
  const claims = loose.regions.map((region, index) => ({
    path: ['regions', index, claimedMember(region)],
    value: regionName(region),
  }));
  return [
    ...repeated(claims, context),
    ...loose.regions.flatMap((region, index) => [
      ...accountFaults(loose, index, context, facts),
      ...servedFaults(loose, region, index, context),
    ]),
  ];
}

/** Whether a region serves a model of that name. */
export function isServedBy(region: LooseRegion, name: string): boolean {
  return region.models?.some((entry) => entry.name === name) ?? true;
}

function claimedMember({ name, location }: LooseRegion): string {
  if (name !== undefined) return 'name';
  return location === undefined ? 'account' : 'location';
}

function accountFaults(
  loose: LooseSettings,
  index: number,
  context: FaultContext,
  { secret, hasSubscription }: RegionFacts,
): readonly Fault[] {
  const region = loose.regions[index];
  if (region === undefined) return [];
  const { location, account, key, deployments } = region;
  const resourceGroup = region.resourceGroup ?? loose.resourceGroup;
  const at = (member: string) => ['regions', index, member];
  const setKey = `\`pulumi config set --path '${toKey(at('key'))}' --secret\``;
  const faults: Fault[] = [];
  if (account === undefined) {
    if (location === undefined) {
      const allowed = 'an Azure location, or the account of an existing resource';
      faults.push(wrongValue(context, at('location'), allowed));
    }
    if (key !== undefined) {
      faults.push(wrongValue(context, at('key'), 'none without the account that it belongs to'));
    }
  } else {
    if (location !== undefined) {
      const allowed =
        'none beside an account, which has its location already; use `name` to name it';
      faults.push(wrongValue(context, at('location'), allowed));
    }
    if (key === undefined && resourceGroup === undefined) {
      faults.push(
        wrongValue(
          context,
          at('key'),
          `a secret: ${setKey}; or the account's resourceGroup, to have the key read at deployment`,
        ),
      );
    }
  }
  if (key !== undefined && !secret) {
    faults.push({ key: toKey(at('key')), text: `in plain text; expected a secret: ${setKey}` });
  }
  if (key !== undefined && region.activeKey !== undefined) {
    const allowed = 'none beside a key: it says which key is read at deployment';
    faults.push(wrongValue(context, at('activeKey'), allowed));
  }
  if (deployments !== undefined && account === undefined) {
    const allowed = 'none without the account of an existing resource';
    faults.push(wrongValue(context, at('deployments'), allowed));
  } else if (deployments === 'imported' && key !== undefined) {
    const allowed = 'listed beside a key: to import them, Pulumi needs rights at Azure instead';
    faults.push(wrongValue(context, at('deployments'), allowed));
  } else if (deployments === 'imported' && !hasSubscription) {
    const allowed =
      'listed, or the subscription that they are in: `pulumi config set azure-native:subscriptionId <id>`';
    faults.push(wrongValue(context, at('deployments'), allowed));
  }
  return faults;
}

function servedFaults(
  loose: LooseSettings,
  { models = [] }: LooseRegion,
  index: number,
  context: FaultContext,
): readonly Fault[] {
  const known = loose.models.flatMap(({ name }) => name ?? []);
  const path = (place: number) => ['regions', index, 'models', place, 'name'];
  return [
    ...models.flatMap(({ name }, place) =>
      name === undefined || known.includes(name)
        ? []
        : [wrongValue(context, path(place), `the name of one of \`models\``, known)],
    ),
    ...repeated(
      models.map(({ name }, place) => ({ path: path(place), value: name })),
      context,
    ),
  ];
}
