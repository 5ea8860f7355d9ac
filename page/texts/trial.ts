// Texts of the view Try.
import type { Text } from './text.ts';

export const names = {
  chat: ['Chat', '对话'],
  image: ['Image', '图片'],
  speech: ['Speech', '语音'],
  embeddings: ['Embeddings', '向量'],
} as const satisfies Readonly<Record<string, Text>>;

export const title: Text = ['Try it', '试用'];
export const lead: Text = [
  'Requests are sent with your key and count like any others.',
  '请求使用你的密钥发送，与其他请求一样计入用量。',
];
export const kind: Text = ['What to try', '试用内容'];
export const model: Text = ['Model', '模型'];
export const nothing: Text = ['None of your models can be tried here.', '你的模型都无法在此试用。'];
export const chatConversation: Text = ['Conversation', '对话内容'];
export const chatEmpty: Text = ['Ask something to begin.', '输入问题，开始对话。'];
export const chatMessage: Text = ['Message', '消息'];
export const chatHint: Text = [
  'Enter sends, Shift+Enter starts a new line.',
  'Enter 发送，Shift+Enter 换行。',
];
export const chatSend: Text = ['Send', '发送'];
export const chatStop: Text = ['Stop', '停止'];
export const chatClear: Text = ['New chat', '新对话'];
export const chatYou: Text = ['You', '你'];
export const imagePrompt: Text = ['Describe the picture', '描述图片'];
export const imageCreate: Text = ['Create', '生成'];
export const imageCreating: Text = ['Creating the picture…', '正在生成图片…'];
export const imageDone: Text = ['The picture is ready.', '图片已生成。'];
export const imageAlt: Text = ['Generated picture: {prompt}', '生成的图片：{prompt}'];
export const speechText: Text = ['Text to speak', '要朗读的文本'];
export const speechVoice: Text = ['Voice', '音色'];
export const speechSpeak: Text = ['Create speech', '生成语音'];
export const speechCreating: Text = ['Creating the speech…', '正在生成语音…'];
export const speechDone: Text = ['The speech is ready to play.', '语音已生成，可以播放。'];
export const speechPlayer: Text = ['Generated speech', '生成的语音'];
export const embeddingsOne: Text = ['First text', '第一段文本'];
export const embeddingsOther: Text = ['Second text', '第二段文本'];
export const embeddingsCompare: Text = ['Compare', '比较'];
export const embeddingsWorking: Text = ['Computing…', '正在计算…'];
export const embeddingsResult: Text = [
  'Similarity {similarity}, from two vectors of {dimensions} numbers.',
  '相似度 {similarity}，由两个 {dimensions} 维向量计算得出。',
];

export const endings = {
  stopped: ['You stopped this answer.', '你已停止此回答。'],
  length: ['The answer stopped at its limit of tokens.', '回答达到 token 上限而停止。'],
  filter: ['Azure’s content filter stopped the answer.', '回答被 Azure 的内容过滤器停止。'],
} as const satisfies Readonly<Record<string, Text>>;
