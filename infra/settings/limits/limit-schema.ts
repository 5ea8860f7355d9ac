// The schemas of limits: those of a user, a team and the stack, and where messages about budgets go.
import { z } from 'zod';
import { ALERT_FORMATS } from '../../../worker/contract/budgets.ts';
import { choice, flag, moment, typewriter } from '../fields.ts';
import { clientModelName } from '../model-schema.ts';
import { personName } from '../person-name.ts';
import { exactAmount } from './money.ts';

const AMOUNT = 'an amount in USD above 0, up to 1,000,000, with at most 9 decimals';
const BUDGET = 'an amount in USD with its span, such as {amount: 20, per: month}';
const BUDGETS = 'a list of at least one budget, each with another span (`per`)';
const COUNT = 'a whole number from 1 to 1,000,000,000';
const ALLOWED = 'a list of names of models';
const PERCENT = 'a whole number of percent from 1 to 100';
const PERCENTAGES = 'a list of 1 to 10 whole numbers of percent from 1 to 100';
const WEBHOOK = 'an address that begins with https://, without spaces, user name and password';

function count(): z.ZodInt {
  return z.int(COUNT).min(1, COUNT).max(1_000_000_000, COUNT);
}

/** A budget. Its amount becomes nano-dollars. */
export const spanBudgetSchema = z.strictObject(
  {
    amount: exactAmount({ decimals: 9, least: 1, most: 1_000_000, allowed: AMOUNT }),
    per: choice(['day', 'week', 'month', 'total']),
  },
  BUDGET,
);

/** `budget` of a user, a team and the stack: one, or a list for several spans. */
function budgets() {
  return z
    .union([spanBudgetSchema, z.array(spanBudgetSchema, BUDGETS).min(1, BUDGETS)], BUDGET)
    .transform((given) => [given].flat());
}

/** The members that set limits. */
export const LIMIT_MEMBERS = {
  budget: budgets().optional(),
  tokensPerMinute: count().optional(),
  requestsPerMinute: count().optional(),
  concurrentRequests: count().optional(),
};

/** `limits`: those of the stack as a whole. */
export const stackLimitsSchema = z.strictObject(
  LIMIT_MEMBERS,
  'an object with budget, tokensPerMinute, requestsPerMinute and concurrentRequests',
);

/** `members` of a team. */
export const membersSchema = z.strictObject(
  {
    ...LIMIT_MEMBERS,
    models: z.array(clientModelName(), ALLOWED).optional(),
    accountData: flag().optional(),
    expires: moment().optional(),
    typewriter: typewriter().optional(),
  },
  'an object with what holds for each member, such as {budget: {amount: 20, per: month}}',
);

/** An entry of `teams`. */
export const teamSchema = z.strictObject(
  {
    name: personName('the name of the team, not a key'),
    ...LIMIT_MEMBERS,
    members: membersSchema.optional(),
  },
  'an entry with a name, such as `- name: research`',
);

/** `alerts`. */
export const alertsSchema = z.strictObject(
  {
    webhook: z.string(WEBHOOK).refine(isWebhook, WEBHOOK),
    format: choice(ALERT_FORMATS).default('json'),
    at: z
      .array(z.int(PERCENT).min(1, PERCENT).max(100, PERCENT), PERCENTAGES)
      .refine(({ length }) => length >= 1 && length <= 10, PERCENTAGES)
      .default([50, 80, 100]),
  },
  'an object with webhook, format and at',
);

/** `fetch` refuses an address with a password, and text bindings hold 5 KB. */
function isWebhook(value: string): boolean {
  const url = /^https:\/\/\S+$/.test(value) && value.length <= 2000 ? URL.parse(value) : null;
  return url !== null && url.username === '' && url.password === '';
}
