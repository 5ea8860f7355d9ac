// Which parameters of a request its model would refuse, and what is done about each. Decided by the
// model that was declared, never by the deployment's name. Pure; outgoing-body.ts makes the changes.

import type { MemberEdit } from '../formats/json-edit.ts';
import type { Model } from '../models/catalog.ts';
import type { Capability, ModelTraits } from '../models/traits.ts';
import type { Operation } from '../operations/operation.ts';
import type { Form } from './form.ts';
import type { BodyChanges } from './outgoing-body.ts';
import type { RequestBody } from './read-body.ts';

/** The parameters of a JSON request. */
type Parameters = Pick<ReadonlyMap<string, unknown>, 'has' | 'get'>;

type Edits = Map<string, MemberEdit>;

const REMOVE: MemberEdit = { kind: 'remove' };

/**
 * Reasoning models refuse these, some of them even with the default value. Without it the answer is the
 * same: https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning
 */
const SAMPLING = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
];

const NO_CHANGES: BodyChanges = { members: new Map(), removedFields: [] };

/** The changes that make a request acceptable to its model. Usually there are none. */
export function adaptBody(
  { capability }: Operation,
  body: RequestBody,
  model: Model | undefined,
): BodyChanges {
  if (model?.adapt !== true) return NO_CHANGES;
  const { traits } = model;
  switch (body.kind) {
    case 'json':
      return { members: adaptParameters(capability, traits, body.root), removedFields: [] };
    case 'form':
      return { members: new Map(), removedFields: refusedFields(capability, traits, body) };
    case 'opaque':
      return NO_CHANGES;
  }
}

/** The edits of a JSON request. */
export function adaptParameters(
  capability: Capability | undefined,
  traits: ModelTraits,
  parameters: Parameters,
): ReadonlyMap<string, MemberEdit> {
  const { reasoning } = traits;
  const edits: Edits = new Map();
  const isChat = capability === 'chat';
  if (isChat || capability === 'completions') dropIdleOptions(parameters, edits);
  if (reasoning && isChat) renameMaxTokens(parameters, edits);
  if (reasoning && (isChat || capability === 'responses')) dropSampling(parameters, edits);
  if (refusesResponseFormat(capability, traits) && parameters.has('response_format')) {
    edits.set('response_format', REMOVE);
  }
  return edits;
}

function refusedFields(
  capability: Capability | undefined,
  traits: ModelTraits,
  { fields }: Form,
): readonly string[] {
  const isSent = fields.some(({ name }) => name === 'response_format');
  return isSent && refusesResponseFormat(capability, traits) ? ['response_format'] : [];
}

function refusesResponseFormat(
  capability: Capability | undefined,
  { base64Images }: ModelTraits,
): boolean {
  return base64Images && capability === 'images';
}

/** The value of the response header that lists the changes; undefined where there are none. */
export function describeChanges({ members, removedFields }: BodyChanges): string | undefined {
  const described = [...members].map(([name, edit]) =>
    edit.kind === 'rename' ? `${name}=${edit.to}` : `-${name}`,
  );
  described.push(...removedFields.map((name) => `-${name}`));
  return described.length === 0 ? undefined : described.join(', ');
}

/** Azure refuses `stream_options` unless `stream` is true (aliasrobotics/cai#77). */
function dropIdleOptions(parameters: Parameters, edits: Edits): void {
  if (parameters.has('stream_options') && parameters.get('stream') !== true) {
    edits.set('stream_options', REMOVE);
  }
}

function renameMaxTokens(parameters: Parameters, edits: Edits): void {
  if (!parameters.has('max_tokens')) return;
  const isNamed = parameters.has('max_completion_tokens');
  edits.set('max_tokens', isNamed ? REMOVE : { kind: 'rename', to: 'max_completion_tokens' });
}

function dropSampling(parameters: Parameters, edits: Edits): void {
  for (const name of SAMPLING) if (parameters.has(name)) edits.set(name, REMOVE);
}
