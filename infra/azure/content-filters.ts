// Creates an account's content filters, which Azure calls RAI policies, and their blocklists.
// https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter
import { RaiBlocklist } from '@pulumi/azure-native/cognitiveservices/raiBlocklist.js';
import { RaiBlocklistItem } from '@pulumi/azure-native/cognitiveservices/raiBlocklistItem.js';
import { RaiPolicy } from '@pulumi/azure-native/cognitiveservices/raiPolicy.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ManagedLocation } from './account-location.ts';
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
 * Registers policies one after another, each after its blocklists and their items: Azure changes one
 * thing of an account at a time. deployments.ts says why each depends on more than the one before it.
 * Of a blocklist only the end is depended on, because its items can be a thousand.
 *
 * @returns the ends of all blocklists, and the policies
 */
export function createContentFilters(
  location: ManagedLocation,
  filters: readonly ContentFilterSettings[],
): readonly pulumi.Resource[] {
  const ends: pulumi.Resource[] = [];
  for (const filter of filters) {
    for (const list of filter.blocklists) {
      ends.push(createBlocklist(location, blocklistName(filter.name, list.name), list, ends));
    }
    ends.push(createPolicy(location, filter, ends));
  }
  return ends;
}

/** Returns the last of the list's items, or the list where it has none. */
function createBlocklist(
  location: ManagedLocation,
  raiBlocklistName: string,
  list: ContentFilterSettings['blocklists'][number],
  after: readonly pulumi.Resource[],
): pulumi.Resource {
  const { accountName, resourceGroupName } = location;
  const common = { accountName, resourceGroupName, raiBlocklistName, tags: { ...location.tags } };
  const resourceName = `${location.name}-blocklist-${raiBlocklistName}`;
  let end: pulumi.Resource = new RaiBlocklist(resourceName, common, options(location, after));
  for (const { id, pattern, isRegex } of toBlocklistItems(list)) {
    end = new RaiBlocklistItem(
      `${resourceName}-${id}`,
      { ...common, raiBlocklistItemName: id, properties: { pattern, isRegex } },
      options(location, [...after, end]),
    );
  }
  return end;
}

function createPolicy(
  location: ManagedLocation,
  filter: ContentFilterSettings,
  after: readonly pulumi.Resource[],
): pulumi.Resource {
  const { accountName, resourceGroupName } = location;
  return new RaiPolicy(
    `${location.name}-filter-${filter.name}`,
    {
      accountName,
      resourceGroupName,
      raiPolicyName: filter.name,
      properties: toProperties(filter),
      tags: { ...location.tags },
    },
    options(location, after),
  );
}

function options(
  { parent, account }: ManagedLocation,
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
