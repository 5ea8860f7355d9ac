// What an answer says that the request took.

import type { Usage } from '../contract/log.ts';
import type { Model } from '../models/catalog.ts';
import { costOf, type Ordered } from './bounds/cost.ts';
import type { Outcome } from './amounts.ts';

/** What decides about the cost besides the answer. */
export interface Sold {
  readonly model: Model | undefined;
  /** Of the model's price, at the account that answered. */
  readonly percent: number;
  readonly ordered: Ordered;
}

/** What counts: `all` where the answer does not say it. What names no model costs nothing. */
export function takenBy(usage: Usage, { model, percent, ordered }: Sold): Outcome {
  const { inputTokens, outputTokens, cachedTokens, audioSeconds } = usage;
  if (model === undefined) return 'nothing';
  const nanodollars = model.price === undefined ? 0 : costOf(usage, model.price, percent, ordered);
  const isReported = inputTokens !== undefined || audioSeconds !== undefined;
  if (nanodollars === undefined || !(isReported || isOrdered(ordered))) return 'all';
  return {
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    nanodollars,
    tally: {
      requests: 1,
      ...(inputTokens !== undefined && { inputTokens }),
      ...(cachedTokens !== undefined && { cachedTokens }),
      ...(outputTokens !== undefined && { outputTokens }),
      ...(audioSeconds !== undefined && { seconds: audioSeconds }),
      ...ordered,
      nanodollars,
    },
  };
}

/** Pictures and characters are known from the request. */
function isOrdered({ images, characters }: Ordered): boolean {
  return images !== undefined || characters !== undefined;
}
