// What a model costs and how large it is: as the stack file says, or else as the tables do.
import type { ModelTokens, PriceBinding } from '../../worker/contract/prices.ts';
import { OPENAI_FORMAT } from '../azure-models/formats.ts';
import { knownPrice, type ListedPrice } from '../azure-models/prices.ts';
import { percentOfGlobal } from '../azure-models/price-factors.ts';
import { knownTokens } from '../azure-models/token-limits.ts';
import type { DeploymentSettings, RegionSettings } from '../settings/regions.ts';
import type { ModelSettings } from '../settings/settings.ts';
import { withoutUndefined } from '../to-object.ts';

/** Throughput that is paid for by the hour. Its tokens have no price. */
export function isProvisioned(sku: string): boolean {
  return sku.endsWith('ProvisionedManaged');
}

/**
 * The model's price in a global deployment; undefined where neither the stack file nor the table has it,
 * where the versions in use differ in price, or where a deployment is paid for by the hour.
 */
export function priceOf(
  model: ModelSettings,
  regions: readonly RegionSettings[],
): PriceBinding | undefined {
  return model.price === undefined
    ? listedPrice(model, regions)?.price
    : withoutUndefined(model.price);
}

/** What the table says of the model, whatever the stack file says; undefined as with `priceOf`. */
export function listedPrice(
  model: ModelSettings,
  regions: readonly RegionSettings[],
): ListedPrice | undefined {
  const deployments = deploymentsOf(model, regions);
  if (deployments.some(({ sku }) => isProvisioned(sku))) return undefined;
  return agreed(versionsOf(model, deployments), knownPrice);
}

/** Why a model has no price. */
export type PriceLack = 'by-the-hour' | 'unidentified' | 'by-version' | 'unlisted';

/** Served in sessions alone, in which users with a budget may not take part. */
const SESSIONS_ONLY = /realtime|^gpt-live/;

/**
 * Why `priceOf` gives none; undefined where none is needed: users with a budget cannot use the model, or it
 * answers no ordinary requests.
 */
export function lacksPrice(
  model: ModelSettings,
  regions: readonly RegionSettings[],
): PriceLack | undefined {
  const deployments = deploymentsOf(model, regions);
  if (deployments.every(({ sku }) => sku.endsWith('Batch'))) return undefined;
  if (SESSIONS_ONLY.test(model.model ?? model.name)) return undefined;
  if (deployments.some(({ sku }) => isProvisioned(sku))) return 'by-the-hour';
  const isOpenAis = (model.format ?? OPENAI_FORMAT) === OPENAI_FORMAT;
  const models = versionsOf(model, deployments);
  if (models.length === 0) return isOpenAis ? 'unidentified' : 'unlisted';
  const isListed = models.every(([name, version]) => knownPrice(name, version) !== undefined);
  return isListed ? 'by-version' : 'unlisted';
}

/** The model's size; undefined where neither the stack file nor the table has it. */
export function tokensOf(
  model: ModelSettings,
  regions: readonly RegionSettings[],
): ModelTokens | undefined {
  if (model.tokens !== undefined) return model.tokens;
  return agreed(versionsOf(model, deploymentsOf(model, regions)), knownTokens);
}

/**
 * What a deployment costs, in percent of the model's price.
 *
 * @param found the existing accounts
 */
export function pricePercent(
  { name, model, sku, unsaid = [] }: DeploymentSettings,
  region: RegionSettings,
  found: AccountsAtAzure = new Map(),
): number {
  const { account } = region;
  const existing = found.get(region.name);
  const location = account.kind === 'created' ? account.location : existing?.location;
  const live = existing?.deployments.find(({ settings }) => settings.name === name)?.live.sku;
  // An imported deployment keeps the SKU that it has, if the stack file does not say one.
  const kept = unsaid.includes('sku') ? live?.['name'] : undefined;
  return percentOfGlobal(model, typeof kept === 'string' ? kept : sku, location);
}

/** Region -> what Azure's management API says of its existing account. */
export type AccountsAtAzure = ReadonlyMap<
  string,
  {
    readonly location: string | undefined;
    readonly deployments: readonly {
      readonly settings: { readonly name: string };
      readonly live: { readonly sku: Readonly<Record<string, unknown>> };
    }[];
  }
>;

function deploymentsOf({ name }: ModelSettings, regions: readonly RegionSettings[]) {
  return regions.flatMap(({ deployments }) => deployments).filter(({ serves }) => serves === name);
}

/** Names and versions of the models that are behind it. Empty: they are not known. */
function versionsOf(
  { name, model, format = OPENAI_FORMAT, version }: ModelSettings,
  deployments: readonly DeploymentSettings[],
): readonly (readonly [name: string, version: string | undefined])[] {
  if (format !== OPENAI_FORMAT) return [];
  const versions = [...new Set(deployments.map((each) => each.version ?? version))];
  // Without a version, the name may be that of any deployment.
  const isKnown = model !== undefined || versions.some((each) => each !== undefined);
  return isKnown ? versions.map((each) => [model ?? name, each]) : [];
}

/** What the table says of all of them; undefined where it does not say it, or not the same. */
function agreed<T>(
  models: readonly (readonly [name: string, version: string | undefined])[],
  find: (name: string, version: string | undefined) => T | undefined,
): T | undefined {
  const found = models.map(([name, version]) => find(name, version));
  const [first] = found;
  const text = JSON.stringify(first);
  return found.every((each) => JSON.stringify(each) === text) ? first : undefined;
}
