// Which parameters of a request its model would refuse, and what is done about each. Decided by the
// model that was declared, never by the deployment's name. Pure; outgoing-body.ts makes the changes.

import type { ParameterOverrides } from '../contract/parameter-overrides.ts';
import { decode } from '../formats/bytes.ts';
import type { MemberEdit } from '../formats/json-edit.ts';
import { isObject } from '../formats/json.ts';
import type { Model } from '../models/catalog.ts';
import type { Capability } from '../traits/known-models.ts';
import type { ParameterRule, RuleCondition } from '../traits/parameter-rules.ts';
import type { Operation } from '../operations/operation.ts';
import type { Form } from './form.ts';
import type { BodyChanges } from './outgoing-body.ts';
import type { RequestBody } from './read-body.ts';

/** The parameters of a request. `get` gives undefined for a value that is too long to matter here. */
export type Parameters = Pick<ReadonlyMap<string, unknown>, 'has' | 'get'>;

/** What decides about the parameters of a model. */
export type Adapted = Pick<Model, 'adapt' | 'traits' | 'overrides'>;

type Edits = Map<string, MemberEdit>;

const REMOVE: MemberEdit = { kind: 'remove' };

/** A parameter of a form whose value decides something is a word. */
const MAX_FIELD_BYTES = 256;

const NO_CHANGES: BodyChanges = { members: new Map(), removedFields: [] };

/** The changes that make a request acceptable to its model. Usually there are none. */
export function adaptBody(
  { capability, modelIn }: Operation,
  body: RequestBody,
  model: Model | undefined,
): BodyChanges {
  // Of a session only the model changes.
  if (model === undefined || modelIn === 'session' || body.kind === 'opaque') return NO_CHANGES;
  if (body.kind === 'json') {
    return { members: adaptParameters(capability, model, body.root), removedFields: [] };
  }
  const edits = adaptParameters(capability, model, fieldsOf(body));
  const removedFields = [...edits].flatMap(([name, { kind }]) => (kind === 'remove' ? name : []));
  return { members: NO_CHANGES.members, removedFields };
}

/** The edits of a request: those of the rules, then those that the operator set. */
export function adaptParameters(
  capability: Capability | undefined,
  { adapt, traits, overrides }: Adapted,
  parameters: Parameters,
): ReadonlyMap<string, MemberEdit> {
  const edits: Edits = new Map();
  if (adapt && capability !== undefined) {
    for (const rule of traits.rules) {
      if (rule.apis.includes(capability)) applyRule(rule, parameters, edits);
    }
  }
  if (overrides !== undefined) override(overrides, parameters, edits);
  return edits;
}

/** The value of the response header that lists the changes; undefined where there are none. */
export function describeChanges({ members, removedFields }: BodyChanges): string | undefined {
  const described = [...members].map(([name, edit]) => describeEdit(name, edit));
  described.push(...removedFields.map((name) => `-${name}`));
  return described.length === 0 ? undefined : described.join(', ');
}

function describeEdit(name: string, edit: MemberEdit): string {
  switch (edit.kind) {
    case 'rename':
      return `${name}=${edit.to}`;
    case 'remove':
      return `-${name}`;
    case 'set':
      return `${name}:${typeof edit.value === 'string' ? edit.value : decode(edit.value)}`;
  }
}

function applyRule(
  { parameters: names, when, action }: ParameterRule,
  parameters: Parameters,
  edits: Edits,
): void {
  for (const name of names) {
    if (edits.has(name) || !parameters.has(name) || !applies(when, name, parameters)) continue;
    edits.set(name, action === 'drop' ? REMOVE : renamed(action.renameTo, parameters));
  }
}

/** If both names are present, the new one wins. */
function renamed(to: string, parameters: Parameters): MemberEdit {
  return parameters.has(to) ? REMOVE : { kind: 'rename', to };
}

function applies(when: RuleCondition | undefined, name: string, parameters: Parameters): boolean {
  if (when === undefined) return true;
  if ('stream' in when) return parameters.get('stream') !== true;
  if ('values' in when) return when.values.some((value) => value === parameters.get(name));
  const effort = effortOf(parameters);
  return when.effort === 'given' ? effort !== null && effort !== 'none' : effort !== 'none';
}

/**
 * The reasoning effort that a request sets; null: none, so the model's default counts. Chat and
 * Responses: https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning
 */
function effortOf(parameters: Parameters): unknown {
  if (parameters.has('reasoning_effort')) return parameters.get('reasoning_effort');
  if (!parameters.has('reasoning')) return null;
  const reasoning = parameters.get('reasoning');
  return isObject(reasoning) ? (reasoning['effort'] ?? null) : reasoning;
}

function override(
  { drop = [], rename = {}, keep = [] }: ParameterOverrides,
  parameters: Parameters,
  edits: Edits,
): void {
  for (const name of keep) edits.delete(name);
  for (const [name, to] of Object.entries(rename)) {
    if (parameters.has(name)) edits.set(name, renamed(to, parameters));
  }
  for (const name of drop) if (parameters.has(name)) edits.set(name, REMOVE);
}

/** The fields of a form as parameters. The value of a field that is there twice is not known. */
function fieldsOf({ bytes, fields }: Form): Parameters {
  const named = (name: string) => fields.filter((field) => field.name === name);
  return {
    has: (name) => named(name).length > 0,
    get(name) {
      const [field, second] = named(name);
      if (field === undefined || second !== undefined) return undefined;
      const { valueStart, valueEnd } = field;
      if (valueEnd - valueStart > MAX_FIELD_BYTES) return undefined;
      return decode(bytes.subarray(valueStart, valueEnd));
    },
  };
}
