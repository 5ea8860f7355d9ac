// All rules between settings. They skip values of the wrong form, so that their faults are reported
// together with the wrong forms.
import { blocklistName } from '../settings/blocklist-names.ts';
import { deploymentFaults } from './deployment-rules.ts';
import { entraFaults } from './entra-rules.ts';
import { budgetFaults } from './limits/budget-faults.ts';
import { teamFaults } from './limits/team-faults.ts';
import { readLoosely, type LooseSettings } from './loose-settings.ts';
import { modelFaults } from './model-rules.ts';
import { regionFaults } from './region-rules.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { wrongValue } from './settings-faults.ts';
import { findDuplicates } from './unique-values.ts';
import { userFaults } from './user-rules.ts';

/** What the rules need besides the settings themselves. */
export interface ConfigContext {
  /** Keys that Pulumi keeps encrypted, also when only a part of them is. */
  readonly secretKeys: ReadonlySet<string>;
  /** Whether the Azure subscription is known. */
  readonly hasSubscription: boolean;
  /** The Worker's name where the stack file gives none. */
  readonly defaultWorkerName: string;
}

/** Everything that is wrong about settings taken together. */
export function crossFaults(
  context: FaultContext,
  { secretKeys, hasSubscription, defaultWorkerName }: ConfigContext,
): readonly Fault[] {
  const loose = readLoosely(context.values);
  return [
    ...unreachableWorker(loose, context),
    ...modelFaults(loose, context),
    ...deploymentFaults(loose, context),
    ...regionFaults(loose, context, { secret: secretKeys.has('regions'), hasSubscription }),
    ...entraFaults(loose, context, defaultWorkerName),
    ...duplicateFilters(loose, context),
    ...budgetWithoutGroup(loose),
    ...userFaults(loose, context, secretKeys.has('users')),
    ...teamFaults(loose, context),
    ...budgetFaults(loose, context, secretKeys.has('alerts')),
  ];
}

function unreachableWorker(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  if (loose.customDomain !== undefined) return [];
  if (loose.workersDev === 'false') {
    const allowed = 'true, or a customDomain: otherwise the Worker has no address';
    return [wrongValue(context, ['workersDev'], allowed)];
  }
  if (loose.workersDevSubdomain !== undefined) return [];
  const allowed =
    "the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: " +
    '`pulumi config set workersDevSubdomain <name>`; or your own host name: `pulumi config set customDomain <host name>`';
  return [wrongValue(context, ['workersDevSubdomain'], allowed)];
}

function duplicateFilters(
  { contentFilters }: LooseSettings,
  context: FaultContext,
): readonly Fault[] {
  const filters = contentFilters.map(({ name }, index) => ({
    path: ['contentFilters', index, 'name'],
    value: name?.toLowerCase(),
  }));
  // An account holds the lists of all filters. Each is named after its filter and itself.
  const lists = contentFilters.flatMap((filter, index) =>
    filter.blocklists.map((list, place) => ({
      path: ['contentFilters', index, 'blocklists', place, 'name'],
      value:
        filter.name === undefined || list.name === undefined
          ? undefined
          : blocklistName(filter.name, list.name).toLowerCase(),
    })),
  );
  return [...findDuplicates(filters, context), ...findDuplicates(lists, context)];
}

/**
 * A budget covers resource groups. The resource group of an account that is used by key only is unknown.
 */
function budgetWithoutGroup({ budget, regions, resourceGroup }: LooseSettings): readonly Fault[] {
  const anyGroup = regions.some(
    ({ account, key, resourceGroup: own }) =>
      account === undefined || (key === undefined && (own ?? resourceGroup) !== undefined),
  );
  if (budget === undefined || regions.length === 0 || anyGroup) return [];
  return [
    {
      key: 'budget',
      kind: 'conflict',
      text: 'no region has a known resource group; a budget needs a region that is created, or that has a `resourceGroup`',
    },
  ];
}
