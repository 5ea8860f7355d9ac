// What a new file has to say for itself: its purpose and its life, in a form or in JSON.
import { invalidPayload } from '../answers/entity-error.ts';
import { isObject, textField, type JsonObject } from '../reading/json-value.ts';
import { missingParameter } from '../reading/parameter.ts';
import { type Refusal } from '../answers/refusal.ts';

/** https://learn.microsoft.com/rest/api/microsoft-foundry/azureopenai/files, "Create file". */
const PURPOSES = ['assistants', 'batch', 'fine-tune', 'evals'];
/** What the account's own files are for. */
const OWN_PURPOSES = ['assistants_output', 'batch_output', 'fine-tune-results'];
/** https://learn.microsoft.com/azure/foundry/openai/how-to/batch: 14 to 30 days. */
const MIN_LIFE_S = 1_209_600;
const MAX_LIFE_S = 2_592_000;

/**
 * The purpose. Azure knows fewer than OpenAI: no `user_data`, no `vision` (same page; the words are in
 * github Azure/AI-in-a-Box#46).
 */
export function readPurpose(fields: JsonObject): string | Refusal {
  const purpose = textField(fields, 'purpose');
  if (purpose === undefined) return missingParameter('purpose');
  return PURPOSES.includes(purpose) ? purpose : invalidPayload('Invalid value for purpose.');
}

/**
 * When the file expires, undefined for never. The SDK writes `expires_after[seconds]`, Azure's own
 * page `expires_after.seconds`.
 */
export function readExpiry(fields: JsonObject, createdS: number): number | undefined | Refusal {
  const nested = isObject(fields['expires_after']) ? fields['expires_after'] : {};
  const anchor = nested['anchor'] ?? fields['expires_after.anchor'];
  const given = nested['seconds'] ?? fields['expires_after.seconds'];
  if (anchor === undefined && given === undefined) return undefined;
  const seconds = Number(given);
  const isValid = Number.isInteger(seconds) && seconds >= MIN_LIFE_S && seconds <= MAX_LIFE_S;
  return anchor === 'created_at' && isValid
    ? createdS + seconds
    : invalidPayload(
        "Invalid value for expires_after: 'anchor' is created_at, and 'seconds' from " +
          `${MIN_LIFE_S} to ${MAX_LIFE_S}.`,
      );
}

/** Refuses to list files of a purpose that there is not (github Azure/azure-sdk-for-net#44913). */
export function checkListedPurpose(purpose: string | null): Refusal | undefined {
  const isKnown = purpose === null || [...PURPOSES, ...OWN_PURPOSES].includes(purpose);
  return isKnown ? undefined : invalidPayload('Invalid value for purpose.');
}

/** Training data is JSON lines, and says so in its name (github Azure/AI-in-a-Box#46). */
export function checkFileName(purpose: string, filename: string): Refusal | undefined {
  return purpose === 'fine-tune' && !filename.endsWith('.jsonl')
    ? invalidPayload('fileName contains an invalid filename: wrong suffix.')
    : undefined;
}
