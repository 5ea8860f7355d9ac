// How image models refuse what their content filter caught. One marker word of text/content-filter.ts
// filters the prompt, the other one the image.
import {
  FILTER_ANSWER,
  FILTER_PROMPT,
  FILTERED_RESULTS,
  SAFE_RESULTS,
} from '../text/content-filter.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';

/** Refuses a prompt that contains a marker word. */
export function checkImagePrompt(call: DeploymentCall, prompt: string): Refusal | undefined {
  if (call.model.name === 'dall-e-3') return checkDallEPrompt(prompt);
  // https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e, "API call rejection"
  const message = prompt.includes(FILTER_PROMPT)
    ? 'Your task failed as a result of our safety system.'
    : prompt.includes(FILTER_ANSWER)
      ? 'Generated image was filtered as a result of our safety system.'
      : undefined;
  return message === undefined
    ? undefined
    : new Refusal(400, { created: call.createdS, error: { code: 'contentFilter', message } });
}

/** github BerriAI/litellm#19328, dall-e-3 on Azure: the detail is `inner_error` on both surfaces. */
function checkDallEPrompt(prompt: string): Refusal | undefined {
  if (!prompt.includes(FILTER_PROMPT) && !prompt.includes(FILTER_ANSWER)) return undefined;
  return new Refusal(400, {
    error: {
      code: 'content_policy_violation',
      inner_error: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_results: {
          ...FILTERED_RESULTS,
          jailbreak: { detected: false, filtered: false },
        },
        revised_prompt: prompt,
      },
      message:
        'Your request was rejected as a result of our safety system. Your prompt may contain text ' +
        'that is not allowed by our safety system.',
      type: 'invalid_request_error',
    },
  });
}

/** What dall-e-3 says of an image that passed. */
export const DALL_E_RESULTS = {
  content_filter_results: SAFE_RESULTS,
  prompt_filter_results: {
    ...SAFE_RESULTS,
    jailbreak: { detected: false, filtered: false },
    profanity: { detected: false, filtered: false },
  },
};
