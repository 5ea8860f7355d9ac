// Texts of the view Connect.
import type { Text } from './text.ts';

export const title: Text = ['Connect your client', '接入你的客户端'];
export const lead: Text = [
  'Your base URL, key and model are filled in. The key is hidden here and copied in full.',
  '接口地址、密钥和模型均已填好。密钥在页面上隐藏，复制时为完整密钥。',
];
export const access: Text = ['Your access', '接入信息'];
export const client: Text = ['Program', '程序'];
export const model: Text = ['Model', '模型'];
export const noModel: Text = ['None of your models fits this program.', '没有适用于此程序的模型。'];
export const settings: Text = ['Settings for {client}', '{client} 的配置'];
export const openIn: Text = ['Open in {client}', '在 {client} 中打开'];
export const importNote: Text = [
  'This hands the key to {client}, which asks before it keeps it.',
  '密钥会交给 {client}，保存前它会向你确认。',
];
export const importWeb: Text = [
  'The address that opens contains your key. Use only a site that you trust.',
  '打开的地址中包含你的密钥，请只使用你信任的站点。',
];
export const site: Text = ['Address of your {client}', '你的 {client} 的地址'];
export const siteWrong: Text = [
  'Enter an address that begins with https://.',
  '请输入以 https:// 开头的地址。',
];
export const fieldProvider: Text = ['Provider', '服务商'];
export const fieldType: Text = ['Type', '类型'];
export const fieldBase: Text = ['Base URL', '接口地址'];
export const fieldHost: Text = ['API host', 'API 地址'];
export const fieldKey: Text = ['API key', 'API 密钥'];
export const fieldModel: Text = ['Model', '模型'];
export const fieldUrl: Text = ['API address', '自定义 API 接口地址'];
export const noteTracing: Text = [
  'Tracing is switched off because it would go to OpenAI.',
  '已关闭 tracing，否则数据会发送到 OpenAI。',
];
export const noteEnv: Text = ['For the server’s environment.', '用于服务端的环境变量。'];
export const noteChat: Text = [
  '`openai(model)` calls the Responses API; `.chat(model)` calls chat.',
  '`openai(model)` 调用 Responses API；`.chat(model)` 调用对话接口。',
];

export const clientKinds = {
  libraries: ['Libraries', '开发库'],
  tools: ['Coding tools', '编程工具'],
  apps: ['Apps', '应用'],
} as const satisfies Readonly<Record<string, Text>>;
