// Warnings about names that Azure gives and that are not known here: locations, models, versions. Azure adds
// such names at any time, so they are never faults.
import { OPENAI_FORMAT } from '../azure-models/formats.ts';
import { AZURE_LOCATIONS, AZURE_LOCATIONS_AS_OF } from '../azure-models/locations.ts';
import { VERSIONS, VERSIONS_AS_OF } from '../azure-models/versions.ts';
import type { DeploymentSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';
import { misspelled, nearest } from '../../worker/contract/nearest.ts';

/** One line for each name, however many regions and models have it. */
export function spellingWarnings({ regions }: Settings): readonly string[] {
  const locations = regions.flatMap(({ account }) =>
    account.kind === 'created' ? [account.location] : [],
  );
  const models = regions.flatMap(({ deployments }) => deployments.flatMap(modelWarning));
  return [...new Set([...locations.flatMap(locationWarning), ...models])];
}

function locationWarning(location: string): readonly string[] {
  if (AZURE_LOCATIONS.includes(location)) return [];
  const meant = misspelled(location, AZURE_LOCATIONS);
  const hint =
    meant === undefined
      ? 'check it with `az account list-locations --output table`'
      : `did you mean "${meant}"?`;
  return [
    `location ${location}: not a known Azure location (as known on ${AZURE_LOCATIONS_AS_OF}); ${hint}`,
  ];
}

/** Without a version nothing is said about the model behind a deployment. */
function modelWarning({
  model,
  version,
  format = OPENAI_FORMAT,
}: DeploymentSettings): readonly string[] {
  if (version === undefined || format !== OPENAI_FORMAT) return [];
  const versions = VERSIONS.get(model);
  if (versions === undefined) {
    const meant = misspelled(model, [...VERSIONS.keys()]);
    if (meant === undefined) return [];
    return [
      `model ${model}: not a known model (as known on ${VERSIONS_AS_OF}); did you mean "${meant}"?`,
    ];
  }
  if (versions.includes(version)) return [];
  const meant = nearest(version, versions);
  const hint =
    meant === undefined ? `known versions: ${versions.join(', ')}` : `did you mean "${meant}"?`;
  return [
    `model ${model}: not a known version: ${version} (as known on ${VERSIONS_AS_OF}); ${hint}`,
  ];
}
