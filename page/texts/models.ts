// Texts of the list of models.
import type { Text } from './text.ts';

export const title: Text = ['Your models', '可用模型'];
export const welcome: Text = ['Signed in as {user}', '当前用户：{user}'];
export const team: Text = ['Team: {team}', '团队：{team}'];
export const expires: Text = ['Key expires: {when}', '密钥到期：{when}'];
export const never: Text = ['never', '永不过期'];
export const aliases: Text = ['also called', '别名'];
export const unknown: Text = ['capabilities not known', '能力未知'];
export const context: Text = ['Context', '上下文'];
export const output: Text = ['Longest answer', '最长输出'];
export const tokens: Text = ['{count} tokens', '{count} tokens'];
export const none: Text = [
  'Your key has no models. Ask the operator to allow some.',
  '你的密钥没有可用模型。请联系网关管理员开通。',
];

export const priceUnit: Text = ['per million', '每百万'];

export const prices = {
  input: ['Input', '输入'],
  cachedInput: ['Cached input', '缓存输入'],
  cacheWrite: ['Cache write', '缓存写入'],
  output: ['Output', '输出'],
  inputImage: ['Image input', '图片输入'],
  outputImage: ['Image output', '图片输出'],
  inputAudio: ['Audio input', '音频输入'],
  outputAudio: ['Audio output', '音频输出'],
  character: ['Characters', '字符'],
  image: ['Picture', '每张图片'],
  second: ['Second', '每秒'],
} as const satisfies Readonly<Record<string, Text>>;

export const capabilities = {
  chat: ['chat', '对话'],
  completions: ['completions', '文本补全'],
  embeddings: ['embeddings', '向量'],
  responses: ['Responses API', 'Responses API'],
  images: ['images', '图片'],
  transcription: ['transcription', '语音转文字'],
  translation: ['audio translation', '语音翻译'],
  speech: ['speech', '语音合成'],
  realtime: ['realtime', '实时语音'],
  'realtime-translation': ['realtime translation', '实时翻译'],
  live: ['live', 'Live'],
} as const satisfies Readonly<Record<string, Text>>;
