// Azure's content filter: its annotations, and the marker words that make it
// act (https://learn.microsoft.com/azure/foundry/openai/concepts/content-filter).
import { Refusal } from '../answers/refusal.ts';
import type { Surface } from '../answers/surface.ts';
import { isObject } from '../reading/json-value.ts';

/** A prompt containing this word is refused. */
export const FILTER_PROMPT = 'filter-this-prompt';
/** An answer to a prompt containing this word is stopped by the filter. */
export const FILTER_ANSWER = 'filter-this-answer';

const SAFE = { filtered: false, severity: 'safe' };

/** Annotation of harmless text. */
export const SAFE_RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE };

/** Annotation of text that was filtered. */
export const FILTERED_RESULTS = {
  ...SAFE_RESULTS,
  violence: { filtered: true, severity: 'medium' },
};

/** Annotation of prompt number `index`. */
export function promptResults(index: number): object {
  const jailbreak = { filtered: false, detected: false };
  return { prompt_index: index, content_filter_results: { ...SAFE_RESULTS, jailbreak } };
}

/**
 * The first chunk of every stream: annotations of the prompts, no choices, no id, no model (github
 * vercel/modelfusion#185).
 */
export function streamOpener(prompts: number): object {
  return {
    choices: [],
    created: 0,
    id: '',
    model: '',
    object: '',
    prompt_filter_results: Array.from({ length: prompts }, (_, index) => promptResults(index)),
  };
}

/** Whether the filter refused, and nothing else did. */
export function isFiltered({ body }: Refusal): boolean {
  return isObject(body) && isObject(body['error']) && body['error']['code'] === 'content_filter';
}

/**
 * Refuses a prompt that contains the marker word. The detail is `innererror` (github
 * openai/openai-dotnet#55), on v1 `inner_error` (Azure/azure-rest-api-specs OpenAI.v1).
 */
export function checkPrompt(surface: Surface, prompt: string): Refusal | undefined {
  if (!prompt.includes(FILTER_PROMPT)) return undefined;
  const detail = {
    code: 'ResponsibleAIPolicyViolation',
    content_filter_result: {
      ...FILTERED_RESULTS,
      jailbreak: { filtered: false, detected: false },
    },
  };
  return new Refusal(400, {
    error: {
      message:
        "The response was filtered due to the prompt triggering Azure OpenAI's content management " +
        'policy. Please modify your prompt and retry. To learn more about our content filtering ' +
        'policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766',
      type: null,
      param: 'prompt',
      code: 'content_filter',
      status: 400,
      [surface === 'v1' ? 'inner_error' : 'innererror']: detail,
    },
  });
}
