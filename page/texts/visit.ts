// Texts of signing in.
import type { Text } from './text.ts';

export const title: Text = ['Your OpenAI-compatible endpoint', '你的 OpenAI 兼容接口'];
export const lead: Text = [
  'Any OpenAI client can use the Azure OpenAI models behind this gateway. Enter your key to see your models, settings for your client, and what you have used.',
  '任何 OpenAI 客户端都可以通过此网关使用 Azure OpenAI 模型。输入密钥即可查看模型、客户端配置和用量。',
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
  'The key stays in this tab until you close it, and is sent only to this gateway.',
  '密钥只保存在当前标签页中，关闭后即清除，且只发送给此网关。',
];
