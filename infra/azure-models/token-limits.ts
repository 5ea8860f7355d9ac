// How many tokens OpenAI's models take and give at Azure.
import type { ModelTokens } from '../../worker/contract/prices.ts';
import { byVersion } from './by-version.ts';

const OF_5_4 = { context: 1_050_000, output: 128_000 };
const OF_5 = { context: 400_000, output: 128_000 };
const OF_CHAT = { context: 128_000, output: 16_384 };
const OF_4_1 = { context: 1_047_576, output: 32_768 };
const OF_O = { context: 200_000, output: 100_000 };
const OF_4_TURBO = { context: 128_000, output: 4096 };

/**
 * Of versions without a limit of answers of their own: input and output share the window. Not compared with a
 * page.
 */
const OF_4 = { context: 8192, output: 8192 };
const OF_4_32K = { context: 32_768, output: 32_768 };
const OF_35 = { context: 4096, output: 4096 };
const OF_35_16K = { context: 16_385, output: 4096 };

/**
 * Of one picture of high quality, 1024 x 1536, and of 16 pictures in the input, each with high fidelity:
 * https://platform.openai.com/docs/guides/image-generation
 */
const OF_IMAGE = { context: 128_000, output: 6240 };

/**
 * An estimate: OpenAI publishes no formula. A picture of high quality is taken to have 96 x 96 patches where it
 * is square, and patches x (2,000,000 + pixels) / 4,000,000 tokens, which fits four figures of OpenAI's
 * calculator that users quote. The largest square has 8,294,400 pixels.
 */
const OF_IMAGE_2 = { context: 128_000, output: 23_719 };

/** https://developers.openai.com/api/docs/models/gpt-4o-transcribe, and the same of the others. */
const OF_TRANSCRIPT = { context: 16_000, output: 2000 };

/**
 * At most 2,000 tokens of input: https://developers.openai.com/api/docs/models/gpt-4o-mini-tts. No page says
 * how long the answer may be. This is the longest one of GPT-4o mini, on which the model is built, and 13 minutes
 * of speech: OpenAI's estimate of USD 0.015 a minute means 1,250 tokens. 2,000 tokens of text take about ten.
 */
const OF_SPEECH = { context: 18_384, output: 16_384 };

/** Sold by the second or by the character. Azure counts no tokens, so a token limit counts almost none. */
const NOT_BY_TOKEN = { context: 1, output: 1 };

/**
 * 2,048 inputs of 8,192 tokens each, of which the body's length is mostly the lower bound. Not compared with a
 * page.
 */
const OF_EMBEDDINGS = { context: 2048 * 8192, output: 1 };

/**
 * Model, or model and version -> context window and longest answer. Each model of prices.ts is here. Those of
 * gpt-4 and gpt-35-turbo, o1-pro and o3-deep-research were not compared with a page; all others:
 * https://github.com/MicrosoftDocs/azure-ai-docs, page of 2026-06-11
 * (articles/foundry/openai/includes/models-azure-direct-openai.md); the models of 5.6 are as large as 5.5:
 * https://github.com/pydantic/genai-prices
 */
const TOKENS: Readonly<Record<string, ModelTokens>> = {
  'gpt-5.6-sol': OF_5_4,
  'gpt-5.6-terra': OF_5_4,
  'gpt-5.6-luna': OF_5_4,
  'gpt-chat-latest': OF_CHAT,
  'gpt-5.5': OF_5_4,
  'gpt-5.4': OF_5_4,
  'gpt-5.4-pro': OF_5_4,
  'gpt-5.4-mini': OF_5,
  'gpt-5.4-nano': OF_5,
  'gpt-5.3-chat': OF_CHAT,
  'gpt-5.3-codex': OF_5,
  'gpt-5.2': OF_5,
  'gpt-5.2-chat': OF_CHAT,
  'gpt-5.2-codex': OF_5,
  'gpt-5.1': OF_5,
  'gpt-5.1-chat': OF_CHAT,
  'gpt-5.1-codex': OF_5,
  'gpt-5.1-codex-max': OF_5,
  'gpt-5.1-codex-mini': OF_5,
  'gpt-5': OF_5,
  'gpt-5-chat': OF_CHAT,
  'gpt-5-codex': OF_5,
  'gpt-5-mini': OF_5,
  'gpt-5-nano': OF_5,
  'gpt-5-pro': OF_5,
  'gpt-4.1': OF_4_1,
  'gpt-4.1-mini': OF_4_1,
  'gpt-4.1-nano': OF_4_1,
  'o4-mini': OF_O,
  o3: OF_O,
  'o3-deep-research': OF_O,
  'o3-pro': OF_O,
  'o3-mini': OF_O,
  'codex-mini': OF_O,
  'computer-use-preview': { context: 8192, output: 1024 },
  o1: OF_O,
  'o1-pro': OF_O,
  'o1-mini': { context: 128_000, output: 65_536 },
  'gpt-4o': OF_CHAT,
  'gpt-4o@2024-05-13': OF_4_TURBO,
  'gpt-4o-mini': OF_CHAT,
  'gpt-4@turbo-2024-04-09': OF_4_TURBO,
  'gpt-4@0125-Preview': OF_4_TURBO,
  'gpt-4@1106-Preview': OF_4_TURBO,
  'gpt-4@vision-preview': OF_4_TURBO,
  'gpt-4@0613': OF_4,
  'gpt-4@0314': OF_4,
  'gpt-4-32k': OF_4_32K,
  'gpt-35-turbo@0125': OF_35_16K,
  'gpt-35-turbo@1106': OF_35_16K,
  'gpt-35-turbo@0613': OF_35,
  'gpt-35-turbo@0301': OF_35,
  'gpt-35-turbo-16k': { context: 16_384, output: 16_384 },
  'gpt-35-turbo-instruct': { context: 4097, output: 4097 },
  'text-embedding-3-large': OF_EMBEDDINGS,
  'text-embedding-3-small': OF_EMBEDDINGS,
  'text-embedding-ada-002': OF_EMBEDDINGS,
  'gpt-audio-1.5': OF_CHAT,
  'gpt-audio': OF_CHAT,
  'gpt-audio-mini': OF_CHAT,
  'gpt-image-2': OF_IMAGE_2,
  'gpt-image-1.5': OF_IMAGE,
  'gpt-image-1': OF_IMAGE,
  'gpt-image-1-mini': OF_IMAGE,
  'gpt-4o-transcribe': OF_TRANSCRIPT,
  'gpt-4o-transcribe-diarize': OF_TRANSCRIPT,
  'gpt-4o-mini-transcribe': OF_TRANSCRIPT,
  'gpt-4o-mini-tts': OF_SPEECH,
  whisper: NOT_BY_TOKEN,
  tts: NOT_BY_TOKEN,
  'tts-hd': NOT_BY_TOKEN,
};

/** The size of a version of a model; undefined: it is not known. */
export function knownTokens(model: string, version: string | undefined): ModelTokens | undefined {
  return byVersion(TOKENS, model, version);
}
