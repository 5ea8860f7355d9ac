// The table of prices against one that others keep: https://github.com/pydantic/genai-prices
import { calcPrice, type ModelPrice } from '@pydantic/genai-prices';
import { describe, expect, test } from 'vitest';
import { percentOfGlobal } from '../../../infra/azure-models/price-factors.ts';
import { knownPrice, PRICED } from '../../../infra/azure-models/prices.ts';
import { knownTokens } from '../../../infra/azure-models/token-limits.ts';
import type { PriceBinding } from '../../../worker/contract/prices.ts';
import { NOW } from '../raw-config.ts';

/** What the two tables say differently, and why ours is as it is. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'gpt-5.6-sol': "theirs is the price of a promotion; ours is Azure's from its end on",
  'o4-mini': 'theirs rounds the price of cached input, 0.275, to cents',
  'gpt-audio': "theirs is OpenAI's; Azure's meters of the version 2025-08-28 say more",
  'gpt-4@turbo-2024-04-09': "theirs does not know Azure's name of GPT-4 Turbo",
  'gpt-4@vision-preview': 'the same',
  'gpt-35-turbo@1106': "theirs does not know Azure's versions of GPT-3.5",
  'gpt-35-turbo@0613': 'the same',
  'gpt-35-turbo@0301': 'the same',
};

/** Of both tables, in picodollars. What is not sold separately is as what it counts as. */
interface Rates {
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly output: number;
  readonly inputAudio: number;
  readonly outputAudio: number;
  readonly inputImage: number;
  readonly outputImage: number;
}

function ours(price: PriceBinding, long: boolean): Rates {
  const {
    input = 0,
    cachedInput = input,
    cacheWrite = input,
    output = 0,
  } = {
    ...price,
    ...(long ? price.longContext : {}),
  };
  return {
    input,
    cached: cachedInput,
    written: cacheWrite,
    output,
    inputAudio: price.inputAudio ?? input,
    outputAudio: price.outputAudio ?? output,
    inputImage: price.inputImage ?? input,
    outputImage: price.outputImage ?? output,
  };
}

function theirs(price: ModelPrice, long: boolean): Rates {
  const rate = (key: string, fallback: number): number => {
    const value = price[key];
    if (value === undefined) return fallback;
    if (typeof value === 'number') return Math.round(value * 1_000_000);
    const [tier] = value.tiers;
    expect(tier?.start).toSatisfy((start) => start === 271_999 || start === 272_000);
    return Math.round((long ? (tier?.price ?? NaN) : value.base) * 1_000_000);
  };
  const input = rate('input_mtok', 0);
  const output = rate('output_mtok', 0);
  return {
    input,
    cached: rate('cache_read_mtok', input),
    written: rate('cache_write_mtok', input),
    output,
    inputAudio: rate('input_audio_mtok', input),
    outputAudio: rate('output_audio_mtok', output),
    inputImage: rate('input_image_mtok', input),
    outputImage: rate('output_image_mtok', output),
  };
}

/** Their price for Azure, which falls back to OpenAI's; undefined: they do not know the model. */
function theirPrice(model: string, version: string | undefined): ModelPrice | undefined {
  const id = version !== undefined && /^\d{4}-/.test(version) ? `${model}-${version}` : model;
  const options = { providerId: 'azure', timestamp: new Date(NOW) };
  return calcPrice({ input_tokens: 1 }, id, options)?.model_price;
}

describe('a listed price', () => {
  test.each(PRICED)('%s agrees with the other table, or it is known why not', (key) => {
    const [model = '', version] = key.split('@');
    const listed = knownPrice(model, version);
    const other = theirPrice(model, version);
    const price = listed?.price ?? {};
    // Of these, the other table has hours, or nothing.
    if (other === undefined || price.input === undefined) return;
    const all = [false, true].map((long) => {
      const [own, others] = [ours(price, long), theirs(other, long)];
      return [
        own,
        model.startsWith('gpt-image-') ? { ...others, cached: own.input } : others,
      ] as const;
    });
    const agrees = all.every(([own, others]) => JSON.stringify(own) === JSON.stringify(others));
    if (Object.hasOwn(DIFFERENCES, key)) expect(agrees).toBe(false);
    else for (const [own, others] of all) expect(own).toEqual(others);
  });

  test('has a day, and integers', () => {
    for (const key of PRICED) {
      const [model = '', version] = key.split('@');
      const { asOf = '', price } = knownPrice(model, version) ?? {};
      expect(new Date(asOf).toISOString().slice(0, 10)).toBe(asOf);
      for (const rate of Object.values({ ...price, longContext: 0, ...price?.longContext })) {
        expect(Number.isSafeInteger(rate)).toBe(true);
      }
    }
  });

  test('of a version comes before that of all versions', () => {
    expect(knownPrice('gpt-4o', '2024-05-13')?.price.input).toBe(5_000_000);
    expect(knownPrice('gpt-4o', '2024-11-20')?.price.input).toBe(2_500_000);
    expect(knownPrice('gpt-4', '0613')?.price.output).toBe(60_000_000);
    expect(knownPrice('gpt-4', 'brand-new')).toBeUndefined();
    expect(knownPrice('constructor', undefined)).toBeUndefined();
  });

  test('of long requests is that of the whole request', () => {
    expect(knownPrice('gpt-5.4', '2026-03-05')?.price.longContext).toEqual({
      above: 272_000,
      input: 5_000_000,
      cachedInput: 500_000,
      output: 22_500_000,
    });
  });

  test('of whisper is USD 0.36 an hour', () => {
    expect((knownPrice('whisper', '001')?.price.second ?? 0) * 3600).toBe(360_000_000_000);
  });
});

test('every model with a price has a size, and answers are not longer than the context', () => {
  const lacking = PRICED.filter((key) => {
    const [model = '', version] = key.split('@');
    const { context, output } = knownTokens(model, version) ?? { context: 0, output: 1 };
    return output > context;
  });
  expect(lacking).toEqual([]);
  expect(knownTokens('gpt-4o', '2024-05-13')).toEqual({ context: 128_000, output: 4096 });
  expect(knownTokens('brand-new', '1')).toBeUndefined();
});

// Each is what one request reserves at most, apart from its text: without a size it would be dollars.
test.each([
  ['gpt-4o-mini-tts', 0.2],
  ['gpt-4o-transcribe', 0.15],
  ['gpt-image-2', 0.75],
])('an answer of %s costs less than USD %d', (model, most) => {
  const { input = 0, inputAudio = 0, output = 0 } = knownPrice(model, undefined)?.price ?? {};
  const { context = Infinity, output: longest = Infinity } = knownTokens(model, undefined) ?? {};
  const heard = inputAudio > input ? context * inputAudio : 0;
  expect((heard + longest * output) / 1e12).toBeLessThan(most);
});

describe('the factor of a deployment', () => {
  test.each([
    ['GlobalStandard', 'eastus2', 100],
    ['GlobalBatch', 'eastus2', 100],
    ['DeveloperTier', 'eastus2', 100],
    ['DataZoneStandard', 'eastus2', 110],
    ['DataZoneStandard', 'swedencentral', 110],
    ['DataZoneStandard', 'japaneast', 120],
    ['DataZoneStandard', 'usgovvirginia', 138],
    ['DataZoneStandard', undefined, 120],
    ['Standard', 'eastus2', 110],
    ['Standard', 'swedencentral', 121],
    ['Standard', 'westeurope', 132],
    ['Standard', 'a-new-location', 132],
    ['Standard', undefined, 132],
  ] as const)('%s in %s: %i percent', (sku, location, percent) => {
    expect(percentOfGlobal('gpt-4o', sku, location)).toBe(percent);
  });

  test('is none where a model is sold regionally alone', () => {
    expect(percentOfGlobal('whisper', 'Standard', 'westeurope')).toBe(100);
  });
});
