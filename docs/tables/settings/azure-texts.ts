// The descriptions of the members of an entry of `contentFilters`, and of `budget`.
import type { budgetSchema, contentFilterSchema } from '../../../infra/settings/azure-schema.ts';
import { same } from '../language.ts';
import type { Descriptions } from './description.ts';

type Blocklist = ReturnType<typeof contentFilterSchema.shape.blocklists.unwrap>['element'];

const AS_BASE = { en: 'as in `basePolicy`', zh: '依 `basePolicy`' };

export const FILTER_TEXTS: Descriptions<typeof contentFilterSchema.shape> = {
  name: {
    en: 'Name that models use: up to 64 letters, digits, `_` and `-`, not beginning with "Microsoft".',
    zh: '供模型引用的名称：最多 64 个字母、数字、`_` 和 `-`，不能以 “Microsoft” 开头。',
  },
  basePolicy: {
    en: 'Policy at Azure that holds for everything the filter does not set.',
    zh: 'Azure 上的策略，过滤器没有设置的内容以它为准。',
  },
  mode: {
    en: '`asynchronous` releases words before they are judged.',
    zh: '`asynchronous` 会在判定之前就放出文字。',
  },
  levels: {
    en: 'What is blocked of `hate`, `sexual`, `violence` and `selfHarm`: each `low` (blocks the most), `medium` or `high`.',
    zh: '对 `hate`、`sexual`、`violence`、`selfHarm` 的拦截级别：各为 `low`（拦截最多）、`medium` 或 `high`。',
    unset: AS_BASE,
  },
  promptShields: {
    en: 'Whether prompts that try to break the rules (jailbreaks) are blocked.',
    zh: '是否拦截试图绕过规则的提示词（越狱）。',
    unset: AS_BASE,
  },
  blocklists: { en: 'Lists of your own; members below.', zh: '自定义的拦截列表；字段见下。' },
};

export const BLOCKLIST_TEXTS: Descriptions<Blocklist['shape']> = {
  name: {
    en: 'Name of the list: up to 64 letters, digits, `_` and `-`.',
    zh: '列表的名称：最多 64 个字母、数字、`_` 和 `-`。',
  },
  terms: {
    en: 'Up to 500 texts of up to 1,000 characters to block.',
    zh: '要拦截的文本，最多 500 条，每条最多 1,000 个字符。',
  },
  patterns: { en: 'The same as regular expressions.', zh: '同上，用正则表达式。' },
};

export const BUDGET_TEXTS: Descriptions<typeof budgetSchema.shape> = {
  amount: {
    en: "Amount a month, in the subscription's currency.",
    zh: '每月金额，以订阅的货币计。',
  },
  startDate: {
    en: 'First day of a month, such as `2026-12-01`. It only matters when the budget is created, and a past month means this month.',
    zh: '某月的第一天，例如 `2026-12-01`。只在创建预算时起作用；过去的月份视为本月。',
  },
  emails: { en: 'Up to 50 addresses.', zh: '最多 50 个邮件地址。' },
  alerts: {
    en: 'Up to 5 percentages at which an e-mail is sent.',
    zh: '达到哪些百分比时发送邮件，最多 5 个。',
    unset: same('`[80, 100]`'),
  },
};
