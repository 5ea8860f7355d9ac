// The parameters of `POST responses` that Azure refuses, in its own words where a source has them.
import { checkPrompt } from '../../text/content-filter.ts';
import {
  isObject,
  isSet,
  numberField,
  objectsField,
  type JsonObject,
} from '../../reading/json-value.ts';
import type { ModelFacts } from '../../models/model-facts.ts';
import { invalidRequest, type Refusal } from '../../answers/refusal.ts';
import type { Surface } from '../../answers/surface.ts';
import { checkCacheRetention } from '../../reading/parameter.ts';
import { checkItemIds } from '../items/item.ts';
import { checkReasoning } from './response-reasoning.ts';

/** Refuses the first parameter that Azure refuses whatever was said before. */
export function checkParameters(body: JsonObject, model: ModelFacts): Refusal | undefined {
  return (
    checkNames(body) ??
    checkReasoning(body, model) ??
    checkCacheRetention(body, model.isKnownNotToReason) ??
    checkMaxTokens(body) ??
    checkItemIds(objectsField(body, 'input')) ??
    checkChain(body)
  );
}

/** Refuses a prompt that contains the marker word, and JSON mode without the word `json`. */
export function checkText(surface: Surface, body: JsonObject, text: string): Refusal | undefined {
  const format = isObject(body['text']) ? body['text']['format'] : undefined;
  const isJsonMode = isObject(format) && format['type'] === 'json_object';
  // https://learn.microsoft.com/azure/foundry/openai/how-to/json-mode, "Other considerations".
  return isJsonMode && !/json/i.test(text)
    ? invalidRequest(
        "Response input messages must contain the word 'json' in some form to use 'text.format' of " +
          "type 'json_object'.",
        'input',
      )
    : checkPrompt(surface, text);
}

/** Names of chat/completions and where they went (github cline/cline#5419, on Azure). */
const MOVED: Readonly<Record<string, string>> = {
  messages: 'input',
  response_format: 'text.format',
  max_completion_tokens: 'max_output_tokens',
  reasoning_effort: 'reasoning.effort',
};

/**
 * https://learn.microsoft.com/azure/foundry/openai/latest, "Create response". `client_metadata` is not
 * on that page; Codex CLI sends it with every request and works on Azure (github openai/codex#37432,
 * #31870). The last line is what OpenAI's own SDKs can send (openai-node 7.57.0).
 */
const FIELDS = new Set(
  (
    'model input instructions stream stream_options store background previous_response_id ' +
    'conversation include max_output_tokens max_tool_calls metadata parallel_tool_calls prompt ' +
    'prompt_cache_key prompt_cache_retention prompt_cache_options reasoning safety_identifier ' +
    'service_tier temperature text tool_choice tools top_logprobs top_p truncation user ' +
    'context_management moderation user_security_context client_metadata ' +
    'access_programs background_options image multi_agent'
  ).split(' '),
);

function checkNames(body: JsonObject): Refusal | undefined {
  const unknown = Object.keys(body).find((name) => !FIELDS.has(name));
  if (unknown === undefined) return undefined;
  const moved = MOVED[unknown];
  return moved === undefined
    ? invalidRequest(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter')
    : invalidRequest(
        `Unsupported parameter: '${unknown}'. In the Responses API, this parameter has moved to ` +
          `'${moved}'. Try again with the new parameter. See the API documentation for more ` +
          'information: https://platform.openai.com/docs/api-reference/responses/create.',
        unknown,
        'unsupported_parameter',
      );
}

/** https://platform.openai.com/docs/api-reference/responses/create, "max_output_tokens". */
function checkMaxTokens(body: JsonObject): Refusal | undefined {
  const maximum = numberField(body, 'max_output_tokens');
  return maximum === undefined || maximum >= 16
    ? undefined
    : invalidRequest(
        "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got " +
          `${maximum} instead.`,
        'max_output_tokens',
        'integer_below_min_value',
      );
}

function checkChain(body: JsonObject): Refusal | undefined {
  // https://platform.openai.com/docs/guides/background, "Limits".
  if (body['background'] === true && body['store'] === false) {
    return invalidRequest("Background mode requires 'store' to be true.", 'background');
  }
  return isSet(body, 'previous_response_id') && isSet(body, 'conversation')
    ? invalidRequest(
        "Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' " +
          "or 'conversation'.",
        null,
        'mutually_exclusive_parameters',
      )
    : undefined;
}
