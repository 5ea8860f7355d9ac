// Tables of models, in which a version may have an entry of its own.

/** The entry of a version, or else of its model; undefined: there is none. */
export function byVersion<Entry>(
  table: Readonly<Record<string, Entry>>,
  model: string,
  version: string | undefined,
): Entry | undefined {
  const key = [`${model}@${version ?? ''}`, model].find((each) => Object.hasOwn(table, each));
  return key === undefined ? undefined : table[key];
}
