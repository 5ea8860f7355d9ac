// Texts of the view Usage, and of its charts.
import type { Text } from './text.ts';

export const title: Text = ['Your usage', '我的用量'];
export const range: Text = ['Period', '时间范围'];
export const month: Text = ['This month', '本月'];
export const days: Text = ['Last {count} days', '最近 {count} 天'];
export const measure: Text = ['Show', '显示'];
export const input: Text = ['Input tokens', '输入 tokens'];
export const output: Text = ['Output tokens', '输出 tokens'];
export const day: Text = ['Day', '日期'];
export const model: Text = ['Model', '模型'];
export const byDay: Text = ['By day and model', '按日期和模型'];
export const chart: Text = [
  '{measure} by day, {from} to {to}. The table has the numbers.',
  '{from} 至 {to} 每日{measure}，数字见表格。',
];
export const table: Text = ['The numbers as a table', '以表格查看数据'];
export const caption: Text = ['Usage by day and model (UTC)', '按日期和模型统计的用量（UTC）'];
export const nothing: Text = ['Nothing was used in this period.', '此时间范围内没有用量。'];
export const estimate: Text = [
  'Costs follow the gateway’s prices; Azure’s invoice decides. Days are in UTC.',
  '费用按网关价格计算，以 Azure 账单为准。日期为 UTC。',
];
export const uncounted: Text = ['Your usage is not counted', '未统计你的用量'];
export const limitsTitle: Text = ['What is left', '剩余额度'];
export const limitsNone: Text = ['You have no limits.', '你没有用量限制。'];
export const limitsLeft: Text = ['{remaining} left of {limit}', '剩余 {remaining}，共 {limit}'];
export const limitsReserved: Text = [
  '{reserved} reserved for running requests',
  '{reserved} 已为进行中的请求预留',
];
export const limitsResets: Text = ['Resets {when}', '{when} 重置'];

export const scopes = {
  user: ['You', '个人'],
  team: ['Your team', '团队'],
  stack: ['Everybody', '全体用户'],
} as const satisfies Readonly<Record<string, Text>>;

export const kinds = {
  budget: ['Budget', '预算'],
  tokens: ['Tokens', 'Tokens'],
  requests: ['Requests', '请求数'],
  concurrent: ['Requests at once', '并发请求'],
} as const satisfies Readonly<Record<string, Text>>;

export const spans = {
  minute: ['per minute', '每分钟'],
  day: ['per day', '每天'],
  week: ['per week', '每周'],
  month: ['per month', '每月'],
  total: ['in total', '总计'],
} as const satisfies Readonly<Record<string, Text>>;

export const measures = {
  cost: ['Cost', '费用'],
  tokens: ['Tokens', 'Tokens'],
  requests: ['Requests', '请求数'],
} as const satisfies Readonly<Record<string, Text>>;
