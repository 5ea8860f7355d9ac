// The JSON bindings that the Pulumi program writes (MODELS, BACKENDS, BACKEND_KEYS; shapes in
// env.ts) -> catalog. That program has checked each member, so here only what a catalog cannot do
// without is looked at, and one fault per binding is enough.

import { notAsWritten, readBinding } from './read-binding.ts';
import { buildCatalog } from './build-catalog.ts';
import type { Backend, Upstreams } from '../models/catalog.ts';
import type { BackendBinding, Env, ModelBinding } from '../contract/env.ts';
import { isObject, parseJson, parseObject } from '../formats/json.ts';
import { err, type Result } from '../contract/result.ts';
import {
  fits,
  isFilled,
  isListOf,
  isText,
  isTextLike,
  mayBeTexts,
  optional,
  type Shape,
} from '../formats/json-checks.ts';

const MODEL: Shape<Pick<ModelBinding, 'id' | 'aliases' | 'backends'>> = {
  id: isText,
  aliases: mayBeTexts,
  backends: optional((value) => isListOf(isObject, value)),
};

const BACKEND: Shape<BackendBinding> = {
  name: isText,
  // A key must not go anywhere else.
  endpoint: isTextLike(/^https:\/\/[a-z0-9.-]+$/),
};

/** Reads the stack's bindings into a catalog, or names every fault. */
export function readStackCatalog(env: Env): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const list = <T>(name: keyof Env, isItem: (item: unknown) => item is T): readonly T[] => {
    const items = parseJson(readBinding(env, name) ?? '');
    if (isListOf(isItem, items)) return items;
    faults.push(notAsWritten(name));
    return [];
  };
  const models = list('MODELS', (item): item is ModelBinding => fits(MODEL, item));
  const accounts = list('BACKENDS', (item): item is BackendBinding => fits(BACKEND, item));
  const keys = parseObject(readBinding(env, 'BACKEND_KEYS') ?? '');
  if (!keys) faults.push(notAsWritten('BACKEND_KEYS'));
  if (faults.length) return err(faults);

  const backends = accounts.map(({ name, endpoint }): Backend => {
    const key = keys?.[name];
    if (!isFilled(key)) faults.push(`BACKEND_KEYS has no key for the backend ${name}`);
    return { name, endpoint, key: isFilled(key) ? key : undefined };
  });
  return faults.length ? err(faults) : buildCatalog(models, backends, true);
}
