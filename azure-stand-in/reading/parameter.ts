// The checks of body parameters that several operations share, in OpenAI's words, which Azure
// passes on unchanged.
import { isSet, isTextList, numberField, type JsonObject } from './json-value.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';

/** Longest lists (https://learn.microsoft.com/azure/foundry/openai/quotas-limits). */
const MAX_ITEMS: Readonly<Record<string, number>> = {
  messages: 2048,
  tools: 128,
  input: 2048,
  stop: 4,
};

/** Refuses a field that the operation does not know. `known` holds the names, separated by spaces. */
export function checkUnknownFields(body: JsonObject, known: string): Refusal | undefined {
  const names = new Set(known.split(' '));
  const unknown = Object.keys(body).find((name) => !names.has(name));
  return unknown === undefined
    ? undefined
    : invalidRequest(`Unrecognized request argument supplied: ${unknown}`, null);
}

/** Refuses lists that are too long, a choice count outside 1 to 128, and stray `stream_options`. */
export function checkLimits(body: JsonObject): Refusal | undefined {
  for (const [name, maximum] of Object.entries(MAX_ITEMS)) {
    const list = body[name];
    if (!Array.isArray(list) || list.length <= maximum) continue;
    return invalidRequest(
      `Invalid '${name}': array too long. Expected an array with maximum length ${maximum}, but ` +
        `got an array with length ${list.length} instead.`,
      name,
      'array_above_max_length',
    );
  }
  const choices = numberField(body, 'n') ?? 1;
  if (choices < 1 || choices > 128 || !Number.isInteger(choices)) {
    return invalidRequest(`Invalid 'n': expected an integer from 1 to 128.`, 'n', 'invalid_value');
  }
  // github BerriAI/litellm#5803
  return isSet(body, 'stream_options') && body['stream'] !== true
    ? invalidRequest(
        "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
        'stream_options',
      )
    : undefined;
}

/** The stop sequences: a string, up to four of them, or none. */
export function readStop(body: JsonObject): readonly string[] {
  const stop = body['stop'];
  if (typeof stop === 'string') return [stop];
  return isTextList(stop) ? stop.filter((text) => text !== '') : [];
}

/** A field that the operation needs. */
export function missingParameter(name: string): Refusal {
  return invalidRequest(
    `Missing required parameter: '${name}'.`,
    name,
    'missing_required_parameter',
  );
}

/** A field that the model does not know (github genkit-ai/genkit#3346). */
export function unknownParameter(name: string): Refusal {
  return invalidRequest(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
}

/** A field that other models know. */
export function unsupportedParameter(name: string): Refusal {
  return invalidRequest(
    `Unsupported parameter: '${name}' is not supported with this model.`,
    name,
    'unsupported_parameter',
  );
}

/**
 * Refuses a cache retention. Azure's older models do not have it: github
 * OpenHands/software-agent-sdk#2295, gpt-4.1 on Azure.
 */
export function checkCacheRetention(
  body: JsonObject,
  isKnownNotToReason: boolean,
): Refusal | undefined {
  const name = 'prompt_cache_retention';
  return isKnownNotToReason && isSet(body, name)
    ? invalidRequest(`${name} is not supported on this model`, name)
    : undefined;
}

/** Refuses a field that is set and not an integer of the range. */
export function checkRange(
  body: JsonObject,
  name: string,
  least: number,
  most: number,
): Refusal | undefined {
  if (!isSet(body, name)) return undefined;
  const value = numberField(body, name);
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : invalidRequest(
        `Invalid '${name}': expected an integer from ${least} to ${most}.`,
        name,
        'invalid_value',
      );
}

/** Refuses a field that is set and not one of the values. */
export function checkChoice(
  body: JsonObject,
  name: string,
  values: readonly string[],
): Refusal | undefined {
  const given = body[name];
  return !isSet(body, name) || values.some((value) => value === given)
    ? undefined
    : invalidChoice(name, typeof given === 'string' ? given : JSON.stringify(given), values);
}

/** A value that is not allowed. */
export function invalidChoice(name: string, given: string, values: readonly string[]): Refusal {
  const known = new Intl.ListFormat('en').format(values.map((value) => `'${value}'`));
  return invalidRequest(
    `Invalid value: '${given}'. Supported values are: ${known}.`,
    name,
    'invalid_value',
  );
}
