// Reads the gateway's JSON: what has not the expected shape is a failure here, not a surprise in a view. A
// library for this is larger than the rest of the page.

/** Reads one value. */
export type Shape<T> = (value: unknown) => T;

type Members<T> = { readonly [Name in keyof T]: Shape<T[Name]> };

export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError();
}

export function number(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new TypeError();
}

export function flag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError();
}

/** A number, or money as text. */
export function amount(value: unknown): string | number {
  return typeof value === 'number' ? value : text(value);
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null || value === undefined ? null : shape(value));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new TypeError();
    return value.map((item: unknown) => shape(item));
  };
}

/** Members that have any name. */
export function dictionary<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value) =>
    Object.fromEntries(Object.entries(members(value)).map(([name, item]) => [name, shape(item)]));
}

/** An object with these members; others are ignored. */
export function object<T extends object>(shapes: Members<T>): Shape<T> {
  return (value) => {
    const found = members(value);
    const names = Object.keys(shapes) as (keyof T & string)[];
    return Object.fromEntries(names.map((name) => [name, shapes[name](found[name])])) as T;
  };
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new TypeError();
}

/** What is at a path of members and indexes in JSON; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined,
    value,
  );
}
