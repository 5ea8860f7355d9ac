// The rule that no two deployments that Pulumi manages are the same one. Deployments that are only
// listed may serve several models.
import { regionName } from '../settings/regions.ts';
import type { LooseRegion, LooseSettings } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import type { Occurrence } from './unique-values.ts';
import { findDuplicates } from './unique-values.ts';

/** Resources are named after region and deployment. Azure ignores the case of deployments' names. */
export function deploymentFaults(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  const regions: readonly LooseRegion[] = loose.regions.length === 0 ? [{}] : loose.regions;
  const names = regions.map((region) => regionName(region) ?? '');
  return findDuplicates(
    regions.flatMap((region, index) => {
      const name = names[index] ?? '';
      // Of two regions with the same name, the name is reported and not the deployments.
      const isFirst = names.indexOf(name) === index;
      const isManaged = region.account === undefined || region.deployments === 'imported';
      // Imported deployments are the same if their account is, whatever the regions are called.
      const owner = region.account?.toLowerCase() ?? name;
      return isFirst && isManaged ? deploymentOccurrences(loose, region, index, owner) : [];
    }),
    context,
  );
}

function deploymentOccurrences(
  { models }: LooseSettings,
  region: LooseRegion,
  regionIndex: number,
  owner: string,
): readonly Occurrence[] {
  const seen = new Set<string>();
  return models.flatMap((model, modelIndex): readonly Occurrence[] => {
    const name = model.name?.toLowerCase();
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    const servedIndex = region.models?.findIndex((served) => served.name === model.name) ?? 0;
    if (servedIndex === -1) return [];
    const regional = region.models?.[servedIndex]?.deployment;
    const deployment = regional ?? model.deployment ?? name;
    const path =
      regional === undefined
        ? ['models', modelIndex, model.deployment === undefined ? 'name' : 'deployment']
        : ['regions', regionIndex, 'models', servedIndex, 'deployment'];
    return [{ path, value: `${owner}-${deployment.toLowerCase()}` }];
  });
}
