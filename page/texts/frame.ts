// Texts of the frame: the header, failures, and what all views share.
import type { Text } from './text.ts';

export const gateway: Text = ['OpenAI gateway', 'OpenAI 网关'];
export const skip: Text = ['Skip to the content', '跳到正文'];
export const sections: Text = ['Sections', '栏目'];
export const language: Text = ['Language', '语言'];
export const forget: Text = ['Forget key', '清除密钥'];
export const loading: Text = ['Loading…', '正在加载…'];
export const refresh: Text = ['Refresh', '刷新'];
export const none: Text = ['none', '无'];

export const views = {
  models: ['Models', '模型'],
  connect: ['Connect', '接入'],
  try: ['Try it', '试用'],
  usage: ['Usage', '用量'],
  admin: ['Admin', '管理'],
} as const satisfies Readonly<Record<string, Text>>;

export const failures = {
  unreachable: [
    'The gateway could not be reached. Check your connection and try again.',
    '无法连接到网关。请检查网络后重试。',
  ],
  unreadable: [
    'The gateway’s answer could not be read (status {status}). Reload the page; if that does not help, report this to the operator.',
    '无法读取网关的响应（状态码 {status}）。请刷新页面；如果仍然如此，请告知网关管理员。',
  ],
  cut: [
    'The answer ended too early. What arrived is shown; send the message again for a whole answer.',
    '回答提前中断。以上是已收到的部分；请重新发送以获得完整回答。',
  ],
  key: [
    'A key has only letters, digits and signs of ASCII, without spaces. Paste it again.',
    '密钥只包含 ASCII 字母、数字和符号，不含空格。请重新粘贴。',
  ],
  request: ['Request id: {id}', '请求 ID：{id}'],
} as const satisfies Readonly<Record<string, Text>>;

export const copyCopy: Text = ['Copy', '复制'];
export const copyOf: Text = ['Copy: {what}', '复制：{what}'];

export const healths = {
  healthy: ['The gateway is running', '网关运行正常'],
  unhealthy: ['The gateway does not answer', '网关没有响应'],
  checking: ['Checking the gateway…', '正在检查网关…'],
} as const satisfies Readonly<Record<string, Text>>;

export const copyResults = {
  copied: ['Copied', '已复制'],
  failed: [
    'The browser does not allow copying here. Select the text and copy it yourself.',
    '浏览器不允许在此复制。请选中文本后手动复制。',
  ],
} as const satisfies Readonly<Record<string, Text>>;
