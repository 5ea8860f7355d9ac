// Reading JSON that came from outside, one field at a time, without trusting its shape.

/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for `{…}`: not for arrays, not for null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an array whose items are all strings. */
export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** True for a token array: non-empty and made of integers only. */
export function isTokenList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isInteger(item));
}

/** The field as a number, or undefined when it is absent, null or something else. */
export function numberField(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  return typeof value === 'number' ? value : undefined;
}

/** The field as a string, or undefined when it is absent, null or something else. */
export function textField(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

/** The field's objects; anything in it that is not an object is left out. */
export function objectsField(body: JsonObject, name: string): readonly JsonObject[] {
  const value = body[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** True when the field is there and not null: clients send null for "not set". */
export function isSet(body: JsonObject, name: string): boolean {
  return body[name] !== undefined && body[name] !== null;
}
