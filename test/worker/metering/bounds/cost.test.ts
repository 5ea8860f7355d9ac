// What an answer costs, against sums that were worked out by hand or with fractions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Usage } from '../../../../worker/contract/log.ts';
import type { PriceBinding } from '../../../../worker/contract/prices.ts';
import { costOf, worstRates } from '../../../../worker/metering/bounds/cost.ts';

/** USD 0.75, 0.075 and 4.50 for a million tokens. */
const TEXT: PriceBinding = { input: 750_000, cachedInput: 75_000, output: 4_500_000 };

test.each<[string, Usage, PriceBinding, number, number | undefined]>([
  ['text', { inputTokens: 1000, outputTokens: 200 }, TEXT, 100, 750_000 + 900_000],
  [
    'cached input',
    { inputTokens: 1000, cachedTokens: 600, outputTokens: 0 },
    TEXT,
    100,
    300_000 + 45_000,
  ],
  ['a data zone', { inputTokens: 1000, outputTokens: 200 }, TEXT, 110, 1_815_000],
  // 3 tokens of 37.5 nano-dollars.
  ['parts of a nano-dollar, rounded up once', { inputTokens: 3 }, { input: 37_500 }, 100, 113],
  ['an embedding', { inputTokens: 7 }, { input: 20_000 }, 100, 140],
  [
    'written input',
    { inputTokens: 100, cachedTokens: 10, cacheWriteTokens: 40 },
    { ...TEXT, cacheWrite: 937_500 },
    100,
    50 * 750 + 10 * 75 + 37_500,
  ],
  [
    'written input that is not reported',
    { inputTokens: 100, cachedTokens: 10 },
    { ...TEXT, cacheWrite: 937_500 },
    100,
    84_375 + 750,
  ],
  [
    'none written',
    { inputTokens: 100, cacheWriteTokens: 0 },
    { ...TEXT, cacheWrite: 937_500 },
    100,
    75_000,
  ],
  [
    'sound',
    { inputTokens: 100, inputAudioTokens: 80, outputTokens: 50, outputAudioTokens: 40 },
    { ...TEXT, inputAudio: 40_000_000, outputAudio: 80_000_000 },
    100,
    20 * 750 + 80 * 40_000 + 10 * 4500 + 40 * 80_000,
  ],
  [
    'a picture, whose tokens are all its output',
    { inputTokens: 20, outputTokens: 4160 },
    { input: 5_000_000, outputImage: 40_000_000 },
    100,
    100_000 + 4160 * 40_000,
  ],
  [
    'a long prompt',
    { inputTokens: 300_000, outputTokens: 10 },
    { ...TEXT, longContext: { above: 272_000, input: 1_500_000, output: 6_750_000 } },
    100,
    300_000 * 1500 + 67_500,
  ],
  [
    'a prompt of exactly that length',
    { inputTokens: 272_000 },
    { ...TEXT, longContext: { above: 272_000, input: 1_500_000, output: 6_750_000 } },
    100,
    272_000 * 750,
  ],
  ['seconds', { audioSeconds: 61 }, { second: 100_000_000 }, 100, 6_100_000],
  ['no report', {}, TEXT, 100, undefined],
  ['seconds that are not reported', { inputTokens: 5 }, { second: 100_000_000 }, 100, undefined],
])('%s', (_, usage, price, percent, nanodollars) => {
  expect(costOf(usage, price, percent)).toBe(nanodollars);
});

test('pictures and characters are counted by the request', () => {
  expect(costOf({}, { image: 40_000_000_000 }, 100, { images: 2 })).toBe(80_000_000);
  expect(costOf({}, { character: 15_000_000 }, 110, { characters: 100 })).toBe(1_650_000);
});

test('a sum that a number cannot hold exactly is exact', () => {
  // 1,048,576 tokens at USD 599.999999 for a million, in a data zone: 692,060,159,999.8 × 10⁻⁹, rounded up.
  const price = { input: 599_999_999 };
  expect(costOf({ inputTokens: 1_048_576 }, price, 110)).toBe(692_060_158_847);
});

describe('the worst rates', () => {
  const rate = fc.integer({ min: 0, max: 1_000_000_000 });
  const prices = fc.record(
    {
      input: rate,
      cachedInput: rate,
      cacheWrite: rate,
      output: rate,
      inputAudio: rate,
      outputAudio: rate,
      inputImage: rate,
      outputImage: rate,
      longContext: fc.record(
        {
          above: fc.integer({ min: 1, max: 500 }),
          input: rate,
          cachedInput: rate,
          cacheWrite: rate,
          output: rate,
        },
        { requiredKeys: ['above', 'input', 'output'] },
      ),
    },
    { requiredKeys: [] },
  );
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test('are never below what an answer costs', () => {
    const shares = fc.record({ read: share, cached: share, sound: share, wrote: share });
    fc.assert(
      fc.property(
        prices,
        fc.nat(1000),
        fc.nat(1000),
        shares,
        fc.boolean(),
        (price, most, out, parts, reports) => {
          // Cached and written input never cost more than both prices of fresh input say.
          fc.pre((price.cachedInput ?? 0) <= (price.input ?? 0));
          const { longContext } = price;
          fc.pre((longContext?.cachedInput ?? 0) <= (longContext?.input ?? 0));
          const inputTokens = Math.floor(most * parts.read);
          const sound = Math.floor(inputTokens * parts.sound);
          const cachedTokens = Math.floor((inputTokens - sound) * parts.cached);
          const usage: Usage = {
            inputTokens,
            outputTokens: out,
            cachedTokens,
            inputAudioTokens: sound,
            ...(reports && {
              cacheWriteTokens: Math.floor((inputTokens - sound - cachedTokens) * parts.wrote),
            }),
          };
          const cost = costOf(usage, price, 110) ?? 0;
          const worst = worstRates(price, most);
          const bound = ((most * worst.input + out * worst.output) * 110) / 100_000;
          expect(cost).toBeLessThanOrEqual(Math.ceil(bound) + 1);
        },
      ),
    );
  });
});
