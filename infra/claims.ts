// Owns: finding values that no two places of the settings may share. Pure.
import type { Fault, FaultContext } from './settings-faults.ts';
import { toKey, wrongValue } from './settings-faults.ts';

/** A name or key, in the form in which it is compared. */
export interface Claim {
  readonly path: readonly PropertyKey[];
  readonly value: string | undefined;
}

/** A fault for each claim whose value an earlier one has. */
export function repeated(claims: readonly Claim[], context: FaultContext): readonly Fault[] {
  const first = new Map<string, Claim['path']>();
  return claims.flatMap(({ path, value }) => {
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier !== undefined) {
      return [wrongValue(context, path, `one that differs from ${toKey(earlier)}`)];
    }
    first.set(value, path);
    return [];
  });
}
