// Texts of the view Admin.
import type { Text } from './text.ts';

export const title: Text = ['All users', '全体用户'];
export const spenders: Text = ['Top spenders', '费用排行'];
export const spendersChart: Text = ['Cost of the users who spent most', '费用最高的用户'];
export const users: Text = ['Users', '用户'];
export const usersCaption: Text = [
  'All users: what they used, and their keys',
  '全体用户的用量与密钥',
];
export const user: Text = ['User', '用户'];
export const team: Text = ['Team', '团队'];
export const keys: Text = ['Keys', '密钥'];
export const isAdmin: Text = ['admin', '管理员'];
export const gone: Text = ['no longer a user', '已不是用户'];
export const errors: Text = ['Errors', '错误'];
export const errorsCaption: Text = ['Errors by code', '按错误码统计'];
export const code: Text = ['Code', '错误码'];
export const count: Text = ['Count', '次数'];
export const noErrors: Text = ['No errors so far.', '目前没有错误。'];
export const accounts: Text = ['Azure accounts', 'Azure 账户'];
export const accountsCaption: Text = ['Azure accounts and their deployments', 'Azure 账户及其部署'];
export const account: Text = ['Account', '账户'];
export const state: Text = ['State', '状态'];
export const serves: Text = ['available', '可用'];
export const refused: Text = ['rate limited; rests until {until}', '被限流，暂停至 {until}'];
export const failed: Text = ['failed; rests until {until}', '出错，暂停至 {until}'];
export const rests: Text = ['rests until {until}', '暂停至 {until}'];
export const oneIsolate: Text = [
  'Errors and states are those that the answering isolate has seen in {requests} requests since {since}. Cloudflare runs several; the log has everything.',
  '错误和状态仅来自响应此请求的 isolate（自 {since} 以来 {requests} 个请求）。Cloudflare 会运行多个，完整记录见日志。',
];
export const expiring: Text = ['Keys that expire soon', '即将到期的密钥'];
export const expiringCaption: Text = [
  'Keys that have expired or expire within {days} days',
  '已到期或将在 {days} 天内到期的密钥',
];
export const noExpiring: Text = [
  'No key expires within {days} days.',
  '没有密钥在 {days} 天内到期。',
];
export const expires: Text = ['Expires', '到期时间'];
export const expired: Text = ['expired', '已到期'];
export const disabled: Text = ['disabled', '已停用'];
export const active: Text = ['active', '有效'];
export const until: Text = ['until {day}', '有效至 {day}'];
