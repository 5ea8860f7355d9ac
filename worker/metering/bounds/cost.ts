// What a request costs, in integers: prices are picodollars, costs nano-dollars.

import type { Usage } from '../../contract/log.ts';
import type { PriceBinding } from '../../contract/prices.ts';

/** What an answer does not report and the request tells. */
export interface Ordered {
  /** Pictures, and characters of text to be spoken. */
  readonly images?: number;
  readonly characters?: number;
}

/** The prices of text in one request. */
interface TextRates {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/**
 * The cost of what Azure reported, rounded up to a whole nano-dollar; undefined where the report lacks
 * something that has a price.
 *
 * Where written input has a price and the report does not say how much was written, all that was not
 * cached counts as written: Azure bills such writes before its API reports them
 * (https://github.com/dotnet/extensions/issues/7635).
 *
 * @param percent of the price, at the account that answered
 */
export function costOf(
  usage: Usage,
  price: PriceBinding,
  percent: number,
  ordered: Ordered = {},
): number | undefined {
  const { inputTokens, outputTokens = 0, audioSeconds } = usage;
  if (hasTokenPrice(price) && inputTokens === undefined) return undefined;
  if (price.second !== undefined && audioSeconds === undefined) return undefined;
  const rates = textRates(price, inputTokens ?? 0);
  const { inputAudioTokens: audio = 0, inputImageTokens: images = 0 } = usage;
  const text = Math.max((inputTokens ?? 0) - audio - images, 0);
  const cached = Math.min(usage.cachedTokens ?? 0, text);
  const fresh = text - cached;
  const written = Math.min(
    usage.cacheWriteTokens ?? (price.cacheWrite === undefined ? 0 : fresh),
    fresh,
  );
  const { outputAudioTokens: spoken = 0, outputImageTokens: drawn = 0 } = usage;
  const words = Math.max(outputTokens - spoken - drawn, 0);
  const pico =
    (fresh - written) * rates.input +
    cached * rates.cachedInput +
    written * rates.cacheWrite +
    audio * (price.inputAudio ?? rates.input) +
    images * (price.inputImage ?? rates.input) +
    words * rates.output +
    spoken * (price.outputAudio ?? rates.output) +
    drawn * (price.outputImage ?? rates.output) +
    (audioSeconds ?? 0) * (price.second ?? 0) +
    (ordered.images ?? 0) * (price.image ?? 0) +
    (ordered.characters ?? 0) * (price.character ?? 0);
  return toNanodollars(pico, percent);
}

/** Whether a model is sold by the token. */
function hasTokenPrice({ input, output, inputAudio, outputImage }: PriceBinding): boolean {
  return [input, output, inputAudio, outputImage].some((rate) => rate !== undefined);
}

/** The most that one token can cost, on its way in and on its way out. */
export interface WorstRates {
  readonly input: number;
  readonly output: number;
}

/**
 * The dearest rates of a request.
 *
 * @param inputTokens the most that it can have
 */
export function worstRates(price: PriceBinding, inputTokens: number): WorstRates {
  const short = textRates(price, 0);
  const long = textRates(price, inputTokens);
  return {
    input: Math.max(
      ...[short.input, short.cacheWrite, long.input, long.cacheWrite],
      ...[price.inputAudio ?? 0, price.inputImage ?? 0],
    ),
    output: Math.max(short.output, long.output, price.outputAudio ?? 0, price.outputImage ?? 0),
  };
}

/** Nano-dollars, rounded up. The product would not be exact as a number. */
export function toNanodollars(pico: number, percent: number): number {
  return Number((BigInt(pico) * BigInt(percent) + 99_999n) / 100_000n);
}

/** Models that only draw or speak sell their output as pictures or sound. */
function textRates(price: PriceBinding, inputTokens: number): TextRates {
  const { longContext } = price;
  const isLong = longContext !== undefined && inputTokens > longContext.above;
  const rates = isLong ? longContext : price;
  const input = rates.input ?? price.inputAudio ?? 0;
  return {
    input,
    cachedInput: rates.cachedInput ?? input,
    cacheWrite: rates.cacheWrite ?? input,
    output: rates.output ?? price.outputAudio ?? price.outputImage ?? 0,
  };
}
