/** The members of a value of unknown form; none where it is not an object. */
export function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What its members are without `undefined`. */
type Defined<Value> = Value extends undefined
  ? never
  : Value extends object
    ? { readonly [Name in keyof Value]: Defined<Value[Name]> }
    : Value;

/** JSON without the members that are undefined, at any depth. Bindings are written without them. */
export function withoutUndefined<Value extends object>(value: Value): Defined<Value> {
  return JSON.parse(JSON.stringify(value)) as Defined<Value>;
}
