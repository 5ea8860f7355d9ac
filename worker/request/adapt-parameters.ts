// Which parameters of a request its model would refuse, and what is done about each. Decided
// by the model that was declared, never by the deployment's name. Pure; `json-members.ts` and
// `multipart.ts` carry it out.

import type { MemberEdit } from '../formats/json-edit.ts';
import type { Capability, ModelTraits } from '../models/traits.ts';

/** Edits by parameter. */
export type Adaptation = ReadonlyMap<string, MemberEdit>;

/** The parameters of a request. */
type Parameters = Pick<ReadonlyMap<string, unknown>, 'has' | 'get'>;

/** Sampling parameters, with the one value of each that reasoning models take. */
const SAMPLING: Readonly<Record<string, unknown>> = {
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  logprobs: false,
  top_logprobs: undefined,
  logit_bias: undefined,
};

/** The edits that make a JSON request acceptable to its model; usually none. */
export function adaptParameters(
  capability: Capability | undefined,
  { reasoning, base64Images }: ModelTraits,
  parameters: Parameters,
): Adaptation {
  const edits = new Map<string, MemberEdit>();
  const remove = (name: string) => {
    if (parameters.has(name)) edits.set(name, { kind: 'remove' });
  };
  const isChat = capability === 'chat';
  // Azure refuses `stream_options` unless `stream` is true (aliasrobotics/cai#77).
  if ((isChat || capability === 'completions') && parameters.get('stream') !== true) {
    remove('stream_options');
  }
  if (reasoning && isChat) {
    if (parameters.has('max_completion_tokens')) remove('max_tokens');
    else if (parameters.has('max_tokens')) {
      edits.set('max_tokens', { kind: 'rename', to: 'max_completion_tokens' });
    }
  }
  if (reasoning && (isChat || capability === 'responses')) {
    for (const name in SAMPLING) if (parameters.get(name) !== SAMPLING[name]) remove(name);
  }
  if (base64Images && capability === 'images') remove('response_format');
  return edits;
}

/** The value of the response header that tells what was changed; undefined where nothing was. */
export function describeAdaptation(adaptation: Adaptation): string | undefined {
  if (adaptation.size === 0) return undefined;
  return [...adaptation]
    .map(([name, edit]) => (edit.kind === 'rename' ? `${name}=${edit.to}` : `-${name}`))
    .join(', ');
}
