// The parameters that reasoning models refuse
// (https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning, "Not supported").
import { isSet, numberField, type JsonObject } from '../reading/json-value.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';

/** Refuses the first parameter that a reasoning model does not take. */
export function checkReasoning(body: JsonObject): Refusal | undefined {
  // github OpenHands/software-agent-sdk#1083, gpt-5 on Azure
  if (isSet(body, 'max_tokens')) {
    return invalidRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
        "'max_completion_tokens' instead.",
      'max_tokens',
      'unsupported_parameter',
    );
  }
  // github microsoft/vscode#274315, gpt-5 on Azure
  const temperature = numberField(body, 'temperature') ?? 1;
  if (temperature !== 1) {
    return invalidRequest(
      `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the ` +
        'default (1) value is supported.',
      'temperature',
      'unsupported_value',
    );
  }
  const unsupported = UNSUPPORTED.find((name) => isSet(body, name) && body[name] !== false);
  return unsupported === undefined
    ? undefined
    : invalidRequest(
        `Unsupported parameter: '${unsupported}' is not supported with this model.`,
        unsupported,
        'unsupported_parameter',
      );
}

const UNSUPPORTED: readonly string[] = [
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
];
