// YAML's merge key `<<`, which Pulumi passes on as an ordinary key.
// https://yaml.org/type/merge.html

const MERGE_KEY = '<<';

/**
 * Puts the members of what `<<` names where it stands. An object's own members come before merged ones, and
 * of several merged objects the first one counts. A `<<` that is not an object or a list of them stays.
 */
export function applyMergeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(applyMergeKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    applyMergeKeys(member),
  ]);
  const merged = [entries.find(([key]) => key === MERGE_KEY)?.[1]].flat();
  if (merged.length === 0 || !merged.every(isObject)) return Object.fromEntries(entries);
  const own = entries.filter(([key]) => key !== MERGE_KEY);
  return Object.fromEntries([
    ...merged.toReversed().flatMap((each) => Object.entries(each)),
    ...own,
  ]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
