// Finding values that no two places of the settings may share. Pure.
import type { Fault, FaultContext } from './settings-faults.ts';
import { toKey, wrongValue } from './settings-faults.ts';

/** A name or key, in the form in which it is compared. */
export interface Claim {
  readonly path: readonly PropertyKey[];
  readonly value: string | undefined;
  /** What else would help, to follow "expected one that differs from …". */
  readonly otherwise?: string;
}

/** A fault for each claim whose value an earlier one has. */
export function repeated(claims: readonly Claim[], context: FaultContext): readonly Fault[] {
  const first = new Map<string, Claim['path']>();
  return claims.flatMap(({ path, value, otherwise = '' }) => {
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier !== undefined) {
      return [wrongValue(context, path, `one that differs from ${toKey(earlier)}${otherwise}`)];
    }
    first.set(value, path);
    return [];
  });
}
