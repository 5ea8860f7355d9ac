// Texts of the frame: the header, failures, and what all views share.
import type { Text } from './text.ts';

export const gateway: Text = ['OpenAI gateway', 'OpenAI 网关'];
export const sections: Text = ['Sections', '栏目'];
export const language: Text = ['Language', '语言'];
export const forget: Text = ['Forget key', '清除密钥'];
export const loading: Text = ['Loading…', '正在加载…'];
export const refresh: Text = ['Refresh', '刷新'];

export const views = {
  models: ['Models', '模型'],
  connect: ['Connect', '接入'],
  try: ['Try it', '试用'],
  usage: ['Usage', '用量'],
  admin: ['Admin', '管理'],
} as const satisfies Readonly<Record<string, Text>>;

export const failures = {
  unreachable: [
    'The gateway could not be reached. Check your connection.',
    '无法连接到网关，请检查网络。',
  ],
  unreadable: [
    'The answer (status {status}) could not be read. Reload the page, or report this to the operator.',
    '无法读取响应（状态码 {status}）。请刷新页面，或告知网关管理员。',
  ],
  cut: [
    'The answer ended too early. Send the message again for a whole one.',
    '回答提前中断，请重新发送以获得完整回答。',
  ],
  key: [
    'A key has only ASCII characters and no spaces. Paste it again.',
    '密钥只含 ASCII 字符且无空格，请重新粘贴。',
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
    'The browser does not allow copying here. Copy the text by hand.',
    '浏览器不允许复制，请手动复制。',
  ],
} as const satisfies Readonly<Record<string, Text>>;
