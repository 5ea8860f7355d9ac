// The rules between settings. They look at the configuration as decoded and overlook what has
// the wrong form, so that they are reported together with it.
import { blocklistName } from '../settings/blocklist-names.ts';
import { repeated } from './unique-values.ts';
import { deploymentFaults } from './deployment-rules.ts';
import { readLoosely, type LooseSettings } from './loose-settings.ts';
import { modelFaults } from './model-rules.ts';
import { regionFaults } from './region-rules.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { wrongValue } from './settings-faults.ts';
import { userFaults } from './user-rules.ts';

/** What is known besides the settings. */
export interface ConfigFacts {
  /** Keys that Pulumi keeps encrypted, also when only a part of them is. */
  readonly secretKeys: ReadonlySet<string>;
  /** Whether the Azure subscription is known. */
  readonly hasSubscription: boolean;
}

/** What is wrong about settings taken together. */
export function crossFaults(
  context: FaultContext,
  { secretKeys, hasSubscription }: ConfigFacts,
): readonly Fault[] {
  const loose = readLoosely(context.values);
  return [
    ...unreachable(loose, context),
    ...modelFaults(loose, context),
    ...deploymentFaults(loose, context),
    ...regionFaults(loose, context, { secret: secretKeys.has('regions'), hasSubscription }),
    ...repeatedFilters(loose, context),
    ...budgetWithoutGroup(loose),
    ...userFaults(loose, context, secretKeys.has('users')),
  ];
}

function unreachable(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  if (loose.customDomain !== undefined) return [];
  if (loose.workersDev === 'false') {
    const allowed = 'true, or a customDomain: nothing else leads to the Worker';
    return [wrongValue(context, ['workersDev'], allowed)];
  }
  if (loose.workersDevSubdomain !== undefined) return [];
  const allowed =
    "the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: " +
    '`pulumi config set workersDevSubdomain <name>`; or a host name of yours: `pulumi config set customDomain <host name>`';
  return [wrongValue(context, ['workersDevSubdomain'], allowed)];
}

function repeatedFilters(
  { contentFilters }: LooseSettings,
  context: FaultContext,
): readonly Fault[] {
  const filters = contentFilters.map(({ name }, index) => ({
    path: ['contentFilters', index, 'name'],
    value: name?.toLowerCase(),
  }));
  // One account holds the lists of all filters, each named after its filter and itself.
  const lists = contentFilters.flatMap((filter, index) =>
    filter.blocklists.map((list, place) => ({
      path: ['contentFilters', index, 'blocklists', place, 'name'],
      value:
        filter.name === undefined || list.name === undefined
          ? undefined
          : blocklistName(filter.name, list.name).toLowerCase(),
    })),
  );
  return [...repeated(filters, context), ...repeated(lists, context)];
}

/** A budget counts what a resource group costs; of a resource that is only named none is known. */
function budgetWithoutGroup({ budget, regions, resourceGroup }: LooseSettings): readonly Fault[] {
  const anyGroup = regions.some(
    ({ account, key, resourceGroup: own }) =>
      account === undefined || (key === undefined && (own ?? resourceGroup) !== undefined),
  );
  if (budget === undefined || regions.length === 0 || anyGroup) return [];
  return [
    {
      key: 'budget',
      text: 'no region has a resource group; expected a region that is created or found by its resourceGroup',
    },
  ];
}
