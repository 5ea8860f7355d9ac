// How many tokens OpenAI's models take and give at Azure.
import type { ModelTokens } from '../../worker/contract/prices.ts';

const OF_5_4 = { context: 1_050_000, output: 128_000 };
const OF_5 = { context: 400_000, output: 128_000 };
const OF_CHAT = { context: 128_000, output: 16_384 };
const OF_4_1 = { context: 1_047_576, output: 32_768 };
const OF_O = { context: 200_000, output: 100_000 };
const OF_4_TURBO = { context: 128_000, output: 4096 };

/**
 * Of one picture of high quality, 1024 x 1536, and of 16 pictures in the input, each with high fidelity:
 * https://platform.openai.com/docs/guides/image-generation
 */
const OF_IMAGE = { context: 128_000, output: 6240 };

/**
 * Model, or model and version -> context window and longest answer. Embeddings are not here, because a request
 * may have 2,048 inputs. https://github.com/MicrosoftDocs/azure-ai-docs, page of 2026-06-11
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
  'o3-pro': OF_O,
  'o3-mini': OF_O,
  'codex-mini': OF_O,
  'computer-use-preview': { context: 8192, output: 1024 },
  o1: OF_O,
  'o1-mini': { context: 128_000, output: 65_536 },
  'gpt-4o': OF_CHAT,
  'gpt-4o@2024-05-13': OF_4_TURBO,
  'gpt-4o-mini': OF_CHAT,
  'gpt-4@turbo-2024-04-09': OF_4_TURBO,
  'gpt-audio-1.5': OF_CHAT,
  'gpt-audio': OF_CHAT,
  'gpt-audio-mini': OF_CHAT,
  'gpt-image-1.5': OF_IMAGE,
  'gpt-image-1': OF_IMAGE,
  'gpt-image-1-mini': OF_IMAGE,
};

/** The size of a version of a model; undefined: it is not known. */
export function knownTokens(model: string, version: string | undefined): ModelTokens | undefined {
  const key = [`${model}@${version ?? ''}`, model].find((each) => Object.hasOwn(TOKENS, each));
  return key === undefined ? undefined : TOKENS[key];
}
