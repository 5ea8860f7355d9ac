// Money in integers, written as people read it.

/**
 * `units × 10^-digits` exactly, without zeros at its end: 1,500,000,000 with 9 digits is `1.5`.
 *
 * @param units an integer of at least 0
 */
export function toDecimal(units: number, digits: number): string {
  const text = String(BigInt(units)).padStart(digits + 1, '0');
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  const whole = text.slice(0, text.length - digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Nano-dollars as dollars. */
export function toDollars(nano: number): string {
  return toDecimal(nano, 9);
}
