// What OpenAI's models cost in Azure's global deployments. Other deployments cost more: price-factors.ts.
import type { PriceBinding } from '../../worker/contract/prices.ts';
import { toInteger } from '../settings/limits/money.ts';
import { withoutUndefined } from '../to-object.ts';
import { byVersion } from './by-version.ts';

/** A price in a global deployment. */
export interface ListedPrice {
  readonly price: PriceBinding;
  /** The day on which it was compared with what Azure charges. */
  readonly asOf: string;
}

/** USD for a million tokens; for a picture, a second, and a million characters where the name says so. */
interface UsdPrice {
  readonly input?: number;
  readonly cached?: number;
  readonly write?: number;
  readonly output?: number;
  readonly inputAudio?: number;
  readonly outputAudio?: number;
  readonly inputImage?: number;
  readonly outputImage?: number;
  readonly second?: number;
  readonly character?: number;
  /** For requests with more than 272,000 tokens of input: what is multiplied, and by how much. */
  readonly long?: typeof LONG;
}

/** Azure's retail prices, which need no login: https://prices.azure.com/api/retail/prices?$filter=serviceName eq 'Foundry Models' */
const RETAIL = '2026-08-11';
/** The same, and @pydantic/genai-prices 0.1.8 agrees, which test/infra/azure-models/prices.test.ts compares. */
const COMPARED = '2026-09-23';
/** https://github.com/SergeevDmitry/llm-kit/releases/tag/usage-tab%401.3.0 */
const OBSERVED = '2026-10-03';

/** Of the meters "longco": twice the input, cached and written alike, and one and a half times the output. */
const LONG = { above: 272_000, input: 2, output: 1.5 } as const;

const GPT_5 = { input: 1.25, cached: 0.125, output: 10 };
const GPT_5_MINI = { input: 0.25, cached: 0.025, output: 2 };
const GPT_5_2 = { input: 1.75, cached: 0.175, output: 14 };
const GPT_4O = { input: 2.5, cached: 1.25, output: 10 };
const GPT_4_TURBO = { input: 10, output: 30 };
const GPT_4 = { input: 30, output: 60 };
const GPT_35 = { input: 1.5, output: 2 };
const O_MINI = { input: 1.1, cached: 0.55, output: 4.4 };

/** Model, or model and version -> its price. Sorted by age, the newest first. */
const PRICES: Readonly<Record<string, readonly [price: UsdPrice, asOf: string]>> = {
  // Azure charges 4 and 20 until 2026-11-30 at least, as a promotion, and this from then on:
  // https://github.com/theopenco/llmgateway/pull/4144
  'gpt-5.6-sol': [{ input: 5, cached: 0.5, write: 6.25, output: 30, long: LONG }, '2026-09-19'],
  'gpt-5.6-terra': [{ input: 2, cached: 0.2, write: 2.5, output: 12, long: LONG }, OBSERVED],
  'gpt-5.6-luna': [{ input: 0.2, cached: 0.02, write: 0.25, output: 1.2, long: LONG }, OBSERVED],
  'gpt-chat-latest': [{ input: 5, cached: 0.5, output: 30 }, COMPARED],
  'gpt-5.5': [{ input: 5, cached: 0.5, output: 30, long: LONG }, COMPARED],
  'gpt-5.4': [{ input: 2.5, cached: 0.25, output: 15, long: LONG }, COMPARED],
  'gpt-5.4-pro': [{ input: 30, output: 180, long: LONG }, COMPARED],
  'gpt-5.4-mini': [{ input: 0.75, cached: 0.075, output: 4.5 }, COMPARED],
  'gpt-5.4-nano': [{ input: 0.2, cached: 0.02, output: 1.25 }, COMPARED],
  'gpt-5.3-chat': [GPT_5_2, COMPARED],
  'gpt-5.3-codex': [GPT_5_2, COMPARED],
  'gpt-5.2': [GPT_5_2, COMPARED],
  'gpt-5.2-chat': [GPT_5_2, COMPARED],
  'gpt-5.2-codex': [GPT_5_2, COMPARED],
  'gpt-5.1': [GPT_5, COMPARED],
  'gpt-5.1-chat': [GPT_5, COMPARED],
  'gpt-5.1-codex': [GPT_5, COMPARED],
  'gpt-5.1-codex-max': [GPT_5, COMPARED],
  'gpt-5.1-codex-mini': [GPT_5_MINI, COMPARED],
  'gpt-5': [GPT_5, COMPARED],
  'gpt-5-chat': [GPT_5, COMPARED],
  'gpt-5-codex': [GPT_5, COMPARED],
  'gpt-5-mini': [GPT_5_MINI, COMPARED],
  'gpt-5-nano': [{ input: 0.05, cached: 0.005, output: 0.4 }, COMPARED],
  'gpt-5-pro': [{ input: 15, output: 120 }, COMPARED],
  'gpt-4.1': [{ input: 2, cached: 0.5, output: 8 }, COMPARED],
  'gpt-4.1-mini': [{ input: 0.4, cached: 0.1, output: 1.6 }, COMPARED],
  'gpt-4.1-nano': [{ input: 0.1, cached: 0.025, output: 0.4 }, COMPARED],
  'o4-mini': [{ input: 1.1, cached: 0.275, output: 4.4 }, COMPARED],
  o3: [{ input: 2, cached: 0.5, output: 8 }, COMPARED],
  'o3-pro': [{ input: 20, output: 80 }, COMPARED],
  'o3-mini': [O_MINI, COMPARED],
  'o3-deep-research': [{ input: 10, cached: 2.5, output: 40 }, COMPARED],
  'codex-mini': [{ input: 1.5, cached: 0.375, output: 6 }, COMPARED],
  'computer-use-preview': [{ input: 3, output: 12 }, COMPARED],
  o1: [{ input: 15, cached: 7.5, output: 60 }, COMPARED],
  'o1-pro': [{ input: 150, output: 600 }, COMPARED],
  'o1-mini': [O_MINI, COMPARED],
  'gpt-4o': [GPT_4O, COMPARED],
  'gpt-4o@2024-05-13': [{ input: 5, output: 15 }, COMPARED],
  'gpt-4o-mini': [{ input: 0.15, cached: 0.075, output: 0.6 }, COMPARED],
  'gpt-4@turbo-2024-04-09': [GPT_4_TURBO, RETAIL],
  'gpt-4@0125-Preview': [GPT_4_TURBO, COMPARED],
  'gpt-4@1106-Preview': [GPT_4_TURBO, COMPARED],
  'gpt-4@vision-preview': [GPT_4_TURBO, RETAIL],
  'gpt-4@0613': [GPT_4, COMPARED],
  'gpt-4@0314': [GPT_4, COMPARED],
  'gpt-4-32k': [{ input: 60, output: 120 }, COMPARED],
  'gpt-35-turbo@0125': [{ input: 0.5, output: 1.5 }, COMPARED],
  'gpt-35-turbo@1106': [{ input: 1, output: 2 }, RETAIL],
  'gpt-35-turbo@0613': [GPT_35, RETAIL],
  'gpt-35-turbo@0301': [GPT_35, RETAIL],
  'gpt-35-turbo-16k': [{ input: 3, output: 4 }, COMPARED],
  'gpt-35-turbo-instruct': [GPT_35, RETAIL],
  'text-embedding-3-large': [{ input: 0.13, output: 0 }, COMPARED],
  'text-embedding-3-small': [{ input: 0.02, output: 0 }, COMPARED],
  'text-embedding-ada-002': [{ input: 0.1, output: 0 }, COMPARED],
  // Cached images cost more than cached text, and answers do not tell them apart: both count as not cached.
  'gpt-image-2': [{ input: 5, output: 30, inputImage: 8, outputImage: 30 }, COMPARED],
  'gpt-image-1.5': [{ input: 5, output: 10, inputImage: 8, outputImage: 32 }, COMPARED],
  'gpt-image-1': [{ input: 5, output: 40, inputImage: 10, outputImage: 40 }, COMPARED],
  'gpt-image-1-mini': [{ input: 2, output: 8, inputImage: 2.5, outputImage: 8 }, COMPARED],
  'gpt-audio-1.5': [{ input: 2.5, output: 10, inputAudio: 32, outputAudio: 64 }, COMPARED],
  'gpt-audio': [{ input: 2.5, output: 10, inputAudio: 40, outputAudio: 80 }, RETAIL],
  'gpt-audio-mini': [{ input: 0.6, output: 2.4, inputAudio: 10, outputAudio: 20 }, COMPARED],
  'gpt-4o-transcribe': [{ input: 2.5, output: 10, inputAudio: 6 }, COMPARED],
  'gpt-4o-transcribe-diarize': [{ input: 2.5, output: 10, inputAudio: 6 }, COMPARED],
  'gpt-4o-mini-transcribe': [{ input: 1.25, output: 5, inputAudio: 3 }, COMPARED],
  'gpt-4o-mini-tts': [{ input: 0.6, output: 12, outputAudio: 12 }, COMPARED],
  // USD 0.36 an hour.
  whisper: [{ second: 0.0001 }, COMPARED],
  tts: [{ character: 15 }, RETAIL],
  'tts-hd': [{ character: 30 }, RETAIL],
};

/** The price of a version of a model; undefined: it is not known. */
export function knownPrice(model: string, version: string | undefined): ListedPrice | undefined {
  const listed = byVersion(PRICES, model, version);
  return listed && { price: toBinding(listed[0]), asOf: listed[1] };
}

/** Models, or models and versions, whose price is known. */
export const PRICED: readonly string[] = Object.keys(PRICES);

function toBinding(usd: UsdPrice): PriceBinding {
  const { input, cached, write, output, long } = usd;
  const times = (price: number | undefined, factor: number) =>
    price === undefined ? undefined : picodollars(price) * factor;
  const price = {
    input: times(input, 1),
    cachedInput: times(cached, 1),
    cacheWrite: times(write, 1),
    output: times(output, 1),
    inputAudio: times(usd.inputAudio, 1),
    outputAudio: times(usd.outputAudio, 1),
    inputImage: times(usd.inputImage, 1),
    outputImage: times(usd.outputImage, 1),
    second: usd.second === undefined ? undefined : toInteger(usd.second, 12),
    character: times(usd.character, 1),
    longContext: long && {
      above: long.above,
      input: times(input, long.input),
      cachedInput: times(cached, long.input),
      cacheWrite: times(write, long.input),
      output: times(output, long.output),
    },
  };
  return withoutUndefined(price);
}

/** Of one token; a price for a million has at most six decimals. */
function picodollars(usdPerMillion: number): number {
  const integer = toInteger(usdPerMillion, 6);
  if (integer === undefined) throw new Error(`not a price: ${usdPerMillion}`);
  return integer;
}
