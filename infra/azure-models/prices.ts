// What Azure's models cost.
import type { PriceBinding } from '../../worker/contract/prices.ts';

const PRICES: Readonly<Record<string, PriceBinding>> = {
  'gpt-5.4-mini': { input: 750_000, cachedInput: 75_000, output: 4_500_000 },
  'text-embedding-3-small': { input: 20_000, output: 0 },
};

/** The price of a model in a global deployment; undefined: not known. */
export function knownPrice(model: string, version: string | undefined): PriceBinding | undefined {
  return PRICES[`${model}@${version}`] ?? PRICES[model];
}
