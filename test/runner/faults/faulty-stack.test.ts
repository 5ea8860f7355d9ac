import { expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { readStack } from '../stacks/stack-files.ts';

test('all faults of a stack are one message', async () => {
  const run = evaluateProgram({ stackYaml: await readStack('faulty') });
  const message = await run.then(
    () => 'the stack has no faults',
    (error: unknown) => String(error),
  );
  expect(message).toMatch(/The configuration of stack "dev" has 27 faults:\n/);
  expect(message).not.toContain('in-plain-text');
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
