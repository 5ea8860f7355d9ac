// Makes a JSON value that fits a JSON schema, for tool arguments and structured outputs.
import {
  isObject,
  isTextList,
  numberField,
  objectsField,
  textField,
  type JsonObject,
} from '../reading/json-value.ts';

/** The longest array, also when `minItems` is larger. */
const MAX_ITEMS = 100;

/**
 * A value for the schema: required properties only (all, when none is marked), the first of `enum`,
 * the first of `anyOf` that ends, numbers at their minimum or 1. A schema may refer to itself: its
 * value is then left out where it would start again.
 *
 * @param text what plain strings become, so that a caller can check that its words arrived
 */
export function exampleValue(schema: JsonObject, text: string): unknown {
  return valueOf(schema, { root: schema, text, refs: ['#'] }) ?? null;
}

interface Scope {
  readonly root: JsonObject;
  readonly text: string;
  /** The references that are being followed. */
  readonly refs: readonly string[];
}

function valueOf(schema: unknown, scope: Scope): unknown {
  if (!isObject(schema)) return null;
  const ref = textField(schema, '$ref');
  if (ref !== undefined) {
    const refs = [...scope.refs, ref];
    return scope.refs.includes(ref)
      ? undefined
      : valueOf(follow(ref, scope.root), { ...scope, refs });
  }
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as unknown;
  const options = [...objectsField(schema, 'anyOf'), ...objectsField(schema, 'oneOf')];
  if (options.length > 0) {
    return options.map((option) => valueOf(option, scope)).find((value) => value !== undefined);
  }
  const parts = objectsField(schema, 'allOf');
  if (parts.length > 0) return valueOf(Object.assign({}, ...parts), scope);
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, scope);
    case 'array':
      return arrayOf(schema, scope);
    case 'integer':
    case 'number':
      return numberField(schema, 'minimum') ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textOf(schema, scope.text);
  }
}

function typeOf(schema: JsonObject): unknown {
  const type = schema['type'];
  const named: unknown = Array.isArray(type) ? type[0] : type;
  return named ?? (isObject(schema['properties']) ? 'object' : 'string');
}

function objectOf(schema: JsonObject, scope: Scope): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = schema['required'];
  const isMarked = isTextList(required) && required.length > 0;
  const names = isMarked ? required : Object.keys(properties);
  const entries = names.map((name) => [name, valueOf(properties[name] ?? {}, scope)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function arrayOf(schema: JsonObject, scope: Scope): readonly unknown[] {
  const item = valueOf(schema['items'] ?? {}, scope);
  const length = Math.min(numberField(schema, 'minItems') ?? 1, MAX_ITEMS);
  return item === undefined ? [] : Array.from({ length }, () => item);
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-02',
  'date-time': '2026-01-02T03:04:05Z',
  time: '03:04:05Z',
  email: 'user@example.com',
  uuid: '00000000-0000-4000-8000-000000000000',
  uri: 'https://example.com/',
};

function textOf(schema: JsonObject, text: string): string {
  return (
    FORMATS[textField(schema, 'format') ?? ''] ?? text.slice(0, numberField(schema, 'maxLength'))
  );
}

function follow(ref: string, root: JsonObject): unknown {
  let found: unknown = root;
  for (const step of ref.split('/').slice(1)) found = isObject(found) ? found[step] : undefined;
  return found ?? {};
}
