// Money in words.

import { toDecimal } from './decimal.ts';

/** Nano-dollars as US dollars, exactly and without trailing zeros: `0.75`. */
export function usd(nanodollars: number): string {
  return toDecimal(nanodollars, 9);
}
