// Owns: which parameters of a request its model would refuse, and what is done about each. Decided
// by the model that was declared, never by the deployment's name. Pure; `json-members.ts` and
// `multipart.ts` carry it out.

import type { MemberEdit } from './json-members.ts';
import type { Capability, ModelTraits } from './model-traits.ts';

/** Edits by parameter. */
export type Adaptation = ReadonlyMap<string, MemberEdit>;

type Parameters = Readonly<Record<string, unknown>>;

const REMOVE: MemberEdit = { kind: 'remove' };

/** Sampling parameters, with the one value of each that reasoning models take. */
const SAMPLING: readonly (readonly [string, unknown])[] = [
  ['temperature', 1],
  ['top_p', 1],
  ['presence_penalty', 0],
  ['frequency_penalty', 0],
  ['logprobs', false],
  ['top_logprobs', undefined],
  ['logit_bias', undefined],
];

/** The edits that make a JSON request acceptable to its model; usually none. */
export function adaptParameters(
  capability: Capability | undefined,
  traits: ModelTraits,
  parameters: Parameters,
): Adaptation {
  const edits = new Map<string, MemberEdit>();
  if (capability === 'chat' || capability === 'completions') dropIdleOptions(parameters, edits);
  if (traits.reasoning && capability === 'chat') renameMaxTokens(parameters, edits);
  if (traits.reasoning && (capability === 'chat' || capability === 'responses')) {
    dropSampling(parameters, edits);
  }
  if (traits.base64Images && capability === 'images' && 'response_format' in parameters) {
    edits.set('response_format', REMOVE);
  }
  return edits;
}

/** The value of the response header that tells what was changed; undefined where nothing was. */
export function describeAdaptation(adaptation: Adaptation): string | undefined {
  if (adaptation.size === 0) return undefined;
  return [...adaptation]
    .map(([name, edit]) => (edit.kind === 'rename' ? `${name}=${edit.to}` : `-${name}`))
    .join(', ');
}

/** Azure refuses `stream_options` unless `stream` is true (aliasrobotics/cai#77). */
function dropIdleOptions(parameters: Parameters, edits: Map<string, MemberEdit>): void {
  if ('stream_options' in parameters && parameters['stream'] !== true) {
    edits.set('stream_options', REMOVE);
  }
}

function renameMaxTokens(parameters: Parameters, edits: Map<string, MemberEdit>): void {
  if (!('max_tokens' in parameters)) return;
  const named = 'max_completion_tokens' in parameters;
  edits.set('max_tokens', named ? REMOVE : { kind: 'rename', to: 'max_completion_tokens' });
}

function dropSampling(parameters: Parameters, edits: Map<string, MemberEdit>): void {
  for (const [name, accepted] of SAMPLING) {
    if (name in parameters && parameters[name] !== accepted) edits.set(name, REMOVE);
  }
}
