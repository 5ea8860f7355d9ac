// What the first `pulumi up` after an earlier version must not do besides taking over.
import { expect, test } from 'vitest';
import { findMoves, refuseMoves } from '../../infra/earlier-version.ts';
import { parseSettings } from '../../infra/parse-settings.ts';
import type { StateOutputs } from '../../infra/own-state.ts';
import { rawConfig } from './raw-config.ts';

const COMPONENT = 'cf-openai-azure-proxy:index:AzureOpenAI$azure-native';
const GROUP = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups';
const BUDGET = { amount: 5, startDate: '2026-01-01', emails: ['ops@example.org'] };
const MAIN = { name: 'main', location: 'eastus2' };
const TEAM = { location: 'swedencentral', resourceGroup: 'Team-AI' };

function settingsOf(values: Readonly<Record<string, unknown>>) {
  const parsed = parseSettings(rawConfig({ budget: BUDGET, ...values }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.settings;
}

function state(...resources: readonly (readonly [types: string, name: string, StateOutputs])[]) {
  return new Map(
    resources.map(([types, name, outputs]) => [`urn:pulumi:dev::p::${types}::${name}`, outputs]),
  );
}

/** The state of an earlier version for the regions MAIN and TEAM, MAIN alone, or TEAM alone. */
const mainAccount = [
  [`${COMPONENT}:resources:ResourceGroup`, 'openai-main-group', { name: 'openai-main-group1' }],
  [
    `${COMPONENT}:cognitiveservices:Account`,
    'openai-main-account',
    { location: 'eastus2', id: `${GROUP}/openai-main-group1/providers/M/accounts/a` },
  ],
] as const;
const teamAccount = [
  [
    `${COMPONENT}:cognitiveservices:Account`,
    'openai-swedencentral-account',
    { location: 'swedencentral', id: `${GROUP}/Team-AI/providers/M/accounts/b` },
  ],
] as const;
const budget = (outputs: StateOutputs) =>
  ['azure-native:consumption:Budget', 'budget', outputs] as const;
const several = budget({ filter: { dimensions: {} }, id: '/subscriptions/1/providers/budgets/b' });
const ofMain = budget({ id: `${GROUP}/openai-main-group1/providers/M/budgets/b` });
const domain = [
  'cf-openai-azure-proxy:index:Gateway$cloudflare:index/workersCustomDomain:WorkersCustomDomain',
  'gateway-domain',
  { hostname: 'ai.example.org' },
] as const;

const both = state(...mainAccount, ...teamAccount, several);

test.each<readonly [string, ReturnType<typeof state>, Readonly<Record<string, unknown>>, string[]]>(
  [
    ['nothing', both, { regions: [MAIN, TEAM] }, []],
    [
      'a group in other letters',
      both,
      { regions: [MAIN, { ...TEAM, resourceGroup: 'team-ai' }] },
      [],
    ],
    ['the order of regions', both, { regions: [TEAM, MAIN] }, []],
    ['the budget goes', both, { regions: [MAIN, TEAM], budget: '' }, []],
    [
      'a location',
      both,
      { regions: [{ ...MAIN, location: 'polandcentral' }, TEAM] },
      ['region "main": location eastus2 -> polandcentral'],
    ],
    [
      'a group',
      both,
      { regions: [MAIN, { ...TEAM, resourceGroup: 'other' }] },
      ['region "swedencentral": resource group team-ai -> other'],
    ],
    [
      'a group for one that was created',
      both,
      { regions: [{ ...MAIN, resourceGroup: 'ours' }, TEAM] },
      ['region "main": resource group its own -> ours'],
    ],
    [
      'a region leaves, and with it the budget of several groups',
      both,
      { regions: [MAIN] },
      [
        'regions: swedencentral is removed',
        'budget: resource groups several -> openai-main-group1',
      ],
    ],
    [
      'a region becomes an existing account',
      both,
      { regions: [MAIN, { name: 'swedencentral', account: 'a', resourceGroup: 'Team-AI' }] },
      ['region "swedencentral": an existing account'],
    ],
    [
      'a second region',
      state(...mainAccount, ofMain),
      { regions: [MAIN, TEAM] },
      ['budget: resource groups openai-main-group1 -> openai-main-group1, team-ai'],
    ],
    [
      'a second region without a budget',
      state(...mainAccount),
      { regions: [MAIN, TEAM], budget: '' },
      [],
    ],
    [
      'another domain',
      state(...mainAccount, ofMain, domain),
      { regions: [MAIN], customDomain: 'api.example.org' },
      ['customDomain: ai.example.org -> api.example.org'],
    ],
    [
      'no domain any more',
      state(...mainAccount, ofMain, domain),
      { regions: [MAIN] },
      ['customDomain: ai.example.org -> none'],
    ],
    [
      'the same domain',
      state(...mainAccount, ofMain, domain),
      { regions: [MAIN], customDomain: 'ai.example.org' },
      [],
    ],
  ],
)('%s', (_, resources, values, expected) => {
  expect(findMoves(settingsOf(values), resources)).toEqual(expected);
});

test('nothing more is read of a stack that this version has deployed, or that has no outputs', async () => {
  const unreadable = () => Promise.reject(new Error('read'));
  const own = { outputs: unreadable, resources: unreadable };
  await refuseMoves(settingsOf({}), { worker: '{}' }, own);
  await refuseMoves(settingsOf({}), {}, own);
  await expect(refuseMoves(settingsOf({}), { url: 'u' }, own)).rejects.toThrow('read');
});
