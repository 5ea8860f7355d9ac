// The checks of what models cost and how large they are.

import type { LongContextPrice, ModelTokens, PriceBinding } from '../contract/prices.ts';
import { isCount, isLike, isWhole, optional, type Shape } from '../formats/json-checks.ts';

const LONG_CONTEXT: Shape<LongContextPrice> = {
  above: isWhole,
  input: isCount,
  cachedInput: optional(isCount),
  cacheWrite: optional(isCount),
  output: isCount,
};

const PRICE: Shape<PriceBinding> = {
  input: optional(isCount),
  cachedInput: optional(isCount),
  cacheWrite: optional(isCount),
  output: optional(isCount),
  inputAudio: optional(isCount),
  outputAudio: optional(isCount),
  inputImage: optional(isCount),
  outputImage: optional(isCount),
  longContext: optional(isLike(LONG_CONTEXT)),
  image: optional(isCount),
  second: optional(isCount),
  character: optional(isCount),
};

const TOKENS: Shape<ModelTokens> = { context: isWhole, output: isWhole };

export const isPrice = isLike(PRICE);
export const isModelTokens = isLike(TOKENS);
