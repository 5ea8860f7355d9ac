// Checks at preview that whatever counts against a budget has a price.
import type { Fault } from '../rules/settings-faults.ts';
import { toKey } from '../rules/settings-faults.ts';
import { hasBudget } from '../settings/limits/limit-settings.ts';
import type { ModelSettings, Settings } from '../settings/settings.ts';
import type { UserSettings } from '../settings/user-settings.ts';
import { lacksPrice, priceOf, type PriceLack } from './model-prices.ts';

/** A fault for each model without a price that a user with a budget may use. */
export function priceFaults(settings: Settings): readonly Fault[] {
  const limited = settings.users.filter((user) => hasBudget(user, settings));
  return settings.models.flatMap((model, index) => {
    const users = limited.filter(({ models }) => models?.includes(model.name) ?? true);
    if (users.length === 0 || priceOf(model, settings.regions) !== undefined) return [];
    const lack = lacksPrice(model, settings.regions);
    return lack === undefined ? [] : [missingPrice(model, index, users, lack)];
  });
}

const REASONS: Readonly<Record<PriceLack, string>> = {
  'by-the-hour': 'is paid for by the hour, so its tokens have no price of their own',
  unidentified:
    'is not known: without its `version`, or `model`, the name may be that of any deployment',
  'by-version': 'is deployed in versions that differ in price',
  unlisted: "is not in this project's table of prices",
};

function missingPrice(
  { name }: ModelSettings,
  index: number,
  users: readonly UserSettings[],
  lack: PriceLack,
): Fault {
  const remedy = lack === 'unidentified' ? 'write it, or its price' : 'write its price';
  return {
    key: toKey(['models', index, 'price']),
    kind: 'missing',
    text: `missing; ${describe(users)} a budget and may use ${name}, which ${REASONS[lack]}; ${remedy} in USD for a million tokens, such as \`price: {input: 0.75, output: 4.5}\`, or give these users a list of \`models\` without it`,
  };
}

function describe(users: readonly UserSettings[]): string {
  const [{ name } = { name: '' }, ...others] = users;
  if (others.length === 0) return `user ${name} has`;
  return `user ${name} and ${others.length} other${others.length === 1 ? '' : 's'} have`;
}
