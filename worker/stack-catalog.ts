// Owns: the JSON bindings that the Pulumi program writes (MODELS, BACKENDS, BACKEND_KEYS; shapes in
// env.ts) -> catalog. Written by our own program, so one fault per binding is enough.

import { readBinding } from './binding.ts';
import { buildCatalog } from './build-catalog.ts';
import type { Backend, Upstreams } from './catalog.ts';
import type {
  BackendBinding,
  Env,
  ModelBackendBinding,
  ModelBinding,
  TimeoutsBinding,
} from './env.ts';
import { parseJson, parseObject } from './json-value.ts';
import { err, type Result } from './result.ts';
import {
  fits,
  isAmount,
  isFlag,
  isText,
  isTexts,
  optional,
  parseList,
  type Shape,
} from './shape.ts';

const BACKEND: Shape<BackendBinding> = {
  name: isText,
  endpoint: (value) => isText(value) && /^https:\/\/[a-z0-9.-]+$/.test(value),
};

const MODEL_BACKEND: Shape<ModelBackendBinding> = {
  name: isText,
  weight: optional(isAmount),
  priority: optional(isAmount),
  deployment: optional(isText),
};

const TIMEOUTS: Shape<TimeoutsBinding> = {
  headers: optional(isAmount),
  firstByte: optional(isAmount),
  idle: optional(isAmount),
};

const MODEL: Shape<ModelBinding> = {
  timeouts: optional((value) => fits(TIMEOUTS, value)),
  id: isText,
  aliases: optional(isTexts),
  upstream: optional((value) => value === 'v1' || value === 'deployment'),
  apiVersion: optional(isText),
  created: optional(isAmount),
  adaptParameters: optional(isFlag),
  asynchronousFilter: optional(isFlag),
  model: optional((value) => value === null || isText(value)),
  deployment: optional(isText),
  backends: optional((value) => (parseList(MODEL_BACKEND, value)?.length ?? 0) > 0),
};

/** Reads the stack's bindings into a catalog, or names every fault. */
export function readStackCatalog(env: Env): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const read = (name: keyof Env) => readBinding(env, name) ?? '';
  const list = <T>(name: keyof Env, shape: Shape<T>, what: string): readonly T[] => {
    const items = parseList(shape, parseJson(read(name)));
    if (items === undefined) faults.push(`${name} is not a JSON array of ${what}`);
    return items ?? [];
  };
  const models = list('MODELS', MODEL, 'models with an `id`');
  const listed = list('BACKENDS', BACKEND, '`{name, endpoint}` with https origins');
  const keys = parseKeys(read('BACKEND_KEYS'));
  if (keys === undefined) faults.push('BACKEND_KEYS is not a JSON object of keys');
  if (faults.length > 0) return err(faults);

  const backends = listed.map(({ name, endpoint }): Backend => {
    const key = keys?.get(name);
    if (key === undefined) faults.push(`BACKEND_KEYS has no key for the backend ${name}`);
    return { name, endpoint, key };
  });
  const [first, ...rest] = backends;
  if (first === undefined) return err(['BACKENDS lists no backend']);
  return faults.length > 0 ? err(faults) : buildCatalog(models, [first, ...rest], true);
}

function parseKeys(text: string): ReadonlyMap<string, string> | undefined {
  const entries = Object.entries(parseObject(text) ?? { '': undefined });
  const isKey = (entry: [string, unknown]): entry is [string, string] =>
    isText(entry[1]) && entry[1] !== '';
  return entries.every(isKey) ? new Map(entries) : undefined;
}
