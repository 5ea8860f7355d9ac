// Amounts of money. They are integers from here on: a binary fraction such as 0.1 would drift in sums.
import { z } from 'zod';

const DECIMAL = /^(?<whole>\d{1,16})(?:\.(?<fraction>\d{1,30}))?(?:e(?<exponent>[+-]\d{1,3}))?$/;

/** A form of an amount. */
interface Form {
  /** Decimals of the integer: 9 turns dollars into nano-dollars. */
  readonly decimals: number;
  readonly least: number;
  /** In the unit of the setting. At most 2^53 as an integer. */
  readonly most: number;
  readonly allowed: string;
}

/**
 * An amount as a number or, for a tool that writes every number as a text, as a text such as "0.25".
 * Its output is an integer.
 */
export function exactAmount({ decimals, least, most, allowed }: Form) {
  return z.union([z.number(allowed), z.string(allowed)], allowed).transform((value, context) => {
    const integer = toInteger(value, decimals);
    const isInside = integer !== undefined && integer >= least && integer <= most * 10 ** decimals;
    if (isInside) return integer;
    context.addIssue({ code: 'custom', message: allowed });
    return z.NEVER;
  });
}

/**
 * The integer `value × 10^decimals`, without rounding; undefined where it is not one. A number has the
 * decimals of its shortest text, which are those that the stack file shows.
 */
export function toInteger(value: number | string, decimals: number): number | undefined {
  const { groups } = DECIMAL.exec(String(value)) ?? {};
  if (groups === undefined) return undefined;
  const { whole = '', fraction = '', exponent = '0' } = groups;
  const shift = decimals - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const unit = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && digits % unit !== 0n) return undefined;
  const integer = Number(shift < 0 ? digits / unit : digits * unit);
  return Number.isSafeInteger(integer) ? integer : undefined;
}
