// Creates an account's content filters, which Azure calls RAI policies, and their blocklists.
// https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter
import { RaiBlocklist } from '@pulumi/azure-native/cognitiveservices/raiBlocklist.js';
import { RaiBlocklistItem } from '@pulumi/azure-native/cognitiveservices/raiBlocklistItem.js';
import { RaiPolicy } from '@pulumi/azure-native/cognitiveservices/raiPolicy.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ManagedScope } from './account-scope.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { blocklistName, toBlocklistItems } from '../../settings/blocklist-names.ts';
import type { ContentFilterSettings } from '../../settings/settings.ts';

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
 * Registers policies one after another, each after its blocklists and their items.
 *
 * @returns what the account's deployments must come after, in the order of registration
 */
export function createContentFilters(
  scope: ManagedScope,
  filters: readonly ContentFilterSettings[],
): readonly pulumi.Resource[] {
  const earlier: pulumi.Resource[] = [];
  for (const filter of filters) {
    for (const list of filter.blocklists) {
      earlier.push(...createBlocklist(scope, blocklistName(filter.name, list.name), list, earlier));
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
  after: readonly pulumi.Resource[],
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
      options(scope, created),
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
  { parent, ignoreChanges }: ManagedScope,
  earlier: readonly pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return { parent, dependsOn: oneAtATime(parent, earlier), protect: false, ignoreChanges };
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
