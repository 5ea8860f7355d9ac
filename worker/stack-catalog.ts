// Owns: the JSON bindings that the Pulumi program writes (MODELS, BACKENDS, BACKEND_KEYS; shapes in
// env.ts) -> catalog. Written by our own program, so one fault per binding is enough.

import type { Backend, Model, Upstreams } from './catalog.ts';
import type { BackendBinding, ModelBinding } from './env.ts';
import { isObject, parseJson } from './json-value.ts';
import { traitsOf } from './model-traits.ts';
import { DEFAULT_API_VERSION } from './operations.ts';
import { err, ok, type Result } from './result.ts';

interface StackTexts {
  readonly models: string | undefined;
  readonly backends: string | undefined;
  readonly keys: string | undefined;
}

/** Reads the stack's bindings into a catalog, or names every fault. */
export function readStackCatalog(texts: StackTexts): Result<Upstreams, readonly string[]> {
  const models = parseArray(texts.models, isModelBinding);
  const backendList = parseArray(texts.backends, isBackendBinding);
  const keys = parseKeys(texts.keys);

  const faults: string[] = [];
  if (models === undefined) faults.push('MODELS is not a JSON array of models with an `id`');
  if (backendList === undefined) {
    faults.push('BACKENDS is not a JSON array of `{name, endpoint}` with https origins');
  }
  if (keys === undefined) faults.push('BACKEND_KEYS is not a JSON object of keys');
  if (models === undefined || backendList === undefined || keys === undefined) return err(faults);

  const backends: Backend[] = [];
  for (const { name, endpoint } of backendList) {
    const key = keys.get(name);
    if (key === undefined) faults.push(`BACKEND_KEYS has no key for the backend ${name}`);
    backends.push({ name, endpoint, key });
  }
  const [first, ...rest] = backends;
  if (first === undefined) return err(['BACKENDS lists no backend']);

  const catalog = new Map<string, Model>();
  for (const binding of models) {
    const { id, aliases = [] } = binding;
    const model: Model = {
      deployment: id,
      upstream: binding.upstream,
      apiVersion: binding.apiVersion ?? DEFAULT_API_VERSION,
      traits: traitsOf(id),
      adapt: binding.adaptParameters ?? true,
      asyncFilter: binding.asynchronousFilter ?? false,
      created: binding.created ?? 0,
      backends: [first, ...rest],
    };
    for (const name of [id, ...aliases]) {
      if (catalog.has(name)) faults.push(`MODELS names ${name} twice`);
      catalog.set(name, model);
    }
  }
  return faults.length > 0 ? err(faults) : ok({ catalog, backends: [first, ...rest] });
}

function parseArray<T>(
  text: string | undefined,
  isItem: (item: unknown) => item is T,
): readonly T[] | undefined {
  const value = parseJson(text ?? '');
  return Array.isArray(value) && value.every(isItem) ? value : undefined;
}

function parseKeys(text: string | undefined): ReadonlyMap<string, string> | undefined {
  const value = parseJson(text ?? '');
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const valid = entries.every(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return valid ? new Map(entries) : undefined;
}

function isModelBinding(item: unknown): item is ModelBinding {
  if (!isObject(item)) return false;
  const { id, aliases, upstream, apiVersion, created, adaptParameters, asynchronousFilter } = item;
  return (
    typeof id === 'string' &&
    (aliases === undefined || (Array.isArray(aliases) && aliases.every(isString))) &&
    (upstream === undefined || upstream === 'v1' || upstream === 'deployment') &&
    (apiVersion === undefined || isString(apiVersion)) &&
    (created === undefined || typeof created === 'number') &&
    [adaptParameters, asynchronousFilter].every(
      (flag) => flag === undefined || typeof flag === 'boolean',
    )
  );
}

function isBackendBinding(item: unknown): item is BackendBinding {
  if (!isObject(item)) return false;
  const { name, endpoint } = item;
  return isString(name) && isString(endpoint) && /^https:\/\/[a-z0-9.-]+$/.test(endpoint);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
