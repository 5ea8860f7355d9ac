// Texts of signing in.
import type { Text } from './text.ts';

export const title: Text = ['Your OpenAI-compatible endpoint', '你的 OpenAI 兼容接口'];
export const lead: Text = [
  'This gateway gives any OpenAI client access to the models of an Azure OpenAI account. Enter your key to see your models, ready-made settings for your client, and what you have used.',
  '任何 OpenAI 客户端都可以通过这个网关使用 Azure OpenAI 的模型。输入密钥即可查看可用模型、各客户端的现成配置以及你的用量。',
];
export const key: Text = ['Your key', '你的密钥'];
export const hint: Text = [
  'You get it from the person who runs this gateway.',
  '密钥由网关管理员提供。',
];
export const open: Text = ['Open', '打开'];
export const opening: Text = ['Checking the key…', '正在验证密钥…'];
export const show: Text = ['Show', '显示'];
export const hide: Text = ['Hide', '隐藏'];
export const staysHere: Text = [
  'The key stays in this browser tab. It is sent only to this gateway, and it is gone when you close the tab.',
  '密钥只保存在当前标签页中，只发送给这个网关，关闭标签页后即被清除。',
];
