import { expect, test } from 'vitest';
import { describeChange } from '../../../local/evaluation/describe-change.ts';
import type { Plan } from '../../../local/plan.ts';

const PLAN: Plan = {
  script: {
    contentFile: 'worker.js',
    mainModule: 'worker.js',
    compatibilityDate: '2026-11-17',
    compatibilityFlags: [],
    bindings: [
      { name: 'SETTINGS', text: '{}' },
      { name: 'CHIT_USERS', text: 'CANARY' },
    ],
  },
  leftOut: [],
  accounts: [],
  models: ['a', 'b'],
  users: [
    { name: 'alice', key: 'CANARY' },
    { name: 'alice', key: 'CANARY-2' },
  ],
  urns: ['urn:pulumi:dev::p::t$u::azure-eastus2'],
};

function withBinding(name: string, text: string): Plan {
  const others = PLAN.script.bindings.filter((binding) => binding.name !== name);
  return { ...PLAN, script: { ...PLAN.script, bindings: [...others, { name, text }] } };
}

test.each<[string, Plan, string | undefined]>([
  ['nothing', { ...PLAN }, undefined],
  ['models', { ...PLAN, models: ['b', 'c'] }, 'models +c, -a'],
  [
    'users and resources',
    { ...PLAN, users: [{ name: 'bob', key: 'CANARY' }], urns: [] },
    'users +bob, -alice; resources -azure-eastus2',
  ],
  ['a setting', withBinding('SETTINGS', '{"usage":true}'), 'settings of SETTINGS'],
  ['a part of a binding', withBinding('CHIT_USERS_2', 'CANARY'), 'settings of CHIT_USERS'],
  ['what only the stand-in knows', { ...PLAN, accounts: undefined }, 'other settings'],
])('%s', (_, after, line) => {
  expect(describeChange(PLAN, after)).toBe(line);
});
