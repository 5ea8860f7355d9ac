// What a request names besides its own model: models of tools and sessions, and what the Azure account
// keeps. These names reach Azure unchanged, wherever in the body they are.

import { RequestFailure } from '../contract/failure.ts';
import { MAX_NAMES } from '../contract/limits.ts';
import { sketchValue } from '../formats/json-object.ts';
import { KeyWatch, type Mention } from '../formats/watched-keys.ts';
import { isRestricted, type Model, type ModelChoice } from './catalog.ts';
import { resolveModel } from './resolve-model.ts';

/**
 * Of tools and sessions (https://platform.openai.com/docs/api-reference/realtime-sessions,
 * https://platform.openai.com/docs/guides/tools-image-generation), and of data sources
 * (https://learn.microsoft.com/azure/foundry/openai/references/on-your-data).
 */
const MODEL_KEYS = ['model', 'model_name', 'deployment', 'deployment_name', 'deployment_id'];

/** Files and vector stores, which only the first account has. */
const FILE_KEYS = ['file_id', 'file_ids', 'vector_store_id', 'vector_store_ids'];

const DATA_KEYS = [
  ...FILE_KEYS,
  'container',
  'container_id',
  'container_ids',
  'batch_id',
  'input_file_id',
  'prompt_id',
];

/**
 * Pictures, sound and files: named by an address or an id, or few bytes and many tokens. They are counted
 * where a request is bounded, and not checked.
 */
export const MEDIA_KEYS: ReadonlySet<string> = new Set([
  ...['image_url', 'image', 'input_audio', 'file', 'file_data', 'file_url', 'file_id', 'file_ids'],
]);

/** A text for most operations. An object names a template that the account keeps. */
const PROMPT_KEY = 'prompt';

const CHECKED_KEYS: ReadonlySet<string> = new Set([...DATA_KEYS, PROMPT_KEY]);

/** The keys that a body is searched for. What callers make up is in schemas and metadata. */
export const KEYS_INSIDE = new KeyWatch({
  find: [...new Set([...MODEL_KEYS, ...DATA_KEYS, PROMPT_KEY, ...MEDIA_KEYS, 'audio'])],
  ignore: [
    ...['parameters', 'schema', 'input_schema', 'output_schema', 'metadata'],
    ...['env', 'headers', 'client_metadata'],
  ],
  always: ['datasources'],
  most: MAX_NAMES,
});

/** JSON that was searched. */
export interface Searched {
  readonly bytes: Uint8Array;
  readonly mentions: readonly Mention[];
}

/** What a caller may name. */
export interface Rights {
  readonly choice: ModelChoice;
  /** May use what all users of the Azure account share. */
  readonly accountData: boolean;
}

/** `body`: the member `model` of the JSON itself; `session`: that of its session. */
export type OwnModel = 'body' | 'session' | 'none';

function isOwnModel({ key, isExact, depth, member }: Mention, own: OwnModel): boolean {
  if (key !== 'model' || !isExact) return false;
  switch (own) {
    case 'body':
      return depth === 1;
    case 'session':
      return depth === 2 && member === 'session';
    case 'none':
      return false;
  }
}

/**
 * Refuses what the caller may not use.
 *
 * @param own where the request's own model is, which is looked up and replaced elsewhere
 * @throws RequestFailure about the first such name
 */
export function checkInside(
  { bytes, mentions }: Searched,
  { choice, accountData }: Rights,
  own: OwnModel,
): void {
  if (mentions.length === 0) return;
  const models = isRestricted(choice) ? new ModelCheck(choice) : undefined;
  for (const mention of mentions) {
    const { key, valueStart } = mention;
    if (MODEL_KEYS.includes(key)) {
      if (models !== undefined && !isOwnModel(mention, own)) models.check(bytes, mention);
      continue;
    }
    if (!CHECKED_KEYS.has(key) || !namesData(key, bytes, valueStart)) continue;
    if (!accountData) throw new RequestFailure({ kind: 'account_data_named', member: key });
    // A template may choose the model.
    if (key === PROMPT_KEY) models?.refuseAny();
  }
}

/** Refuses form fields that name what the Azure account keeps: `file_id`, `image[file_id]`. */
export function checkFieldNames(names: readonly string[], accountData: boolean): void {
  if (accountData) return;
  for (const name of names) {
    const member = name
      .toLowerCase()
      .split(/[^a-z_]+/)
      .find((part) => DATA_KEYS.includes(part));
    if (member !== undefined) throw new RequestFailure({ kind: 'account_data_named', member });
  }
}

/** Whether something names files or vector stores. */
export function namesFiles({ bytes, mentions }: Searched): boolean {
  return mentions.some(
    ({ key, valueStart }) => FILE_KEYS.includes(key) && namesData(key, bytes, valueStart),
  );
}

function namesData(key: string, bytes: Uint8Array, valueStart: number): boolean {
  const value = sketchValue(bytes, valueStart);
  switch (value.kind) {
    case 'text':
      return key !== PROMPT_KEY && value.text !== '';
    case 'list':
      return key !== PROMPT_KEY && !value.isEmpty;
    case 'object':
      // The members of any other object are mentions themselves.
      return key === PROMPT_KEY && !value.isEmpty;
    case 'null':
    case 'other':
      return false;
  }
}

/** The names of one request against what its caller may use. */
class ModelCheck {
  readonly #choice: ModelChoice;
  readonly #mine: ReadonlySet<Model>;
  readonly #closed: readonly Model[];
  readonly #checked = new Set<string>();

  constructor(choice: ModelChoice) {
    this.#choice = choice;
    this.#mine = new Set(choice.allowed.values());
    this.#closed = [...choice.all.values()].filter((model) => !this.#mine.has(model));
  }

  check(bytes: Uint8Array, { key, valueStart }: Mention): void {
    const value = sketchValue(bytes, valueStart);
    if (value.kind === 'null' || value.kind === 'object') return;
    const name = value.kind === 'text' ? value.text : undefined;
    if (name !== undefined) this.#checkName(name);
    // Only `model` must be a name; another key may hold anything.
    else if (key === 'model') throw new RequestFailure({ kind: 'missing_required_parameter' });
  }

  refuseAny(): never {
    const available = [...this.#choice.allowed.keys()];
    throw new RequestFailure({ kind: 'any_model_not_allowed', available });
  }

  #checkName(name: string): void {
    if (this.#checked.has(name)) return;
    // First: an allowed model's name may be a closed model's deployment at another account.
    if (isDeployment(name, this.#closed)) {
      const available = [...this.#choice.allowed.keys()];
      throw new RequestFailure({ kind: 'model_not_allowed', model: name, available });
    }
    if (!isDeployment(name, this.#mine)) resolveModel(name, undefined, this.#choice);
    this.#checked.add(name);
  }
}

/** Azure ignores the case of deployments' names. */
function isDeployment(name: string, models: Iterable<Model>): boolean {
  const wanted = name.toLowerCase();
  return [...models].some((model) =>
    model.routes.some(({ deployment }) => deployment.toLowerCase() === wanted),
  );
}
