// Money in words.

const NANO = 1_000_000_000;

/** Nano-dollars as US dollars, exactly and without trailing zeros: `0.75`. */
export function usd(nanodollars: number): string {
  const amount = Math.abs(nanodollars);
  const digits = String(amount % NANO).padStart(9, '0');
  const fraction = digits.replace(/0+$/, '');
  const whole = `${nanodollars < 0 ? '-' : ''}${Math.floor(amount / NANO)}`;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
