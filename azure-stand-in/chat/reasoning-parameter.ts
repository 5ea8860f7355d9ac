// The parameters that a model refuses because it reasons, or because it does not
// (https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning, "Not supported").
import type { ModelFacts } from '../models/model-facts.ts';
import type { ReasoningFacts } from '../models/reasoning-facts.ts';
import { isSet, numberField, objectsField, type JsonObject } from '../reading/json-value.ts';
import { unsupportedParameter } from '../reading/parameter.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';

/** Refuses the first parameter that the model does not take. */
export function checkReasoning(body: JsonObject, model: ModelFacts): Refusal | undefined {
  const { reasoning } = model;
  if (reasoning !== undefined) return checkReasoningModel(body, reasoning);
  // github Budibase/budibase#17211 and stanfordnlp/dspy#9032, on Azure
  return model.isKnownNotToReason && isSet(body, 'reasoning_effort')
    ? invalidRequest('Unrecognized request argument supplied: reasoning_effort', null)
    : undefined;
}

function checkReasoningModel(body: JsonObject, facts: ReasoningFacts): Refusal | undefined {
  // github OpenHands/software-agent-sdk#1083, gpt-5 on Azure
  if (isSet(body, 'max_tokens')) {
    return invalidRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
        "'max_completion_tokens' instead.",
      'max_tokens',
      'unsupported_parameter',
    );
  }
  const effort = body['reasoning_effort'] ?? facts.defaultEffort;
  const reasons = effort !== 'none';
  return (
    checkEffort(effort, facts) ??
    (reasons ? checkTemperature(body) : undefined) ??
    checkUnsupported(body, [
      ...(reasons ? SAMPLING : []),
      ...UNSUPPORTED,
      ...(facts.takesStop ? [] : ['stop']),
    ]) ??
    (reasons && !facts.hasChatTools ? checkTools(body) : undefined)
  );
}

/** github BerriAI/litellm#39983, gpt-6-astra on Azure, and livekit/agents#3966 */
function checkEffort(effort: unknown, { efforts }: ReasoningFacts): Refusal | undefined {
  if (efforts.some((known) => known === effort)) return undefined;
  const given = typeof effort === 'string' ? `'${effort}'` : JSON.stringify(effort);
  const known = new Intl.ListFormat('en').format(efforts.map((value) => `'${value}'`));
  return invalidRequest(
    `Unsupported value: 'reasoning_effort' does not support ${given} with this model. Supported ` +
      `values are: ${known}.`,
    'reasoning_effort',
    'unsupported_value',
  );
}

/** Unlike the other sampling parameters it may have its default (github microsoft/vscode#274315). */
function checkTemperature(body: JsonObject): Refusal | undefined {
  const temperature = numberField(body, 'temperature') ?? 1;
  return temperature === 1
    ? undefined
    : invalidRequest(
        `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the ` +
          'default (1) value is supported.',
        'temperature',
        'unsupported_value',
      );
}

/** Their default is refused, too (github lobehub/lobehub#7493, `top_p` 1 to an o-series model). */
function checkUnsupported(body: JsonObject, names: readonly string[]): Refusal | undefined {
  const unsupported = names.find((name) => isSet(body, name) && body[name] !== false);
  return unsupported === undefined ? undefined : unsupportedParameter(unsupported);
}

/** github can1357/oh-my-pi#11052, gpt-6-astra on Azure */
function checkTools(body: JsonObject): Refusal | undefined {
  if (objectsField(body, 'tools').length === 0) return undefined;
  return invalidRequest(
    'Function tools with reasoning_effort are not supported for this model in /v1/chat/completions. ' +
      "To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
    'reasoning_effort',
  );
}

/** Taken with the effort `none` (github langgenius/dify-official-plugins#2829). */
const SAMPLING = ['top_p', 'logprobs', 'top_logprobs'];
const UNSUPPORTED = ['presence_penalty', 'frequency_penalty', 'logit_bias'];
