// Creates an account's content filters, which Azure calls RAI policies, and their blocklists.
// https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter
import { RaiBlocklist } from '@pulumi/azure-native/cognitiveservices/raiBlocklist.js';
import { RaiBlocklistItem } from '@pulumi/azure-native/cognitiveservices/raiBlocklistItem.js';
import { RaiPolicy } from '@pulumi/azure-native/cognitiveservices/raiPolicy.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ManagedScope } from './account-scope.ts';
import { blocklistName, toBlocklistItems } from '../settings/blocklist-names.ts';
import type { ContentFilterSettings } from '../settings/settings.ts';

const MODES = {
  default: 'Default',
  blocking: 'Blocking',
  asynchronous: 'Asynchronous_filter',
} as const;

/** Azure's names: https://learn.microsoft.com/rest/api/aiservices/accountmanagement/rai-policies/create-or-update */
const CATEGORIES = [
  ['hate', 'Hate'],
  ['sexual', 'Sexual'],
  ['violence', 'Violence'],
  ['selfHarm', 'Selfharm'],
] as const;

const LEVELS = { low: 'Low', medium: 'Medium', high: 'High' } as const;
const SOURCES = ['Prompt', 'Completion'] as const;

/**
 * If an account has at most this many blocklist items, each resource depends on all earlier ones. With
 * more items (a list can have 1,000), a resource depends only on the last item of each list, and Pulumi
 * may delete two other items at the same time. docs/limits.md says what to do then. The reason is the
 * size of the state: the dependencies of 100 items take 1 MB, of 200 4 MB, of 400 14 MB.
 */
export const MAX_ORDERED_ITEMS = 100;

/**
 * Registers policies one after another, each after its blocklists and their items, because Azure changes
 * one thing of an account at a time. The comment at `createDeployments` says why the previous resource
 * is not enough as a dependency.
 *
 * @returns what the account's deployments must depend on
 */
export function createContentFilters(
  scope: ManagedScope,
  filters: readonly ContentFilterSettings[],
): readonly pulumi.Resource[] {
  const items = filters.flatMap(({ blocklists }) => blocklists.flatMap(toBlocklistItems));
  const isOrdered = items.length <= MAX_ORDERED_ITEMS;
  const earlier: pulumi.Resource[] = [];
  for (const filter of filters) {
    for (const list of filter.blocklists) {
      const name = blocklistName(filter.name, list.name);
      const created = createBlocklist(scope, name, list, { after: earlier, isOrdered });
      earlier.push(...(isOrdered ? created : created.slice(-1)));
    }
    earlier.push(createPolicy(scope, filter, earlier));
  }
  return earlier;
}

/** Returns the list and its items, in the order in which they are created. */
function createBlocklist(
  scope: ManagedScope,
  raiBlocklistName: string,
  list: ContentFilterSettings['blocklists'][number],
  { after, isOrdered }: { readonly after: readonly pulumi.Resource[]; readonly isOrdered: boolean },
): readonly pulumi.Resource[] {
  const { accountName, resourceGroupName } = scope;
  const common = { accountName, resourceGroupName, raiBlocklistName, tags: { ...scope.tags } };
  const resourceName = `${scope.name}-blocklist-${raiBlocklistName}`;
  const created: pulumi.Resource[] = [
    new RaiBlocklist(resourceName, common, options(scope, after)),
  ];
  for (const { id, pattern, isRegex } of toBlocklistItems(list)) {
    const item = new RaiBlocklistItem(
      `${resourceName}-${id}`,
      { ...common, raiBlocklistItemName: id, properties: { pattern, isRegex } },
      options(scope, [...after, ...(isOrdered ? created : created.slice(-1))]),
    );
    created.push(item);
  }
  return created;
}

function createPolicy(
  scope: ManagedScope,
  filter: ContentFilterSettings,
  after: readonly pulumi.Resource[],
): pulumi.Resource {
  const { accountName, resourceGroupName } = scope;
  return new RaiPolicy(
    `${scope.name}-filter-${filter.name}`,
    {
      accountName,
      resourceGroupName,
      raiPolicyName: filter.name,
      properties: toProperties(filter),
      tags: { ...scope.tags },
    },
    options(scope, after),
  );
}

function options(
  { parent, account }: ManagedScope,
  after: readonly pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return {
    parent,
    dependsOn: [...after],
    protect: false,
    ...(account !== undefined && { deletedWith: account }),
  };
}

/** Whatever the filter does not set stays as the base policy has it. */
function toProperties(filter: ContentFilterSettings) {
  const { basePolicy, mode, levels, promptShields, blocklists } = filter;
  const severities = CATEGORIES.flatMap(([member, category]) => {
    const level = levels[member];
    if (level === undefined) return [];
    const severityThreshold = LEVELS[level];
    return SOURCES.map((source) => ({
      name: category,
      source,
      enabled: true,
      blocking: true,
      severityThreshold,
    }));
  });
  const shields =
    promptShields === undefined
      ? []
      : [{ name: 'Jailbreak', source: 'Prompt', enabled: promptShields, blocking: promptShields }];
  return {
    basePolicyName: basePolicy,
    mode: MODES[mode],
    contentFilters: [...severities, ...shields],
    customBlocklists: blocklists.flatMap((list) =>
      SOURCES.map((source) => ({
        blocklistName: blocklistName(filter.name, list.name),
        blocking: true,
        source,
      })),
    ),
  };
}
