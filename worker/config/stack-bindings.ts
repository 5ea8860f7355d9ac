// The JSON bindings MODELS, BACKENDS and BACKEND_KEYS (shapes in contract/env.ts) as a catalog. The
// Pulumi program writes them, but the container also takes them written by hand.

import type {
  BackendBinding,
  Env,
  ModelBackendBinding,
  ModelBinding,
  TimeoutsBinding,
} from '../contract/env.ts';
import { isOverridable, type ParameterOverrides } from '../contract/parameter-overrides.ts';
import { err, type Result } from '../contract/result.ts';
import {
  describeFault,
  faultyMember,
  isAmount,
  isFlag,
  isLike,
  isListOf,
  isNonEmptyText,
  isOneOf,
  isPositive,
  isText,
  isTextLike,
  isTexts,
  isWhole,
  matches,
  optional,
  type Shape,
} from '../formats/json-checks.ts';
import { isList, isObject, parseJson, parseObject } from '../formats/json.ts';
import type { Backend } from '../models/backend.ts';
import type { Upstreams } from '../models/catalog.ts';
import { buildCatalog } from './build-catalog.ts';
import { isModelTokens, isPrice } from './prices.ts';
import { readBinding } from './read-binding.ts';

const BACKEND: Shape<BackendBinding> = {
  name: isNonEmptyText,
  // A key must not go anywhere else.
  endpoint: isTextLike(/^https:\/\/[a-z0-9.-]+$/),
  auth: optional(isOneOf('entra')),
};

const MODEL_BACKEND: Shape<ModelBackendBinding> = {
  name: isNonEmptyText,
  weight: optional(isAmount),
  priority: optional(isAmount),
  deployment: optional(isNonEmptyText),
  pricePercent: optional(isWhole),
};

const TIMEOUTS: Shape<TimeoutsBinding> = {
  headers: optional(isPositive),
  firstByte: optional(isPositive),
  idle: optional(isPositive),
};

const PARAMETERS: Shape<ParameterOverrides> = {
  drop: optional(isParameterNames),
  rename: optional(isRenaming),
  keep: optional(isParameterNames),
};

const MODEL: Shape<ModelBinding> = {
  id: isNonEmptyText,
  aliases: optional(isTexts),
  adaptParameters: optional(isFlag),
  parameters: optional(isLike(PARAMETERS)),
  asynchronousFilter: optional(isFlag),
  upstream: optional(isOneOf('v1', 'deployment')),
  apiVersion: optional(isNonEmptyText),
  timeouts: optional(isLike(TIMEOUTS)),
  created: optional(isAmount),
  model: optional(isTextOrNull),
  deployment: optional(isNonEmptyText),
  backends: optional(isNonEmptyBackends),
  price: optional(isPrice),
  tokens: optional(isModelTokens),
};

function isParameterNames(value: unknown): value is readonly string[] {
  return isTexts(value) && value.every(isOverridable);
}

function isRenaming(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && isParameterNames(Object.entries(value).flat());
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isNonEmptyBackends(value: unknown): value is readonly ModelBackendBinding[] {
  return isListOf(isLike(MODEL_BACKEND), value) && value.length > 0;
}

/** Reads the bindings into a catalog, or names every fault. */
export function readStackCatalog(env: Env): Result<Upstreams, readonly string[]> {
  const faults: string[] = [];
  const models = readList(env, 'MODELS', MODEL, faults);
  const accounts = readList(env, 'BACKENDS', BACKEND, faults);
  const needsKeys = accounts.length === 0 || accounts.some(({ auth }) => auth === undefined);
  const keys = parseObject(readBinding(env, 'BACKEND_KEYS') ?? (needsKeys ? '' : '{}'));
  if (keys === undefined) faults.push('BACKEND_KEYS is not a JSON object of keys by backend');
  if (keys === undefined || faults.length > 0) return err(faults);

  const backends: Backend[] = [];
  const hasKey = (name: string) =>
    accounts.some((account) => account.name === name && account.auth === undefined);
  if (accounts.length > 0 && !Object.keys(keys).every(hasKey)) {
    faults.push('BACKEND_KEYS has a member that is not a backend of BACKENDS with a key');
  }
  for (const { name, endpoint, auth } of accounts) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (auth !== undefined) backends.push({ name, endpoint, credential: { kind: 'token' } });
    else if (isNonEmptyText(key))
      backends.push({ name, endpoint, credential: { kind: 'key', key } });
    else faults.push(`BACKEND_KEYS has no key for the backend ${name}`);
  }
  return faults.length > 0 ? err(faults) : buildCatalog(models, backends, true);
}

/** The objects of a list that all have a shape; otherwise none, and a fault that says where. */
function readList<T>(env: Env, name: keyof Env, shape: Shape<T>, faults: string[]): readonly T[] {
  const items = parseJson(readBinding(env, name) ?? '');
  if (!isList(items)) {
    faults.push(`${name} is not a JSON array`);
    return [];
  }
  const valid: T[] = [];
  for (const [index, item] of items.entries()) {
    if (matches(shape, item)) valid.push(item);
    else faults.push(`${name} entry ${index + 1} ${faultOf(shape, item)}`);
  }
  return valid;
}

function faultOf<T>(shape: Shape<T>, item: unknown): string {
  const member = faultyMember(shape, item);
  if (member === 'timeouts' && isObject(item)) return faultInside(member, TIMEOUTS, item[member]);
  if (member === 'parameters' && isObject(item)) {
    return faultInside(member, PARAMETERS, item[member]);
  }
  if (member === 'backends' && isObject(item) && isList(item[member])) {
    const backends = item[member];
    const at = backends.findIndex((backend) => !matches(MODEL_BACKEND, backend));
    const place = `${member}[${at}]`;
    return at === -1 ? describeFault(shape, item) : faultInside(place, MODEL_BACKEND, backends[at]);
  }
  return describeFault(shape, item);
}

/** The fault inside an object that should be at a place. */
function faultInside<T>(place: string, shape: Shape<T>, value: unknown): string {
  if (!isObject(value)) return `has no valid \`${place}\``;
  const member = faultyMember(shape, value);
  if (member !== undefined) return `has no valid \`${place}.${member}\``;
  return `has \`${place}\`, which ${describeFault(shape, value)}`;
}
