// The tables of docs/models.md: which parameters are changed for which models.
import type { Capability } from '../../../worker/traits/known-models.ts';
import {
  PARAMETER_RULES,
  PLAIN,
  REASONING,
  type ParameterRule,
  type RuleCondition,
} from '../../../worker/traits/parameter-rules.ts';
import { markdownTable, same, type Language, type Words } from '../language.ts';

const REASONING_MODELS: Words = { en: 'reasoning models', zh: '推理模型' };
const PLAIN_MODELS: Words = { en: 'models that do not reason', zh: '非推理模型' };

const APIS: Partial<Record<Capability, Words>> = {
  chat: { en: 'chat', zh: '聊天' },
  completions: { en: 'completions', zh: '补全' },
  responses: same('Responses'),
  images: { en: 'images', zh: '图片' },
};

/** The families whose names are words. */
const FAMILIES: Readonly<Record<string, Words>> = {
  o: { en: 'the o series', zh: 'o 系列' },
  'gpt-5.5 and later': { en: 'gpt-5.5 and later', zh: 'gpt-5.5 及以后' },
  'gpt-5 codex and pro': { en: 'gpt-5 codex and pro', zh: 'gpt-5 的 codex 和 pro' },
  'gpt-5.1-chat to gpt-5.4-chat': {
    en: 'gpt-5.1-chat to gpt-5.4-chat',
    zh: 'gpt-5.1-chat 到 gpt-5.4-chat',
  },
  'gpt-5.5-chat and later': { en: 'gpt-5.5-chat and later', zh: 'gpt-5.5-chat 及以后' },
};

/** One row for each rule. */
export function parameterRulesTable(language: Language): string {
  const head = [
    { en: 'parameter', zh: '参数' },
    same('API'),
    { en: 'models', zh: '模型' },
    { en: 'when', zh: '条件' },
    { en: 'what happens', zh: '处理' },
    { en: 'source', zh: '来源' },
  ];
  const rows = PARAMETER_RULES.map((rule) => [
    same(rule.parameters.map((name) => `\`${name}\``).join(', ')),
    list(rule.apis.map((api) => APIS[api] ?? same(api))),
    modelsOf(rule),
    whenOf(rule.when),
    actionOf(rule),
    sourceOf(rule),
  ]);
  return markdownTable(head, rows, language);
}

/** The groups of families that the rules name. */
export function modelGroupsTable(language: Language): string {
  const head = [
    { en: 'group', zh: '组' },
    { en: 'models', zh: '模型' },
  ];
  const groups = [
    [REASONING_MODELS, REASONING],
    [PLAIN_MODELS, PLAIN],
  ] as const;
  const rows = groups.map(([name, families]) => [name, list(families.map(familyName))]);
  return markdownTable(head, rows, language);
}

function familyName(family: string): Words {
  return FAMILIES[family] ?? same(family);
}

function modelsOf({ models }: ParameterRule): Words {
  if (models === 'all') return { en: 'all', zh: '全部' };
  if (models === REASONING) return REASONING_MODELS;
  if (models === PLAIN) return PLAIN_MODELS;
  return list(models.map(familyName));
}

function whenOf(when: RuleCondition | undefined): Words {
  if (when === undefined) return { en: 'always', zh: '总是' };
  if ('stream' in when) return { en: 'without `stream: true`', zh: '没有 `stream: true`' };
  if ('values' in when) return list(when.values.map((value) => same(`\`${value}\``)));
  return when.effort === 'given'
    ? { en: 'with an effort other than `none`', zh: '指定了 `none` 以外的推理强度' }
    : { en: 'unless the effort is `none`', zh: '推理强度不是 `none`' };
}

function actionOf({ action }: ParameterRule): Words {
  if (action === 'drop') return { en: 'removed', zh: '删除' };
  const to = `\`${action.renameTo}\``;
  return {
    en: `renamed to ${to}; removed if that is there too`,
    zh: `改名为 ${to}；若后者已存在则删除`,
  };
}

function sourceOf({ source }: ParameterRule): Words {
  const [, repository, number] = /^https:\/\/github\.com\/(.+)\/issues\/(\d+)$/.exec(source) ?? [];
  return repository === undefined
    ? { en: `[Microsoft](${source})`, zh: `[微软文档](${source})` }
    : same(`[${repository}#${number}](${source})`);
}

function list(words: readonly Words[]): Words {
  return {
    en: words.map(({ en }) => en).join(', '),
    zh: words.map(({ zh }) => zh).join('、'),
  };
}
