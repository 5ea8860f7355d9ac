// The schemas of settings around the Azure accounts: content filters, a budget, a workspace for
// diagnostics, tags.
import { z } from 'zod';
import { choice, flag, monthStart, text } from './fields.ts';

/** The severity from which content is blocked: `low` blocks the most. https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter */
const LEVELS = ['low', 'medium', 'high'] as const;

const FILTER_NAME =
  'a name of up to 64 letters, digits, "_" and "-", not beginning with "Microsoft"';
const LIST_NAME = 'a name of up to 64 letters, digits, "_" and "-"';
const TERMS = 'a list of up to 500 texts of up to 1,000 characters';
const ALERTS = 'a list of up to 5 percentages from 1 to 1000';

function texts() {
  return z.array(z.string(TERMS).min(1, TERMS).max(1000, TERMS), TERMS).max(500, TERMS).default([]);
}

const blocklistSchema = z.strictObject(
  { name: text(/^[\w-]{1,64}$/, LIST_NAME), terms: texts(), patterns: texts() },
  'an entry with a name, and terms or patterns',
);

/** An entry of `contentFilters`. */
export const contentFilterSchema = z.strictObject(
  {
    name: text(/^(?!Microsoft)[A-Za-z0-9][\w-]{0,63}$/i, FILTER_NAME),
    basePolicy: text(/^[\w.-]{1,64}$/, 'the name of a policy at Azure').default(
      'Microsoft.DefaultV2',
    ),
    mode: choice(['default', 'blocking', 'asynchronous']).default('default'),
    levels: z
      .strictObject(
        {
          hate: choice(LEVELS).optional(),
          sexual: choice(LEVELS).optional(),
          violence: choice(LEVELS).optional(),
          selfHarm: choice(LEVELS).optional(),
        },
        'levels of hate, sexual, violence and selfHarm',
      )
      .default({}),
    promptShields: flag().optional(),
    blocklists: z.array(blocklistSchema, 'a list of blocklists').default([]),
  },
  'an entry with a name',
);

/** A content filter as written; members that are left out have defaults. */
export type ContentFilterArgs = z.input<typeof contentFilterSchema>;

/** `budget`: https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets */
export const budgetSchema = z.strictObject(
  {
    amount: z.number('an amount above 0').positive('an amount above 0'),
    startDate: monthStart(),
    emails: z
      .array(z.email('an e-mail address'), 'a list of at least one e-mail address')
      .min(1, 'a list of at least one e-mail address')
      .max(50, 'a list of at most 50 e-mail addresses'),
    alerts: z
      .array(z.number(ALERTS).min(1, ALERTS).max(1000, ALERTS), ALERTS)
      .min(1, ALERTS)
      .max(5, ALERTS)
      .default([80, 100]),
  },
  "an object with amount (a month), startDate and emails, which is Azure's budget and stops nothing; what the gateway keeps is `limits.budget`",
);

/** Resource id of a Log Analytics workspace. */
export const workspaceIdSchema = text(
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/]+$/i,
  'the resource id of a Log Analytics workspace: ' +
    '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.OperationalInsights/workspaces/<name>',
);

/** `tags`: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
export const tagsSchema = z.record(
  z.string().regex(/^[^<>%&\\?/]{1,512}$/, 'a tag name without < > % & \\ ? /'),
  z.string('a text of up to 256 characters').max(256, 'a text of up to 256 characters'),
  'names with texts',
);
