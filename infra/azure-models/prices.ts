// What Azure's models cost.
import type { PriceBinding } from '../../worker/contract/prices.ts';

/** A price in a global deployment. */
export interface ListedPrice {
  readonly price: PriceBinding;
  /** The day on which it was compared with Azure's. */
  readonly asOf: string;
}

const PRICES: Readonly<Record<string, ListedPrice>> = {
  'gpt-5.4-mini': {
    price: { input: 750_000, cachedInput: 75_000, output: 4_500_000 },
    asOf: '2026-09-23',
  },
  'text-embedding-3-small': { price: { input: 20_000, output: 0 }, asOf: '2026-09-23' },
};

/** The price of a model; undefined: not known. */
export function knownPrice(model: string, version: string | undefined): ListedPrice | undefined {
  return PRICES[`${model}@${version}`] ?? PRICES[model];
}
