// Faults of what is set for the stack as a whole: filters, budget, tags, zone, workspace, key number.
import { describe, expect, test } from 'vitest';
import { explain, message } from '../fault-message.ts';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const filter = { name: 'strict' };
const list = { name: 'rivals', terms: ['x'] };
const budget = { amount: 500, startDate: '2026-12-01', emails: ['ops@example.com'] };
const FILTER_NAME =
  'a name of up to 64 letters, digits, "_" and "-", not beginning with "Microsoft"';
const POLICY =
  'the name of an entry of contentFilters, or a policy of Microsoft\'s such as "Microsoft.DefaultV2"';
const TERMS = 'a list of up to 500 texts of up to 1,000 characters';
const EMAILS = 'a list of at least one e-mail address';
const ALERTS = 'a list of up to 5 percentages from 1 to 1000';
const TAG_NAME = 'a tag name without < > % & \\ ? /';
const HOST =
  'a host name alone, in lower case, such as "openai.example.com" (no https://, path, port, underscore, wildcard or dot at the end)';

type Case = readonly [name: string, values: Readonly<Record<string, unknown>>, line: string];

function check(cases: readonly Case[]) {
  for (const [name, values, line] of cases) {
    test(name, () => {
      expect(explain(values)).toBe(message(line));
    });
  }
}

describe("a model's content filter", () => {
  const named = (contentFilter: string) => ({ models: [{ ...model, contentFilter }] });

  check([
    [
      'that is unknown',
      { ...named('strikt'), contentFilters: [filter] },
      `models[0].contentFilter: "strikt"; expected ${POLICY}; did you mean "strict"?`,
    ],
    [
      'that is none',
      named('no filter'),
      'models[0].contentFilter: "no filter"; expected the name of an entry of contentFilters, or of a policy at Azure such as "Microsoft.DefaultV2"',
    ],
  ]);

  test.each([
    ["is the stack's own", { ...named('strict'), contentFilters: [filter] }],
    ["is Microsoft's", named('Microsoft.Default')],
    [
      'is whatever an existing account has',
      { ...named('theirs'), regions: [{ account: 'ours', resourceGroup: 'our-group' }] },
    ],
  ])('%s', (_, values) => {
    expect(explain(values)).toBe('no fault');
  });
});

describe('content filters', () => {
  const one = (more: object) => ({ contentFilters: [{ ...filter, ...more }] });

  check([
    [
      'an object',
      { contentFilters: filter },
      'contentFilters: an object; expected a list of content filters',
    ],
    [
      'without name',
      { contentFilters: [{}] },
      `contentFilters[0].name: missing; expected ${FILTER_NAME}`,
    ],
    [
      "with a name of Microsoft's",
      one({ name: 'microsoft-default' }),
      `contentFilters[0].name: "microsoft-default"; expected ${FILTER_NAME}`,
    ],
    [
      'of an unknown mode',
      one({ mode: 'async' }),
      'contentFilters[0].mode: "async"; expected one of default, blocking, asynchronous; did you mean "asynchronous"?',
    ],
    [
      'of an unknown level',
      one({ levels: { hate: 'none' } }),
      'contentFilters[0].levels.hate: "none"; expected one of low, medium, high',
    ],
    [
      'of an unknown category',
      one({ levels: { selfharm: 'low' } }),
      'contentFilters[0].levels.selfharm: unknown key; did you mean "selfHarm"?',
    ],
    [
      'with one level for all',
      one({ levels: 'low' }),
      'contentFilters[0].levels: "low"; expected levels of hate, sexual, violence and selfHarm',
    ],
    [
      'with shields of some kind',
      one({ promptShields: 'on' }),
      'contentFilters[0].promptShields: "on"; expected true or false',
    ],
    [
      'with an empty term',
      one({ blocklists: [{ name: 'rivals', terms: [''] }] }),
      `contentFilters[0].blocklists[0].terms[0]: empty; expected ${TERMS}`,
    ],
    [
      'with a pattern in place of a list',
      one({ blocklists: [{ name: 'rivals', patterns: 'x+' }] }),
      `contentFilters[0].blocklists[0].patterns: "x+"; expected ${TERMS}`,
    ],
    [
      'of one name',
      { contentFilters: [filter, { name: 'STRICT' }] },
      'contentFilters[1].name: "STRICT"; expected one that differs from contentFilters[0].name',
    ],
    [
      'with two blocklists of one name',
      one({ blocklists: [list, list] }),
      'contentFilters[0].blocklists[1].name: "rivals"; expected one that differs from contentFilters[0].blocklists[0].name',
    ],
    [
      'with blocklists whose names are alike together with those of their filters',
      {
        contentFilters: [
          { name: 'a', blocklists: [{ name: 'b-c' }] },
          { name: 'a-b', blocklists: [{ name: 'c' }] },
        ],
      },
      'contentFilters[1].blocklists[0].name: "c"; expected one that differs from contentFilters[0].blocklists[0].name',
    ],
  ]);
});

describe('a budget', () => {
  check([
    [
      'that is a number',
      { budget: '500' },
      'budget: 500; expected an amount a month, a startDate, and emails',
    ],
    [
      'of nothing',
      { budget: { ...budget, amount: 0 } },
      'budget.amount: 0; expected an amount above 0',
    ],
    [
      'from the middle of a month',
      { budget: { ...budget, startDate: '2026-12-02' } },
      'budget.startDate: "2026-12-02"; expected the first day of a month, such as "2026-12-01"',
    ],
    [
      'without e-mails',
      { budget: { ...budget, emails: [] } },
      `budget.emails: an empty list; expected ${EMAILS}`,
    ],
    [
      'with a name for an e-mail',
      { budget: { ...budget, emails: ['ops'] } },
      'budget.emails[0]: "ops"; expected an e-mail address',
    ],
    [
      'with six alerts',
      { budget: { ...budget, alerts: [10, 20, 30, 40, 50, 60] } },
      `budget.alerts: a list of 6; expected ${ALERTS}`,
    ],
    [
      'with an alert at nothing',
      { budget: { ...budget, alerts: [0] } },
      `budget.alerts[0]: 0; expected ${ALERTS}`,
    ],
    [
      'with a mistyped member',
      { budget: { ...budget, mails: [] } },
      'budget.mails: unknown key; did you mean "emails"?',
    ],
  ]);

  test('of a stack that knows no resource group', () => {
    const values = { budget, regions: [{ account: 'ours', key: '0123456789abcdef' }] };
    expect(explain(values, { secretKeys: new Set(['regions']) })).toBe(
      message(
        'budget: no region has a resource group; expected a region that is created or found by its resourceGroup',
      ),
    );
  });

  test.each([
    [
      'with a start as YAML and Pulumi turn it',
      { budget: { ...budget, startDate: '2026-12-01 00:00:00 +0000 UTC' } },
    ],
    [
      'of an account in a group',
      { budget, regions: [{ account: 'ours', resourceGroup: 'our-group' }] },
    ],
    ['that is empty, as by default', { budget: '{ }', regions: '[ ]' }],
  ])('%s is right', (_, values) => {
    expect(explain(values)).toBe('no fault');
  });
});

describe('tags', () => {
  check([
    ['that are a list', { tags: ['a'] }, 'tags: a list of 1; expected names with texts'],
    [
      'with a number',
      { tags: { costCenter: 4711 } },
      'tags.costCenter: 4711; expected a text of up to 256 characters',
    ],
    [
      'with a long text',
      { tags: { a: 'x'.repeat(257) } },
      `tags.a: "${'x'.repeat(80)}…"; expected a text of up to 256 characters`,
    ],
    [
      'with a name that Azure refuses',
      { tags: { 'a/b': 'x' } },
      `tags.a/b: "x"; expected ${TAG_NAME}`,
    ],
  ]);
});

describe('other settings', () => {
  check([
    [
      'a zone with a scheme',
      { zoneName: 'https://example.com' },
      `zoneName: "https://example.com"; expected ${HOST}`,
    ],
    ['a third key', { activeKey: '3' }, 'activeKey: "3"; expected one of 1, 2'],
    ['neither on nor off', { protect: 'yes' }, 'protect: "yes"; expected one of true, false'],
    [
      'the name of a workspace',
      { logAnalyticsWorkspaceId: 'logs' },
      'logAnalyticsWorkspaceId: "logs"; expected the resource id of a Log Analytics workspace: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.OperationalInsights/workspaces/<name>',
    ],
  ]);
});

test('faults of all settings are told at once, in the order of Pulumi.yaml', () => {
  const values = {
    customDomain: 'https://x',
    zoneName: '/x',
    models: [{ ...model, aliases: ['gpt-5.4-mini'], contentFilter: 'x' }],
    regions: [{ location: 'eastus2', key: '0123456789abcdef' }],
    activeKey: 'both',
    users: [{ name: 'a', models: ['x'], expires: 'soon' }],
    contentFilters: [filter, filter],
    budget: { ...budget, amount: 'much' },
    tags: { a: 1 },
    protect: '1',
  };
  expect(explain(values)).toBe(
    message(
      `customDomain: "https://x"; expected ${HOST}`,
      `zoneName: "/x"; expected ${HOST}`,
      'models[0].aliases[0]: "gpt-5.4-mini"; expected one that differs from models[0].name',
      `models[0].contentFilter: "x"; expected ${POLICY}`,
      'regions[0].key: a value not shown here; expected none without the account that it belongs to',
      "regions[0].key: in plain text; expected a secret: `pulumi config set --stack dev --path 'regions[0].key' --secret`",
      'activeKey: "both"; expected one of 1, 2',
      'users[0].expires: "soon"; expected a date such as "2027-01-31", or a time such as "2027-01-31T18:00:00Z"',
      'users[0].models[0]: "x"; expected the name or an alias of one of `models`',
      'contentFilters[1].name: "strict"; expected one that differs from contentFilters[0].name',
      'budget.amount: "much"; expected an amount above 0',
      'tags.a: 1; expected a text of up to 256 characters',
      'protect: "1"; expected one of true, false',
    ),
  );
});
