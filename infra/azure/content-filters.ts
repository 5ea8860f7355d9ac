// The content filters of an account as Azure's RAI policies and blocklists.
// https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter
import * as cognitiveservices from '@pulumi/azure-native/cognitiveservices/index.js';
import type * as pulumi from '@pulumi/pulumi';
import type { ManagedPlace } from './account-location.ts';
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

/** Registers policies one after another, each after its blocklists: Azure changes one thing at a time. */
export function createContentFilters(
  place: ManagedPlace,
  filters: readonly ContentFilterSettings[],
): readonly pulumi.Resource[] {
  const earlier: pulumi.Resource[] = [];
  const next = () => ({
    parent: place.parent,
    dependsOn: earlier.slice(-1),
    protect: false,
    ...(place.account !== undefined && { deletedWith: place.account }),
  });
  const { name, accountName, resourceGroupName } = place;
  const tags = { ...place.tags };
  for (const filter of filters) {
    for (const list of filter.blocklists) {
      const raiBlocklistName = blocklistName(filter.name, list.name);
      earlier.push(
        new cognitiveservices.RaiBlocklist(
          `${name}-blocklist-${raiBlocklistName}`,
          { accountName, resourceGroupName, raiBlocklistName, tags },
          next(),
        ),
      );
      for (const item of toBlocklistItems(list)) {
        earlier.push(
          new cognitiveservices.RaiBlocklistItem(
            `${name}-blocklist-${raiBlocklistName}-${item.id}`,
            {
              accountName,
              resourceGroupName,
              raiBlocklistName,
              raiBlocklistItemName: item.id,
              properties: { pattern: item.pattern, isRegex: item.isRegex },
              tags,
            },
            next(),
          ),
        );
      }
    }
    earlier.push(
      new cognitiveservices.RaiPolicy(
        `${name}-filter-${filter.name}`,
        {
          accountName,
          resourceGroupName,
          raiPolicyName: filter.name,
          properties: toProperties(filter),
          tags,
        },
        next(),
      ),
    );
  }
  return earlier;
}

/** What is not said stays as the base policy has it. */
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
