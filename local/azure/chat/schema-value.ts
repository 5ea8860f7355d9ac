// Owns: making a JSON value that a JSON schema accepts, for tool arguments and structured outputs.
import { isObject, numberField, objectsField, textField, type JsonObject } from '../json-value.ts';

/** Deeper values are left empty: a schema may refer to itself. */
const MAX_DEPTH = 8;

/**
 * A value for the schema: required properties only (all, when none is marked), the first of `enum`,
 * `anyOf` and the like, numbers at their minimum or 1.
 *
 * @param text what plain strings become, so that a caller can tell that its words arrived
 */
export function exampleValue(schema: JsonObject, text: string): unknown {
  return valueOf(schema, { root: schema, text }, 0);
}

interface Scope {
  readonly root: JsonObject;
  readonly text: string;
}

function valueOf(given: unknown, scope: Scope, depth: number): unknown {
  if (!isObject(given) || depth > MAX_DEPTH) return null;
  const schema = resolveRef(given, scope.root);
  if ('const' in schema) return schema['const'];
  const choices: unknown = schema['enum'];
  if (Array.isArray(choices)) return choices[0] as unknown;
  const first = [...objectsField(schema, 'anyOf'), ...objectsField(schema, 'oneOf')][0];
  if (first !== undefined) return valueOf(first, scope, depth + 1);
  const parts = objectsField(schema, 'allOf');
  if (parts.length > 0) return valueOf(Object.assign({}, ...parts), scope, depth + 1);
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, scope, depth);
    case 'array':
      return Array.from({ length: numberField(schema, 'minItems') ?? 1 }, () =>
        valueOf(schema['items'], scope, depth + 1),
      );
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

function objectOf(schema: JsonObject, scope: Scope, depth: number): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = schema['required'];
  const names = Array.isArray(required) ? required.map(String) : Object.keys(properties);
  return Object.fromEntries(
    names.map((name) => [name, valueOf(properties[name] ?? {}, scope, depth + 1)]),
  );
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

function resolveRef(schema: JsonObject, root: JsonObject): JsonObject {
  const ref = textField(schema, '$ref');
  if (ref === undefined) return schema;
  let found: unknown = root;
  for (const step of ref.split('/').slice(1)) found = isObject(found) ? found[step] : undefined;
  return isObject(found) ? found : {};
}
