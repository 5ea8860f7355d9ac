// The parameters of `POST responses` that a model refuses because it reasons, or because it does not.
import { invalidRequest, type Refusal } from '../../answers/refusal.ts';
import type { ModelFacts } from '../../models/model-facts.ts';
import { isObject, isSet, type JsonObject } from '../../reading/json-value.ts';
import { unsupportedParameter } from '../../reading/parameter.ts';

const SAMPLING = ['temperature', 'top_p', 'top_logprobs'];

/** Refuses the first parameter that the model does not take. */
export function checkReasoning(body: JsonObject, model: ModelFacts): Refusal | undefined {
  const given = isObject(body['reasoning']) ? body['reasoning'] : {};
  const { reasoning } = model;
  if (reasoning === undefined) {
    // github BoundaryML/baml#2708, gpt-4.1
    return model.isKnownNotToReason && isSet(given, 'effort')
      ? unsupportedParameter('reasoning.effort')
      : undefined;
  }
  const effort = given['effort'] ?? reasoning.defaultEffort;
  if (!reasoning.efforts.some((known) => known === effort)) {
    return unsupportedEffort(effort, model.servedName, reasoning.efforts);
  }
  return effort === 'none' ? undefined : checkSampling(body);
}

/** Unlike in chat the default is refused, too, and `code` is null (github BerriAI/litellm#13407). */
function checkSampling(body: JsonObject): Refusal | undefined {
  const name = SAMPLING.find((known) => isSet(body, known));
  return name === undefined
    ? undefined
    : invalidRequest(`Unsupported parameter: '${name}' is not supported with this model.`, name);
}

/** In Responses the message names the model; no source has Azure's own words. */
function unsupportedEffort(effort: unknown, model: string, efforts: readonly string[]): Refusal {
  const given = typeof effort === 'string' ? `'${effort}'` : JSON.stringify(effort);
  const known = new Intl.ListFormat('en').format(efforts.map((value) => `'${value}'`));
  return invalidRequest(
    `Unsupported value: ${given} is not supported with the '${model}' model. Supported values are: ` +
      `${known}.`,
    'reasoning.effort',
    'unsupported_value',
  );
}
