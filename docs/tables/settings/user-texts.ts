// The descriptions of the members of an entry of `users`.
import type { userSchema } from '../../../infra/settings/user-schema.ts';
import { same } from '../language.ts';
import type { Descriptions } from './description.ts';
import { limitTexts } from './limit-texts.ts';

type Key = ReturnType<typeof userSchema.shape.keys.unwrap>['element'];

const SECRET = {
  en: 'Set it with `--secret`; plain text is rejected.',
  zh: '用 `--secret` 设置；明文会被拒绝。',
};
const HASH = {
  en: 'SHA-256 of the key, in hexadecimal. Use it if the key itself must never be stored.',
  zh: '密钥的 SHA-256（十六进制），这样任何地方都不保存密钥原文。',
};

export const USER_TEXTS: Descriptions<typeof userSchema.shape> = {
  name: {
    en: 'Name of the user, in any script, up to 64 characters. It is in the log line of each request.',
    zh: '用户名，任何文字，最多 64 个字符。每个请求的日志行里都有它。',
  },
  key: {
    en: `A key of your own. ${SECRET.en} A key of fewer than 16 characters causes a warning.`,
    zh: `自备的密钥。${SECRET.zh}少于 16 个字符会有警告。`,
    unset: {
      en: 'a random key, `sk-` and 48 letters and digits',
      zh: '随机密钥：`sk-` 加 48 个字母和数字',
    },
  },
  sha256: HASH,
  keys: {
    en: 'Several keys at once, the newest last; members below.',
    zh: '同时有几个密钥，最新的在最后；字段见下。',
    see: {
      en: "[Rotate a user's key](team.md#rotate-a-users-key)",
      zh: '[轮换用户的密钥](team.md#轮换用户的密钥)',
    },
  },
  accountData: {
    en: 'Opens files, uploads, batches, vector stores, containers and fine-tuning, which all users of the Azure account share, and their ids inside requests.',
    zh: '开放文件、上传、批处理、向量存储、容器和微调，以及请求中出现的它们的 id。Azure 账户的所有用户共享它们。',
    unset: same('`false`'),
  },
  team: {
    en: 'Name of an entry of `teams`, whose limits the user shares.',
    zh: '`teams` 中一项的名称，用户共用该团队的限额。',
  },
  admin: {
    en: 'May see what all users used.',
    zh: '可以查看所有用户的用量。',
    unset: same('`false`'),
    see: { en: '[Budgets](budgets.md)', zh: '[预算](budgets.md)' },
  },
  ...limitTexts(
    { en: 'the user', zh: '用户' },
    { unset: { en: "the team's `members`", zh: '团队的 `members`' } },
  ),
  models: {
    en: 'Names of the only models that the user may use, also in tools and sessions.',
    zh: '该用户只能使用的模型名称，工具和会话里的模型也受此限制。',
    unset: { en: 'all', zh: '全部' },
  },
  expires: {
    en: 'Date (its beginning in UTC) or time from which the keys are refused. Open WebSockets are closed then.',
    zh: '从这个日期（UTC 当天零点）或时刻起，密钥被拒绝，已打开的 WebSocket 也会被关闭。',
    unset: { en: 'never', zh: '永不' },
  },
  disabled: {
    en: "Refuses the user's keys at once, and keeps them.",
    zh: '立即拒绝该用户的密钥，但保留它们。',
    unset: same('`false`'),
  },
  typewriter: {
    en: 'How streams are written for this user.',
    zh: '这个用户的流式文本的输出方式。',
    unset: { en: "the stack's `typewriter`", zh: 'stack 的 `typewriter`' },
  },
  notes: {
    en: 'For readers of the stack file. It is not sent to the Worker.',
    zh: '给阅读 stack 文件的人看，不进入 Worker。',
  },
};

export const KEY_TEXTS: Descriptions<Key['shape']> = {
  key: { en: `A key of your own. ${SECRET.en}`, zh: `自备的密钥。${SECRET.zh}` },
  sha256: HASH,
  generation: {
    en: 'A random key; another number is another key.',
    zh: '随机密钥；换个数字就是另一个密钥。',
  },
};
