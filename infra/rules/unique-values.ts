// Finds values that no two settings may share.
import type { Fault, FaultContext } from './settings-faults.ts';
import { duplicateValue } from './settings-faults.ts';

/** A name or key at a place in the configuration. */
export interface Occurrence {
  readonly path: readonly PropertyKey[];
  /** In the form in which it is compared; undefined takes no part. */
  readonly value: string | undefined;
  /** What the operator can do besides changing one of the two. */
  readonly hint?: string;
}

/** A fault for each value that an earlier place has as well. */
export function findDuplicates(
  occurrences: readonly Occurrence[],
  context: FaultContext,
): readonly Fault[] {
  const first = new Map<string, Occurrence['path']>();
  return occurrences.flatMap(({ path, value, hint }) => {
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier !== undefined) return [duplicateValue(context, path, earlier, hint)];
    first.set(value, path);
    return [];
  });
}
