// The rule that no two deployments of Pulumi's are one. What it only lists may serve several
// models.
import { repeated, type Claim } from './unique-values.ts';
import type { LooseRegion, LooseSettings } from './loose-settings.ts';
import { regionName } from '../settings/regions.ts';
import type { Fault, FaultContext } from './settings-faults.ts';

/** Resources are named after region and deployment; Azure ignores the case of the latter. */
export function deploymentFaults(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  const regions: readonly LooseRegion[] = loose.regions.length === 0 ? [{}] : loose.regions;
  const names = regions.map((region) => regionName(region) ?? '');
  return repeated(
    regions.flatMap((region, index) => {
      const name = names[index] ?? '';
      // Of two regions with one name, the name is wrong and not the deployments.
      const isFirst = names.indexOf(name) === index;
      const managed = region.account === undefined || region.deployments === 'imported';
      // What is taken over is one by the account that has it, whatever the region is called.
      const place = region.account?.toLowerCase() ?? name;
      return isFirst && managed ? deploymentClaims(loose, region, index, place) : [];
    }),
    context,
  );
}

function deploymentClaims(
  { models }: LooseSettings,
  region: LooseRegion,
  index: number,
  owner: string,
): readonly Claim[] {
  const seen = new Set<string>();
  return models.flatMap((model, place): readonly Claim[] => {
    const name = model.name?.toLowerCase();
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    const entry = region.models?.findIndex((served) => served.name === model.name);
    if (entry === -1) return [];
    const here = entry === undefined ? undefined : region.models?.[entry]?.deployment;
    const deployment = here ?? model.deployment ?? name;
    return [{ path: pathOf(), value: `${owner}-${deployment.toLowerCase()}` }];

    function pathOf() {
      if (here !== undefined) return ['regions', index, 'models', entry ?? 0, 'deployment'];
      return ['models', place, model.deployment === undefined ? 'name' : 'deployment'];
    }
  });
}
