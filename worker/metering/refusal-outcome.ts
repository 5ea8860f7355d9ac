// What a refusal of Azure's counts.

import { isObject } from '../formats/json.ts';
import type { Outcome } from './amounts.ts';

/** The model reasoned until its limit, and had nothing to say: openai/openai-python#2886. */
const UNFINISHED = 'output limit was reached';

/**
 * Azure bills refusals by the content filter, which works beside the model, an input that is too long, and a
 * 408: https://learn.microsoft.com/azure/foundry/openai/how-to/manage-costs
 *
 * @param error the member `error` of the answer
 */
export function refusalOutcome(status: number, error: unknown): Outcome {
  if (status === 408) return 'all';
  if (status !== 400 || !isObject(error)) return 'nothing';
  const { code, message } = error;
  if (code === 'content_filter' || String(message).includes(UNFINISHED)) return 'all';
  return code === 'context_length_exceeded' ? 'input' : 'nothing';
}
