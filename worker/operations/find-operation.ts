// From a path to the rows of the table.

import { isTemplate, type Operation } from './operation.ts';
import { OPERATIONS } from './table.ts';

/** An id of Azure's. An encoded slash in one could name something else entirely. */
const ID = '(?!\\.+(/|$))[\\w.:-]{1,256}';

/** What fills the parts of a path; all others are ids. */
const PARTS: Readonly<Record<string, string>> = {
  // Azure may take `Accept` for `accept`, which has a row of its own.
  '{action}': '[a-z_]+',
  '**': `${ID}(/${ID})*`,
};

const FIXED = byPath(OPERATIONS.filter((operation) => !isTemplate(operation)));
const TEMPLATES = [...byPath(OPERATIONS.filter(isTemplate))].map(([path, operations]) => {
  const pattern = path.replace(/\{\w+\}|\*\*/g, (part) => PARTS[part] ?? ID);
  return { pattern: new RegExp(`^${pattern}$`), operations };
});

/** The paths without such parts. */
export const FIXED_PATHS: readonly string[] = [...FIXED.keys()];

/** The operations at a path, one for each group of methods or bodies; empty where there is none. */
export function findOperations(path: string): readonly Operation[] {
  const fixed = FIXED.get(path);
  if (fixed !== undefined) return fixed;
  return TEMPLATES.find(({ pattern }) => pattern.test(path))?.operations ?? [];
}

function byPath(operations: readonly Operation[]): Map<string, Operation[]> {
  return Map.groupBy(operations, ({ path }) => path);
}
