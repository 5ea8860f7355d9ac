// The schemas of what a model costs and how large it is.
import { z } from 'zod';
import { exactAmount } from './money.ts';

const PER_MILLION =
  'USD for a million tokens, from 0 to 100,000, with at most 6 decimals, such as 0.75';
const PER_CHARACTERS =
  'USD for a million characters, from 0 to 100,000, with at most 6 decimals, such as 15';
const PER_PICTURE = 'USD for one picture, from 0 to 1,000, with at most 12 decimals';
const PER_SECOND = 'USD for one second of audio, from 0 to 1,000, with at most 12 decimals';
const TOKENS = 'a whole number of tokens from 1 to 100,000,000';
const PRICE =
  'an object with prices in USD: input and output of a million tokens, such as {input: 0.75, output: 4.5}, or image, second or character';

/** Picodollars a token. */
function perMillion(allowed = PER_MILLION) {
  return exactAmount({ decimals: 6, least: 0, most: 100_000, allowed });
}

/** Picodollars a piece. */
function perPiece(allowed: string) {
  return exactAmount({ decimals: 12, least: 0, most: 1000, allowed });
}

function tokens(): z.ZodInt {
  return z.int(TOKENS).min(1, TOKENS).max(100_000_000, TOKENS);
}

/** `longContext` of a price. */
export const longContextSchema = z.strictObject(
  {
    above: tokens(),
    input: perMillion(),
    cachedInput: perMillion().optional(),
    cacheWrite: perMillion().optional(),
    output: perMillion(),
  },
  'an object with above, in tokens, and the prices of such requests',
);

/** `price` of a model. Its output is a `PriceBinding`. */
export const priceSchema = z
  .strictObject(
    {
      input: perMillion().optional(),
      cachedInput: perMillion().optional(),
      cacheWrite: perMillion().optional(),
      output: perMillion().optional(),
      inputAudio: perMillion().optional(),
      outputAudio: perMillion().optional(),
      inputImage: perMillion().optional(),
      outputImage: perMillion().optional(),
      longContext: longContextSchema.optional(),
      image: perPiece(PER_PICTURE).optional(),
      second: perPiece(PER_SECOND).optional(),
      character: perMillion(PER_CHARACTERS).optional(),
    },
    PRICE,
  )
  .refine(isWhole, PRICE);

/** With a forgotten `output`, answers would cost nothing. Where they do, it is 0. */
function isWhole(price: object): boolean {
  if ('input' in price !== 'output' in price) return false;
  return ['input', 'image', 'second', 'character'].some((member) => member in price);
}

/** `tokens` of a model. */
export const tokensSchema = z.strictObject(
  { context: tokens(), output: tokens() },
  'an object with context and output, in tokens',
);
