// Warnings about valid settings. `pulumi preview` shows them and goes on.
import { AS_OF, formatWarning, LOCATIONS, RETIREMENTS } from './azure-models.ts';
import type { DeploymentSettings, RegionSettings } from '../settings/regions.ts';
import type { Settings } from '../settings/settings.ts';
import type { UserSettings } from '../settings/user-settings.ts';

/** Shorter keys can be guessed. */
const SHORT_KEY_LENGTH = 16;
const DAY_MS = 86_400_000;
const SOON_DAYS = 90;

/** Domains in which a Cloudflare customer cannot have a zone. */
const FOREIGN_DOMAINS =
  /\.(workers\.dev|pages\.dev|azure\.com|windows\.net|microsoft\.com|openai\.com|github\.io)$/;
/** https://www.iana.org/assignments/special-use-domain-names */
const SPECIAL_DOMAINS = /\.(test|example|invalid|localhost|local|internal|onion|alt|arpa)$/;

/**
 * One line for each warning.
 *
 * @param now Unix milliseconds
 */
export function findWarnings(settings: Settings, now: number): readonly string[] {
  const models = new Map(settings.models.map((model) => [model.name, model]));
  return [
    ...domainWarnings(settings),
    ...settings.regions.flatMap((region) =>
      region.deployments.flatMap((deployment) => [
        ...capacityWarnings(region, deployment),
        ...retirementWarnings(region, deployment, now),
        ...locationWarnings(region, deployment),
        ...filterWarnings(region, deployment, settings),
        ...formatWarnings(region, deployment),
      ]),
    ),
    ...settings.users.flatMap((user) => [
      ...keyWarnings(user),
      ...accessWarnings(user, models.size),
      ...expiryWarnings(user, now),
    ]),
  ];
}

function domainWarnings({ customDomain, zoneName }: Settings): readonly string[] {
  if (customDomain === undefined) {
    if (zoneName === undefined) return [];
    return [`zoneName ${zoneName}: does nothing without a customDomain`];
  }
  if (FOREIGN_DOMAINS.test(customDomain) || SPECIAL_DOMAINS.test(customDomain)) {
    return [
      `customDomain ${customDomain}: cannot be in one of your zones; use a host name below a domain of your Cloudflare account`,
    ];
  }
  const inZone = customDomain === zoneName || customDomain.endsWith(`.${zoneName ?? ''}`);
  if (zoneName === undefined || inZone) return [];
  return [
    `customDomain ${customDomain}: is not in the zone ${zoneName}, so Cloudflare will refuse it`,
  ];
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
    `${serves} in ${name}: ${model} ${version} ${when} (as known on ${AS_OF}); choose a newer version or model`,
  ];
}

function formatWarnings(
  { name, account }: RegionSettings,
  { serves, model, format = 'OpenAI' }: DeploymentSettings,
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
  const key = `${model}@${sku}`;
  const offered = Object.hasOwn(LOCATIONS, key) ? LOCATIONS[key] : undefined;
  if (offered === undefined || offered.includes(account.location)) return [];
  return [
    `${serves} in ${name}: ${model} as ${sku} is not known to be offered in ${account.location} (as known on ${AS_OF}: ${offered.join(', ')})`,
  ];
}

function keyWarnings({ name, keys }: UserSettings): readonly string[] {
  const short = keys.some((key) => key.kind === 'given' && key.key.length < SHORT_KEY_LENGTH);
  if (!short) return [];
  return [
    `user ${name}: a key with fewer than ${SHORT_KEY_LENGTH} characters can be guessed; leave the key out to get a random one`,
  ];
}

function accessWarnings(
  { name, models, accountData }: UserSettings,
  modelCount: number,
): readonly string[] {
  if (models === undefined) return [];
  if (models.length === 0) {
    return [`user ${name}: is not allowed any model; remove \`models\` to allow all`];
  }
  if (accountData !== true || models.length === modelCount) return [];
  return [
    `user ${name}: batches and fine-tuning are not allowed in spite of accountData, because their files can name any deployment and \`models\` allows only some`,
  ];
}

function expiryWarnings({ name, expires }: UserSettings, now: number): readonly string[] {
  if (expires === undefined || expires * 1000 > now) return [];
  const since = new Date(expires * 1000).toISOString();
  return [`user ${name}: expired at ${since}; the keys are refused`];
}
