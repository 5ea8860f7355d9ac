// Every rule about parameters with every known model that it is about: a request that the model refuses,
// and one that it takes where a condition decides. The gateway must turn the first into one that Azure
// takes, and Azure's double must refuse it.
import { KNOWN_MODELS, type Capability } from '../../worker/traits/known-models.ts';
import type { ParameterRule, RuleCondition } from '../../worker/traits/parameter-rules.ts';
import { traitsOf } from '../../worker/traits/traits.ts';

/** One parameter of one rule for one model. */
export interface ParameterCase {
  /** Azure's name. */
  readonly model: string;
  readonly api: Capability;
  readonly parameter: string;
  /** Members of a body that the model refuses, with the parameter among them. */
  readonly refused: Readonly<Record<string, unknown>>;
  /** Members with the parameter that the model takes; undefined: it takes the parameter never. */
  readonly taken: Readonly<Record<string, unknown>> | undefined;
  /** What becomes of the parameter. */
  readonly action: ParameterRule['action'];
  readonly source: string;
}

/** A value of each parameter that is no default. */
const VALUES: Readonly<Record<string, unknown>> = {
  stream_options: { include_usage: true },
  max_tokens: 50,
  temperature: 0.5,
  top_p: 0.5,
  logprobs: true,
  top_logprobs: 2,
  presence_penalty: 0.5,
  frequency_penalty: 0.5,
  logit_bias: { '50256': -100 },
  stop: ['\n'],
  reasoning_effort: 'low',
  reasoning: { effort: 'low' },
  prompt_cache_retention: '24h',
  response_format: 'b64_json',
  style: 'vivid',
  quality: 'hd',
};

/** Responses has no such parameters. */
const CHAT_ONLY: ReadonlySet<string> = new Set([
  ...['logprobs', 'presence_penalty', 'frequency_penalty', 'logit_bias'],
]);

/** All cases. */
export const PARAMETER_CASES: readonly ParameterCase[] = [...KNOWN_MODELS].flatMap(
  ([model, capabilities]) =>
    traitsOf(model).rules.flatMap(({ apis, parameters, when, action, source }) =>
      apis
        .filter((api) => capabilities.includes(api))
        .flatMap((api) =>
          parameters
            .filter((name) => api !== 'responses' || !CHAT_ONLY.has(name))
            .map((parameter) => ({
              model,
              api,
              parameter,
              ...bodies(parameter, api, when),
              action,
              source,
            })),
        ),
    ),
);

function bodies(
  parameter: string,
  api: Capability,
  when: RuleCondition | undefined,
): Pick<ParameterCase, 'refused' | 'taken'> {
  const given = { [parameter]: VALUES[parameter] };
  if (when === undefined) return { refused: given, taken: undefined };
  if ('stream' in when) return { refused: given, taken: { ...given, stream: true } };
  if ('values' in when) {
    return { refused: { [parameter]: when.values[0] }, taken: { [parameter]: 'high' } };
  }
  const effort = (word: string) =>
    api === 'responses' ? { reasoning: { effort: word } } : { reasoning_effort: word };
  return {
    refused: when.effort === 'given' ? { ...given, ...effort('low') } : given,
    taken: { ...given, ...effort('none') },
  };
}
