import { expect, test } from 'vitest';
import { runProgram } from '../support/runner-run.ts';
import { said, tree } from '../support/runner-view.ts';
import { readStack } from './stack-files.ts';

test('a stack with many faults is told all of them at once, and nothing is made', async () => {
  const run = await runProgram({ stackYaml: await readStack('faulty') });
  expect([run.exitCode, tree(run), run.invokes, run.bundle]).toEqual([32, [], [], '']);
  expect(said(run)).toHaveLength(1);
  const [message = ''] = said(run);
  expect(message).toMatch(/^error: The configuration of stack "dev" has 27 faults:\n/);
  expect(message).not.toContain('in-plain-text');
  // Where each is; the words are the settings' own matter.
  expect([...message.matchAll(/^ {2}(\S+): /gm)].map(([, key]) => key)).toEqual([
    'cloudflareAccountId',
    'customDomain',
    'workersPlan',
    'models[1].sku',
    'models[1].aliases[0]',
    'models[0].contentFilter',
    'models[1].version',
    'models[2].deployment',
    'regions[0].models[0].weight',
    'regions[0].models[2].deployment',
    'regions[1].location',
    'regions[1].models[0].name',
    'regions[2].key',
    'regions[3].key',
    'regions[3].key',
    'users[2].expires',
    'users[1].key',
    'users[2].keys[1].generation',
    'users[1].models[0]',
    'users[0].key',
    'users[1].key',
    'contentFilters[0].levels.hate',
    'contentFilters[0].blocklists[1].name',
    'budget.amount',
    'budget.startDate',
    'budget.emails',
    'modles',
  ]);
});
