// The descriptions of limits: those of users, teams and the stack, and of alerts.
import type {
  alertsSchema,
  membersSchema,
  spanBudgetSchema,
  stackLimitsSchema,
  teamSchema,
} from '../../../infra/settings/limits/limit-schema.ts';
import { same } from '../language.ts';
import type { Description, Descriptions } from './description.ts';

const SPANS = {
  en: 'One entry with `amount` and `per`, or a list with one for each span.',
  zh: '一项 `amount` 加 `per`；或一个列表，每个时段一项。',
};

/** The four limits, each with the words that say whose it is. */
export function limitTexts(
  whose: { readonly en: string; readonly zh: string },
  more: Partial<Description> = {},
) {
  return {
    budget: {
      en: `What ${whose.en} may spend. ${SPANS.en}`,
      zh: `${whose.zh}可以花费的金额。${SPANS.zh}`,
      ...more,
    },
    tokensPerMinute: {
      en: `Tokens that ${whose.en} may use in a minute, input and output together.`,
      zh: `${whose.zh}每分钟可以使用的 token 数，输入和输出合计。`,
      ...more,
    },
    requestsPerMinute: {
      en: `Requests that ${whose.en} may send in a minute.`,
      zh: `${whose.zh}每分钟可以发送的请求数。`,
      ...more,
    },
    concurrentRequests: {
      en: `Requests of ${whose.en} that may be under way at once.`,
      zh: `${whose.zh}可以同时进行的请求数。`,
      ...more,
    },
  };
}

export const TEAM_TEXTS: Descriptions<typeof teamSchema.shape> = {
  name: {
    en: 'Name of the team, in any script, up to 64 characters. The `team` of users names it.',
    zh: '团队的名称，任何文字，最多 64 个字符，由用户的 `team` 引用。',
  },
  ...limitTexts({ en: 'all members together', zh: '全体成员合计' }),
  members: {
    en: 'What holds for each member that does not set it itself; members below.',
    zh: '成员自己没有设置时采用的值；字段见下。',
  },
};

export const MEMBERS_TEXTS: Descriptions<typeof membersSchema.shape> = {
  ...limitTexts({ en: 'each member', zh: '每个成员' }),
  models: {
    en: 'Names of the only models that a member may use.',
    zh: '成员只能使用的模型名称。',
    unset: { en: 'all', zh: '全部' },
  },
  accountData: {
    en: 'As `accountData` of a user.',
    zh: '同用户的 `accountData`。',
    unset: same('`false`'),
  },
  expires: {
    en: 'As `expires` of a user.',
    zh: '同用户的 `expires`。',
    unset: { en: 'never', zh: '永不' },
  },
  typewriter: {
    en: 'As `typewriter` of a user.',
    zh: '同用户的 `typewriter`。',
    unset: { en: "the stack's `typewriter`", zh: 'stack 的 `typewriter`' },
  },
};

export const STACK_LIMIT_TEXTS: Descriptions<typeof stackLimitsSchema.shape> = limitTexts({
  en: 'all users together',
  zh: '全体用户合计',
});

export const SPAN_BUDGET_TEXTS: Descriptions<typeof spanBudgetSchema.shape> = {
  amount: {
    en: 'USD, above 0, up to 1,000,000, with at most 9 decimals.',
    zh: '美元，大于 0，最多 1,000,000，最多 9 位小数。',
  },
  per: {
    en: 'Span in UTC after which it begins again: a calendar day, week (from Monday) or month; `total` never ends.',
    zh: '时段（UTC），结束后重新计算：自然日、自然周（从周一起）或自然月；`total` 永不重新计算。',
  },
};

export const ALERT_TEXTS: Descriptions<typeof alertsSchema.shape> = {
  webhook: {
    en: 'Address that gets a message by POST. Set it with `--secret`; plain text is rejected.',
    zh: '以 POST 接收消息的地址。用 `--secret` 设置；明文会被拒绝。',
  },
  format: {
    en: 'Form of the message: plain `json`, or that of Slack, Microsoft Teams or Discord.',
    zh: '消息的格式：普通 `json`，或者 Slack、Microsoft Teams、Discord 的格式。',
  },
  at: {
    en: 'Percentages of a budget at which a message is sent, once in each span.',
    zh: '预算用到这些百分比时发送消息，每个时段各一次。',
  },
};
