// Faults of what is set for the stack as a whole: filters, budget, tags, zone, workspace, key number.
import { describe, expect, test } from 'vitest';
import { foundFaults } from '../found-faults.ts';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const filter = { name: 'strict' };
const list = { name: 'rivals', terms: ['x'] };
const budget = { amount: 500, startDate: '2026-12-01', emails: ['ops@example.com'] };

type Case = readonly [name: string, values: Readonly<Record<string, unknown>>, line: string];

function check(cases: readonly Case[]) {
  for (const [name, values, line] of cases) {
    test(name, () => {
      expect(foundFaults(values)).toEqual([line]);
    });
  }
}

describe("a model's content filter", () => {
  const named = (contentFilter: string) => ({ models: [{ ...model, contentFilter }] });

  check([
    [
      'that is unknown',
      { ...named('strikt'), contentFilters: [filter] },
      'models[0].contentFilter: invalid (did you mean strict?)',
    ],
    ['that is none', named('no filter'), 'models[0].contentFilter: invalid'],
  ]);

  test.each([
    ["is the stack's own", { ...named('strict'), contentFilters: [filter] }],
    ["is Microsoft's", named('Microsoft.Default')],
    [
      'is whatever an existing account has',
      { ...named('theirs'), regions: [{ account: 'ours', resourceGroup: 'our-group' }] },
    ],
  ])('%s', (_, values) => {
    expect(foundFaults(values)).toEqual([]);
  });
});

describe('content filters', () => {
  const one = (more: object) => ({ contentFilters: [{ ...filter, ...more }] });

  check([
    ['an object', { contentFilters: filter }, 'contentFilters: invalid'],
    ['without name', { contentFilters: [{}] }, 'contentFilters[0].name: missing'],
    [
      "with a name of Microsoft's",
      one({ name: 'microsoft-default' }),
      'contentFilters[0].name: invalid',
    ],
    [
      'of an unknown mode',
      one({ mode: 'async' }),
      'contentFilters[0].mode: invalid (did you mean asynchronous?)',
    ],
    [
      'of an unknown level',
      one({ levels: { hate: 'none' } }),
      'contentFilters[0].levels.hate: invalid',
    ],
    [
      'of an unknown category',
      one({ levels: { selfharm: 'low' } }),
      'contentFilters[0].levels.selfharm: unknown-key (did you mean selfHarm?)',
    ],
    ['with one level for all', one({ levels: 'low' }), 'contentFilters[0].levels: invalid'],
    [
      'with shields of some kind',
      one({ promptShields: 'on' }),
      'contentFilters[0].promptShields: invalid',
    ],
    [
      'with an empty term',
      one({ blocklists: [{ name: 'rivals', terms: [''] }] }),
      'contentFilters[0].blocklists[0].terms[0]: empty',
    ],
    [
      'with a pattern in place of a list',
      one({ blocklists: [{ name: 'rivals', patterns: 'x+' }] }),
      'contentFilters[0].blocklists[0].patterns: invalid',
    ],
    [
      'of one name',
      { contentFilters: [filter, { name: 'STRICT' }] },
      'contentFilters[1].name: duplicate',
    ],
    [
      'with two blocklists of one name',
      one({ blocklists: [list, list] }),
      'contentFilters[0].blocklists[1].name: duplicate',
    ],
    [
      'with blocklists whose names are alike together with those of their filters',
      {
        contentFilters: [
          { name: 'a', blocklists: [{ name: 'b-c' }] },
          { name: 'a-b', blocklists: [{ name: 'c' }] },
        ],
      },
      'contentFilters[1].blocklists[0].name: duplicate',
    ],
  ]);
});

describe('a budget', () => {
  check([
    ['that is a number', { budget: '500' }, 'budget: invalid'],
    ['of nothing', { budget: { ...budget, amount: 0 } }, 'budget.amount: invalid'],
    [
      'from the middle of a month',
      { budget: { ...budget, startDate: '2026-12-02' } },
      'budget.startDate: invalid',
    ],
    ['without e-mails', { budget: { ...budget, emails: [] } }, 'budget.emails: invalid'],
    [
      'with a name for an e-mail',
      { budget: { ...budget, emails: ['ops'] } },
      'budget.emails[0]: invalid',
    ],
    [
      'with six alerts',
      { budget: { ...budget, alerts: [10, 20, 30, 40, 50, 60] } },
      'budget.alerts: invalid',
    ],
    [
      'with an alert at nothing',
      { budget: { ...budget, alerts: [0] } },
      'budget.alerts[0]: invalid',
    ],
    [
      'with a mistyped member',
      { budget: { ...budget, mails: [] } },
      'budget.mails: unknown-key (did you mean emails?)',
    ],
  ]);

  test('of a stack that knows no resource group', () => {
    const values = { budget, regions: [{ account: 'ours', key: '0123456789abcdef' }] };
    expect(foundFaults(values, { secretKeys: new Set(['regions']) })).toEqual(['budget: conflict']);
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
    expect(foundFaults(values)).toEqual([]);
  });
});

describe('tags', () => {
  check([
    ['that are a list', { tags: ['a'] }, 'tags: invalid'],
    ['with a number', { tags: { costCenter: 4711 } }, 'tags.costCenter: invalid'],
    ['with a long text', { tags: { a: 'x'.repeat(257) } }, 'tags.a: invalid'],
    ['with a name that Azure refuses', { tags: { 'a/b': 'x' } }, 'tags.a/b: invalid'],
  ]);
});

describe('other settings', () => {
  check([
    ['a zone with a scheme', { zoneName: 'https://example.com' }, 'zoneName: invalid'],
    ['a third key', { activeKey: '3' }, 'activeKey: invalid'],
    ['neither on nor off', { protect: 'yes' }, 'protect: invalid'],
    [
      'the name of a workspace',
      { logAnalyticsWorkspaceId: 'logs' },
      'logAnalyticsWorkspaceId: invalid',
    ],
  ]);
});

test('faults of all settings are reported at once, in the order of Pulumi.yaml', () => {
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
  expect(foundFaults(values)).toEqual([
    'customDomain: invalid',
    'zoneName: invalid',
    'models[0].aliases[0]: duplicate',
    'models[0].contentFilter: invalid',
    'regions[0].key: conflict',
    'regions[0].key: plain-text',
    'activeKey: invalid',
    'users[0].expires: invalid',
    'users[0].models[0]: invalid',
    'contentFilters[1].name: duplicate',
    'budget.amount: invalid',
    'tags.a: invalid',
    'protect: invalid',
  ]);
});
