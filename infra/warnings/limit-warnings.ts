// Warnings about budgets and other limits.
import { listedPrice } from '../bindings/model-prices.ts';
import { hasBudget, hasLedger } from '../settings/limits/limit-settings.ts';
import type { Settings } from '../settings/settings.ts';

const DAY_MS = 86_400_000;
const OLD_DAYS = 90;

/**
 * One line for each warning.
 *
 * @param now Unix milliseconds
 */
export function limitWarnings(settings: Settings, now: number): readonly string[] {
  return [
    ...emptyTeams(settings),
    ...(settings.onLedgerFailure === 'allow' && !hasLedger(settings)
      ? ['onLedgerFailure: does nothing without a limit']
      : []),
    ...oldPrices(settings, now),
  ];
}

function emptyTeams({ teams, users }: Settings): readonly string[] {
  const used = new Set(users.map(({ team }) => team));
  return teams
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => `team ${name}: no user is in it; name it as the \`team\` of its members`);
}

/** Azure announces changes of prices on a page, and not to those who use its models. */
function oldPrices(settings: Settings, now: number): readonly string[] {
  const { models, regions, users } = settings;
  if (!users.some((user) => hasBudget(user, settings))) return [];
  const old = models.flatMap((model) => {
    const listed = model.price === undefined ? listedPrice(model, regions) : undefined;
    if (listed === undefined || now - Date.parse(listed.asOf) <= OLD_DAYS * DAY_MS) return [];
    return [`${model.name} (${listed.asOf})`];
  });
  if (old.length === 0) return [];
  return [
    `prices: those of ${old.join(', ')} were compared with Azure's more than ${OLD_DAYS} days ago; compare them with https://azure.microsoft.com/pricing/details/azure-openai/, and set \`price\` where it changed`,
  ];
}
