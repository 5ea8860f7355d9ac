// Warnings about valid settings. `pulumi preview` shows them and goes on.
import { settingsSchema } from '../settings/settings-schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { UserSettings } from '../settings/user-settings.ts';
import { deploymentWarnings } from './deployment-warnings.ts';
import { entraWarnings } from './entra-warnings.ts';
import { limitWarnings } from './limit-warnings.ts';
import { SPECIAL_DOMAINS } from './special-domains.ts';
import { spellingWarnings } from './spelling-warnings.ts';

/** Shorter keys can be guessed. */
const SHORT_KEY_LENGTH = 16;

/** So many random keys make `pulumi up` slow. */
const MANY_KEYS = 200;

/** Pulumi supplies it to every stack, so it does not say that the stack file names a location. */
const DEFAULT_LOCATION = settingsSchema.shape.azureLocation.parse(undefined);

/** Domains in which a Cloudflare customer cannot have a zone. */
const FOREIGN_DOMAINS =
  /\.(workers\.dev|pages\.dev|azure\.com|windows\.net|microsoft\.com|openai\.com|github\.io)$/;

/**
 * One line for each warning.
 *
 * @param now Unix milliseconds
 * @param azureLocation which `regions` replace; undefined: the stack has no `regions`
 */
export function findWarnings(
  settings: Settings,
  now: number,
  azureLocation: string | undefined,
): readonly string[] {
  const models = new Map(settings.models.map((model) => [model.name, model]));
  return [
    ...domainWarnings(settings),
    ...entraWarnings(settings),
    ...replacedLocationWarnings(settings, azureLocation),
    ...spellingWarnings(settings),
    ...deploymentWarnings(settings, now),
    ...limitWarnings(settings, now),
    ...manyKeysWarnings(settings),
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

/**
 * The account that was made for `azureLocation` belongs to the region of that name, so without such a region
 * it is deleted. Whether there is one is not known here.
 */
function replacedLocationWarnings(
  { regions }: Settings,
  azureLocation = DEFAULT_LOCATION,
): readonly string[] {
  const isKept = regions.some(
    ({ name, account }) =>
      account.kind === 'created' && name === azureLocation && account.location === azureLocation,
  );
  if (azureLocation === DEFAULT_LOCATION || isKept) return [];
  return [
    `azureLocation ${azureLocation}: does nothing beside regions; if this stack has an account there, \`up\` deletes it with its files; to keep it, add \`location: ${azureLocation}\` without a name to regions; if not, remove azureLocation`,
  ];
}

/** Each is a resource, and `pulumi up` writes the state after each: 1,000 take minutes the first time. */
function manyKeysWarnings({ users, userKeys }: Settings): readonly string[] {
  const random = users.flatMap(({ keys }) => keys.filter(({ kind }) => kind === 'random')).length;
  if (userKeys === 'derived' || random < MANY_KEYS) return [];
  return [
    `users: ${random} random keys are ${random} resources; \`userKeys: derived\` makes \`up\` faster and changes nobody's key`,
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
