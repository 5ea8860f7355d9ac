// Which parameters Azure refuses, of which models, and what is done about each. Data only:
// request/adapt-parameters.ts applies it. A model's setting `parameters` overrides it.

import type { Family } from './families.ts';
import type { Capability } from './known-models.ts';

/** When a rule applies, from what the request says. Without a condition it always does. */
export type RuleCondition =
  /** Unless the request sets the reasoning effort to `none`. */
  | { readonly effort: 'not none' }
  /** Only if the request sets a reasoning effort other than `none`, which is the model's default. */
  | { readonly effort: 'given' }
  /** Only if the parameter has one of these values. */
  | { readonly values: readonly string[] }
  /** Unless `stream` is true. */
  | { readonly stream: false };

/** One rule. */
export interface ParameterRule {
  readonly models: readonly Family[] | 'all';
  /** The API, by what its operations need of a model. */
  readonly apis: readonly Capability[];
  readonly parameters: readonly string[];
  readonly when?: RuleCondition;
  readonly action: 'drop' | { readonly renameTo: string };
  /** Where Azure says so, or was reported to. */
  readonly source: string;
}

/** Azure answers 400 to some parameters of these, whatever the effort. */
export const REASONING: readonly Family[] = [
  ...(['o', 'gpt-5', 'gpt-5.1', 'gpt-5.2', 'gpt-5.3', 'gpt-5.4', 'gpt-5.5 and later'] as const),
  'gpt-5 codex and pro',
  'gpt-5.1-chat to gpt-5.4-chat',
  'gpt-5.5-chat and later',
];

/** They do not reason, so they know no effort. `model-router` is not here: it routes to both kinds. */
export const PLAIN: readonly Family[] = [
  ...(['gpt-5-chat', 'gpt-4.1', 'gpt-4o', 'gpt-4', 'gpt-3.5', 'gpt-audio'] as const),
];

/**
 * A model that does not reason takes these. Refused with the default value as well
 * (BerriAI/litellm#13407), so the value does not matter.
 */
const SAMPLING = ['temperature', 'top_p', 'logprobs', 'top_logprobs'];

const REASONING_PAGE = 'https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning';
const IMAGE_PAGE = 'https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e';
const CHAT_AND_RESPONSES: readonly Capability[] = ['chat', 'responses'];

/** All rules. Of two that apply to one parameter the first counts. */
export const PARAMETER_RULES: readonly ParameterRule[] = [
  {
    models: 'all',
    apis: ['chat', 'completions'],
    parameters: ['stream_options'],
    when: { stream: false },
    action: 'drop',
    source: 'https://github.com/aliasrobotics/cai/issues/77',
  },
  {
    models: REASONING,
    apis: ['chat'],
    parameters: ['max_tokens'],
    action: { renameTo: 'max_completion_tokens' },
    source: REASONING_PAGE,
  },
  {
    // The -chat models: https://github.com/Aider-AI/aider/issues/4707
    models: ['o', 'gpt-5', 'gpt-5.1-chat to gpt-5.4-chat', 'gpt-5.5-chat and later'],
    apis: CHAT_AND_RESPONSES,
    parameters: SAMPLING,
    action: 'drop',
    source: REASONING_PAGE,
  },
  {
    models: ['gpt-5.1', 'gpt-5.2', 'gpt-5.4'],
    apis: CHAT_AND_RESPONSES,
    parameters: SAMPLING,
    when: { effort: 'given' },
    action: 'drop',
    source: 'https://github.com/langgenius/dify-official-plugins/issues/2829',
  },
  {
    // Some of them refuse the effort `none` itself. What else such a request says does not matter then.
    models: ['gpt-5.3', 'gpt-5.5 and later', 'gpt-5 codex and pro'],
    apis: CHAT_AND_RESPONSES,
    parameters: SAMPLING,
    when: { effort: 'not none' },
    action: 'drop',
    source: 'https://github.com/BerriAI/litellm/issues/32060',
  },
  {
    models: REASONING,
    apis: CHAT_AND_RESPONSES,
    parameters: ['presence_penalty', 'frequency_penalty', 'logit_bias'],
    action: 'drop',
    source: REASONING_PAGE,
  },
  {
    models: [
      ...(['o', 'gpt-5', 'gpt-5.1', 'gpt-5.2', 'gpt-5.3', 'gpt-5.4'] as const),
      'gpt-5.1-chat to gpt-5.4-chat',
    ],
    apis: ['chat'],
    parameters: ['stop'],
    action: 'drop',
    // Taken again from gpt-5.5 on: https://github.com/BerriAI/litellm/issues/28650
    source: 'https://github.com/OpenHands/software-agent-sdk/issues/1062',
  },
  {
    models: PLAIN,
    apis: ['chat'],
    parameters: ['reasoning_effort'],
    action: 'drop',
    source: 'https://github.com/logancyang/obsidian-copilot/issues/1712',
  },
  {
    models: PLAIN,
    apis: ['responses'],
    parameters: ['reasoning'],
    action: 'drop',
    source: 'https://github.com/logancyang/obsidian-copilot/issues/1712',
  },
  {
    models: ['gpt-4.1'],
    apis: CHAT_AND_RESPONSES,
    parameters: ['prompt_cache_retention'],
    action: 'drop',
    source: 'https://github.com/OpenHands/software-agent-sdk/issues/2295',
  },
  {
    // They always answer in base64.
    models: ['gpt-image'],
    apis: ['images'],
    parameters: ['response_format', 'style'],
    action: 'drop',
    source: IMAGE_PAGE,
  },
  {
    models: ['gpt-image'],
    apis: ['images'],
    parameters: ['quality'],
    when: { values: ['standard', 'hd'] },
    action: 'drop',
    source: IMAGE_PAGE,
  },
];

/** The rules for the models of a family; undefined: the models in none. */
export function rulesFor(family: Family | undefined): readonly ParameterRule[] {
  return PARAMETER_RULES.filter(
    ({ models }) => models === 'all' || (family !== undefined && models.includes(family)),
  );
}
