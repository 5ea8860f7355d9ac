// The rules about regions between settings: unique names, known models. The rules about a region's
// account are in account-rules.ts.
import { regionName } from '../settings/regions.ts';
import type { AccountContext } from './account-rules.ts';
import { accountFaults } from './account-rules.ts';
import type { LooseRegion, LooseSettings } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { wrongValue } from './settings-faults.ts';
import type { Occurrence } from './unique-values.ts';
import { findDuplicates } from './unique-values.ts';

/** Everything wrong about the regions. */
export function regionFaults(
  loose: LooseSettings,
  context: FaultContext,
  account: Omit<AccountContext, 'resourceGroup'>,
): readonly Fault[] {
  const { resourceGroup } = loose;
  return [
    ...findDuplicates(loose.regions.map(nameOccurrence), context),
    ...loose.regions.flatMap((region, index) => [
      ...accountFaults(region, index, context, { ...account, resourceGroup }),
      ...servedFaults(loose, region, index, context),
    ]),
  ];
}

/** Whether a region serves a model of that name. */
export function isServedBy(region: LooseRegion, name: string): boolean {
  return region.models?.some((entry) => entry.name === name) ?? true;
}

function nameOccurrence(region: LooseRegion, index: number): Occurrence {
  const value = regionName(region);
  const member = (['name', 'location', 'account'] as const).find((name) => region[name] === value);
  return {
    path: ['regions', index, member ?? 'account'],
    // An empty name has the wrong form, which is already reported.
    value: value === '' ? undefined : value,
    ...(region.name === undefined && { hint: 'add a `name` to tell the regions apart' }),
  };
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
        : [wrongValue(context, path(place), 'the name of one of `models`', known)],
    ),
    ...findDuplicates(
      models.map(({ name }, place) => ({ path: path(place), value: name })),
      context,
    ),
  ];
}
