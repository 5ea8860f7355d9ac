// The rules about regions between settings: names that must differ, models that must exist. What
// an account needs is account-rules.ts's matter.
import { accountFaults, type AccountFacts } from './account-rules.ts';
import { repeated, type Claim } from './unique-values.ts';
import type { LooseRegion, LooseSettings } from './loose-settings.ts';
import { regionName } from '../settings/regions.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { wrongValue } from './settings-faults.ts';

/** Everything wrong about the regions. */
export function regionFaults(
  loose: LooseSettings,
  context: FaultContext,
  facts: Omit<AccountFacts, 'resourceGroup'>,
): readonly Fault[] {
  const { resourceGroup } = loose;
  return [
    ...repeated(loose.regions.map(nameClaim), context),
    ...loose.regions.flatMap((region, index) => [
      ...accountFaults(region, index, context, { ...facts, resourceGroup }),
      ...servedFaults(loose, region, index, context),
    ]),
  ];
}

/** Whether a region serves a model of that name. */
export function isServedBy(region: LooseRegion, name: string): boolean {
  return region.models?.some((entry) => entry.name === name) ?? true;
}

function nameClaim(region: LooseRegion, index: number): Claim {
  const value = regionName(region);
  const member = (['name', 'location', 'account'] as const).find((name) => region[name] === value);
  return {
    path: ['regions', index, member ?? 'account'],
    // Of the wrong form, which is told already.
    value: value === '' ? undefined : value,
    otherwise: region.name === undefined ? ', or a `name` of its own beside it' : '',
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
    ...repeated(
      models.map(({ name }, place) => ({ path: path(place), value: name })),
      context,
    ),
  ];
}
