// Warnings about the deployments of each region: capacity, retirement, location, content filter, format.
import { FORMATS, MAKERS, OPENAI_FORMAT } from '../azure-models/formats.ts';
import { AZURE_LOCATIONS, LOCATIONS, LOCATIONS_AS_OF } from '../azure-models/locations.ts';
import { RETIREMENTS, RETIREMENTS_AS_OF } from '../azure-models/retirements.ts';
import { nearest } from '../../worker/contract/nearest.ts';
import type { DeploymentSettings, RegionSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 90;
/** Of more locations only two are named. Both offer every such model. */
const SHOWN_LOCATIONS = 8;

/**
 * One line for each warning.
 *
 * @param now Unix milliseconds
 */
export function deploymentWarnings(settings: Settings, now: number): readonly string[] {
  return settings.regions.flatMap((region) =>
    region.deployments.flatMap((deployment) => [
      ...capacityWarnings(region, deployment),
      ...retirementWarnings(region, deployment, now),
      ...locationWarnings(region, deployment),
      ...filterWarnings(region, deployment, settings),
      ...formatWarnings(region, deployment),
    ]),
  );
}

function capacityWarnings(
  { name, account }: RegionSettings,
  { serves, capacity }: DeploymentSettings,
): readonly string[] {
  // The stack does not set the capacity of listed deployments.
  const deployed =
    account.kind === 'created' || (account.kind === 'existing' && account.importFrom !== undefined);
  if (capacity > 0 || !deployed) return [];
  return [`${serves} in ${name}: its capacity is 0, so Azure answers every request with 429`];
}

function retirementWarnings(
  { name }: RegionSettings,
  { serves, model, version = '' }: DeploymentSettings,
  now: number,
): readonly string[] {
  const key = `${model}@${version}`;
  const date = Object.hasOwn(RETIREMENTS, key) ? RETIREMENTS[key] : undefined;
  if (date === undefined) return [];
  const days = Math.ceil((Date.parse(date) - now) / DAY_MS);
  if (days > SOON_DAYS) return [];
  const left = days === 1 ? '1 day' : `${days} days`;
  const when = days > 0 ? `retires on ${date}, in ${left}` : `was retired on ${date}`;
  return [
    `${serves} in ${name}: ${model} ${version} ${when} (as known on ${RETIREMENTS_AS_OF}); choose a newer version or model`,
  ];
}

function formatWarnings(
  { name, account }: RegionSettings,
  { serves, model, format = OPENAI_FORMAT }: DeploymentSettings,
): readonly string[] {
  if (account.kind === 'keyed') return [];
  const warning = formatWarning(model, format);
  return warning === undefined ? [] : [`${serves} in ${name}: ${warning}`];
}

/** The program never changes an existing account, so it creates no content filters there. */
function filterWarnings(
  { name, account }: RegionSettings,
  { serves, contentFilter }: DeploymentSettings,
  { contentFilters }: Settings,
): readonly string[] {
  const own = contentFilters.some((filter) => filter.name === contentFilter);
  if (account.kind === 'created' || !own) return [];
  return [
    `${serves} in ${name}: the content filter ${contentFilter ?? ''} is not created in an existing account; a filter of that name must exist there`,
  ];
}

function locationWarnings(
  { name, account }: RegionSettings,
  { serves, model, sku }: DeploymentSettings,
): readonly string[] {
  if (account.kind !== 'created') return [];
  const { location } = account;
  const key = `${model}@${sku}`;
  const offered = Object.hasOwn(LOCATIONS, key) ? LOCATIONS[key] : undefined;
  // An unknown location is reported once, by itself.
  if (offered === undefined || offered.includes(location) || !AZURE_LOCATIONS.includes(location)) {
    return [];
  }
  const where =
    offered.length > SHOWN_LOCATIONS
      ? `${offered.length} others, such as eastus2 and swedencentral`
      : offered.join(', ');
  return [
    `${serves} in ${name}: ${model} as ${sku} is not known to be offered in ${location} (as known on ${LOCATIONS_AS_OF}: ${where})`,
  ];
}

/** What is odd about the format of a model; undefined: nothing. */
function formatWarning(model: string, format: string): string | undefined {
  if (!FORMATS.includes(format)) {
    const meant = nearest(format, FORMATS);
    const hint = meant === undefined ? 'check its spelling' : `did you mean "${meant}"?`;
    return `its format "${format}" is not a known one, and Azure distinguishes capitals; ${hint}`;
  }
  const maker = MAKERS.find(([pattern]) => pattern.test(model.toLowerCase()))?.[1];
  if (maker === undefined || format !== OPENAI_FORMAT) return undefined;
  return `${model} is not a model of OpenAI's; set \`format: ${maker}\``;
}
