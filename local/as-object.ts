// Looking into what a file or a program gave, of which nothing is known.

/** The value's members; none where it has none. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
