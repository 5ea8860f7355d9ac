// The tables of docs/configuration.md: what the schemas say, with a description of each member.
import type { z } from 'zod';
import { budgetSchema, contentFilterSchema } from '../../../infra/settings/azure-schema.ts';
import { modelSchema } from '../../../infra/settings/model-schema.ts';
import {
  alertsSchema,
  membersSchema,
  spanBudgetSchema,
  stackLimitsSchema,
  teamSchema,
} from '../../../infra/settings/limits/limit-schema.ts';
import {
  longContextSchema,
  priceSchema,
  tokensSchema,
} from '../../../infra/settings/limits/price-schema.ts';
import { regionSchema } from '../../../infra/settings/region-schema.ts';
import { settingsSchema } from '../../../infra/settings/settings-schema.ts';
import { userSchema } from '../../../infra/settings/user-schema.ts';
import { markdownTable, same, type Language, type Words } from '../language.ts';
import { BLOCKLIST_TEXTS, BUDGET_TEXTS, FILTER_TEXTS } from './azure-texts.ts';
import type { Description, Descriptions } from './description.ts';
import {
  ALERT_TEXTS,
  MEMBERS_TEXTS,
  SPAN_BUDGET_TEXTS,
  STACK_LIMIT_TEXTS,
  TEAM_TEXTS,
} from './limit-texts.ts';
import { MODEL_TEXTS, PARAMETER_TEXTS, TIMEOUT_TEXTS } from './model-texts.ts';
import { LONG_CONTEXT_TEXTS, PRICE_TEXTS, TOKENS_TEXTS } from './price-texts.ts';
import { REGION_MODEL_TEXTS, REGION_TEXTS } from './region-texts.ts';
import { schemaRows } from './schema-rows.ts';
import { STACK_TEXTS } from './stack-texts.ts';
import { KEY_TEXTS, USER_TEXTS } from './user-texts.ts';

const HEAD: readonly Words[] = [
  { en: 'name', zh: '名称' },
  { en: 'type', zh: '类型' },
  { en: 'default', zh: '默认值' },
  { en: 'meaning', zh: '含义' },
];
const REQUIRED: Words = { en: 'required', zh: '必填' };
const NOTHING: Words = same('–');

/** By the name of the block in the page. */
export const SETTINGS_TABLES = {
  settings: (language: Language) => settingsTable(settingsSchema, STACK_TEXTS, language),
  model: (language: Language) => settingsTable(modelSchema, MODEL_TEXTS, language),
  timeouts: (language: Language) =>
    settingsTable(modelSchema.shape.timeouts.unwrap(), TIMEOUT_TEXTS, language),
  parameters: (language: Language) =>
    settingsTable(modelSchema.shape.parameters.unwrap(), PARAMETER_TEXTS, language),
  user: (language: Language) => settingsTable(userSchema, USER_TEXTS, language),
  key: (language: Language) =>
    settingsTable(userSchema.shape.keys.unwrap().element, KEY_TEXTS, language),
  team: (language: Language) => settingsTable(teamSchema, TEAM_TEXTS, language),
  members: (language: Language) => settingsTable(membersSchema, MEMBERS_TEXTS, language),
  stackLimits: (language: Language) =>
    settingsTable(stackLimitsSchema, STACK_LIMIT_TEXTS, language),
  spanBudget: (language: Language) => settingsTable(spanBudgetSchema, SPAN_BUDGET_TEXTS, language),
  alerts: (language: Language) => settingsTable(alertsSchema, ALERT_TEXTS, language),
  price: (language: Language) => settingsTable(priceSchema, PRICE_TEXTS, language),
  longContext: (language: Language) =>
    settingsTable(longContextSchema, LONG_CONTEXT_TEXTS, language),
  tokens: (language: Language) => settingsTable(tokensSchema, TOKENS_TEXTS, language),
  region: (language: Language) => settingsTable(regionSchema, REGION_TEXTS, language),
  regionModel: (language: Language) =>
    settingsTable(regionSchema.shape.models.unwrap().element, REGION_MODEL_TEXTS, language),
  contentFilter: (language: Language) => settingsTable(contentFilterSchema, FILTER_TEXTS, language),
  blocklist: (language: Language) =>
    settingsTable(contentFilterSchema.shape.blocklists.unwrap().element, BLOCKLIST_TEXTS, language),
  budget: (language: Language) => settingsTable(budgetSchema, BUDGET_TEXTS, language),
};

function settingsTable<Schema extends z.ZodObject>(
  schema: Schema,
  texts: Descriptions<Schema['shape']>,
  language: Language,
): string {
  const descriptions = new Map<string, Description>(Object.entries(texts));
  const rows = schemaRows(schema).map(({ name, type, required, fallback }) => {
    const text = descriptions.get(name);
    const unset = fallback === undefined ? (text?.unset ?? NOTHING) : same(fallback);
    return [same(`\`${name}\``), same(type), required ? REQUIRED : unset, meaning(text)];
  });
  return markdownTable(HEAD, rows, language);
}

function meaning(text: Description | undefined): Words {
  const { en = '', zh = '', see } = text ?? {};
  return see === undefined ? { en, zh } : { en: `${en} See ${see.en}.`, zh: `${zh}见${see.zh}。` };
}
