// Compares the inputs of a resource, property by property.
import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../reading/json-value.ts';
import type { Properties } from './grpc.ts';
import type { PropertyChange } from './provider.ts';

/**
 * Every property in which two inputs differ. Objects are compared member by member; a list counts as one
 * property.
 *
 * @param replaces says of a path such as `properties.model.name` whether its change needs a new resource
 */
export function compareInputs(
  olds: Properties,
  news: Properties,
  replaces: (path: string) => boolean,
  base = '',
): ReadonlyMap<string, PropertyChange> {
  const changes = new Map<string, PropertyChange>();
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    const path = base + key;
    const [before, after] = [olds[key], news[key]];
    if (isDeepStrictEqual(before, after)) continue;
    if (isObject(before) && isObject(after)) {
      for (const [inner, change] of compareInputs(before, after, replaces, `${path}.`)) {
        changes.set(inner, change);
      }
      continue;
    }
    const kind = before === undefined ? 'add' : after === undefined ? 'delete' : 'update';
    changes.set(path, { kind, replaces: replaces(path) });
  }
  return changes;
}

/**
 * Inputs after a refresh: what changed between the cloud's old and new answer is changed in them, and
 * nothing else, because most of an answer is the cloud's own defaults.
 */
export function applyAnswer(inputs: Properties, before: Properties, after: Properties): Properties {
  const result = new Map(Object.entries(inputs));
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now, input] = [before[key], after[key], inputs[key]];
    if (isDeepStrictEqual(old, now)) continue;
    if (now === undefined) result.delete(key);
    else if (isObject(old) && isObject(now) && isObject(input)) {
      result.set(key, applyAnswer(input, old, now));
    } else result.set(key, now);
  }
  return Object.fromEntries(result);
}
