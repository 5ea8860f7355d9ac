// The descriptions of what a model costs and how large it is.
import type {
  longContextSchema,
  priceSchema,
  tokensSchema,
} from '../../../infra/settings/limits/price-schema.ts';
import type { Descriptions } from './description.ts';

const AS_INPUT = { en: 'as `input`', zh: '同 `input`' };
const AS_OUTPUT = { en: 'as `output`', zh: '同 `output`' };

const CACHED = { en: 'Input that Azure read from its cache.', zh: '从 Azure 缓存读取的输入。' };
const WRITTEN = { en: 'Input that Azure wrote to its cache.', zh: '写入 Azure 缓存的输入。' };

export const PRICE_TEXTS: Descriptions<typeof priceSchema.shape> = {
  input: { en: 'Input. Needs `output`.', zh: '输入。须与 `output` 一起设置。' },
  cachedInput: { ...CACHED, unset: AS_INPUT },
  cacheWrite: { ...WRITTEN, unset: AS_INPUT },
  output: {
    en: 'Output, reasoning included. 0 where answers cost nothing, as with embeddings.',
    zh: '输出，包括推理。回答不收费时为 0，例如 embedding。',
  },
  inputAudio: { en: 'Audio in the input.', zh: '输入中的音频。', unset: AS_INPUT },
  outputAudio: { en: 'Audio in the output.', zh: '输出中的音频。', unset: AS_OUTPUT },
  inputImage: { en: 'Images in the input.', zh: '输入中的图片。', unset: AS_INPUT },
  outputImage: { en: 'Images in the output.', zh: '输出中的图片。', unset: AS_OUTPUT },
  longContext: {
    en: 'Other prices of requests with a long input; members below.',
    zh: '输入很长的请求采用的另一套价格；字段见下。',
  },
  image: { en: 'USD for one picture.', zh: '每张图片的美元价格。' },
  second: { en: 'USD for one second of audio.', zh: '每秒音频的美元价格。' },
  character: {
    en: 'USD for a million characters that are spoken.',
    zh: '每百万个朗读字符的美元价格。',
  },
};

export const LONG_CONTEXT_TEXTS: Descriptions<typeof longContextSchema.shape> = {
  above: {
    en: 'Tokens of input above which these prices hold, for the whole request.',
    zh: '输入 token 超过这个数时，整个请求采用这套价格。',
  },
  input: { en: 'Input.', zh: '输入。' },
  cachedInput: { ...CACHED, unset: AS_INPUT },
  cacheWrite: { ...WRITTEN, unset: AS_INPUT },
  output: { en: 'Output.', zh: '输出。' },
};

export const TOKENS_TEXTS: Descriptions<typeof tokensSchema.shape> = {
  context: { en: 'Tokens of input and output together.', zh: '输入与输出合计的 token 数。' },
  output: { en: 'Tokens of an answer, reasoning included.', zh: '一个回答的 token 数，包括推理。' },
};
