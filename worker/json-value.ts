// Owns: reading JSON, and telling what a value of it is.

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object, neither a list nor null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a JSON text; undefined where it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The object that a JSON text holds; undefined where it holds none. */
export const parseObject = (text: string): JsonObject | undefined => {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
};
