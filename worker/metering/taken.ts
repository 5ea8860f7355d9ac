// What an answer says that the request took.

import type { Usage } from '../contract/log.ts';
import type { Model } from '../models/catalog.ts';
import { costOf, type Ordered } from './cost.ts';
import type { Taken } from './meter.ts';

/** What decides about the cost besides the answer. */
export interface Sold {
  readonly model: Model | undefined;
  /** Of the model's price, at the account that answered. */
  readonly percent: number;
  readonly ordered: Ordered;
}

/** What was taken; undefined where the answer does not say it. */
export function takenBy(usage: Usage, { model, percent, ordered }: Sold): Taken | undefined {
  const { inputTokens, outputTokens, cachedTokens, audioSeconds } = usage;
  if (model === undefined) return toTaken({ requests: 1 }, 0);
  const nanodollars = model.price === undefined ? 0 : costOf(usage, model.price, percent, ordered);
  const isReported = inputTokens !== undefined || audioSeconds !== undefined;
  if (nanodollars === undefined || !(isReported || isOrdered(ordered))) return undefined;
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

function toTaken(tally: Taken['tally'], nanodollars: number): Taken {
  return { inputTokens: 0, outputTokens: 0, nanodollars, tally: { ...tally, nanodollars } };
}
