import { isObject, type JsonObject } from '../reading/json-value.ts';

/** A client's event; an empty one when the message is not a JSON object. */
export function readEvent(message: string): JsonObject {
  try {
    const event: unknown = JSON.parse(message);
    return isObject(event) ? event : {};
  } catch {
    return {};
  }
}
