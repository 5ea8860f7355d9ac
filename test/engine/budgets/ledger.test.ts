// A stack with budgets: its ledger is made once, and stays whatever else changes, under Pulumi's real engine.
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { all, deployments, describeStack, replace } from '../operator/steps.ts';
import type { Scenario } from '../operator/scenario.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  teams:
    - name: school
      members: &pupil
        budget: { amount: 0.25, per: day }
  users:
    - { name: dora, team: school }
    - name: visitor
      <<: *pupil
`;

const GATEWAY = 'cf-openai-azure-proxy-dev';
const WORKER = `PUT worker ${GATEWAY}`;
const LEDGER = `worker ${GATEWAY}-ledger`;
const REST = [
  'PUT group eastus2',
  'PUT account eastus2',
  ...deployments('PUT', 'eastus2', 'gpt-5.4'),
];

/** A binding of the gateway as it was uploaded. */
function binding({ operator }: Scenario, name: string): unknown {
  const { workers } = operator.clouds.cloudflare.state;
  const bindings = workers.find((worker) => worker.name === GATEWAY)?.metadata['bindings'];
  return (bindings as readonly { readonly name: string }[]).find((each) => each.name === name);
}

function limits(scenario: Scenario): unknown {
  const { text } = binding(scenario, 'LIMITS') as { readonly text: string };
  return JSON.parse(text);
}

describeStack('a stack with budgets from its first day', {}, ({ step, also }) => {
  step('the ledger is there before the gateway that is bound to it', () => STACK, [
    [`PUT ${LEDGER}`, ...REST],
    WORKER,
    `POST workers.dev of ${GATEWAY}`,
  ]);
  also('the gateway has the limits, and the merge key of YAML was understood', async (scenario) => {
    expect(limits(scenario)).toEqual({
      teams: { school: { members: { budget: [{ amount: 250_000_000, per: 'day' }] } } },
    });
    expect(binding(scenario, 'LEDGER')).toMatchObject({
      type: 'durable_object_namespace',
      class_name: 'Ledger',
      script_name: `${GATEWAY}-ledger`,
    });
    await Promise.resolve();
  });
  also('a preview afterwards shows no change, nor after a refresh', async (scenario) => {
    expect(await scenario.changesLeft()).toBe('');
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  also('a second up asks the clouds for nothing', async (scenario) => {
    expect(await scenario.up()).toMatchObject({ exitCode: 0, asked: [] });
  });
  also('an edited source of the ledger is not uploaded', async (scenario) => {
    const source = join(scenario.operator.folder, 'ledger/index.ts');
    await appendFile(source, '\nexport const edited = true;\n');
    expect(await scenario.up()).toMatchObject({ exitCode: 0, asked: [] });
  });
  step('another limit is one upload of the gateway', replace('amount: 0.25', 'amount: 0.5'), [
    WORKER,
  ]);
  step(
    'another name of the gateway keeps the ledger and its counts',
    replace('  azureLocation', '  workerName: other\n  azureLocation'),
    [
      'PUT worker other',
      'POST workers.dev of other',
      `DELETE workers.dev of ${GATEWAY}`,
      `DELETE worker ${GATEWAY}`,
    ],
  );
  step('and back', replace('  workerName: other\n', ''), [
    WORKER,
    `POST workers.dev of ${GATEWAY}`,
    'DELETE workers.dev of other',
    'DELETE worker other',
  ]);
  also('destroying the stack deletes the gateway, then the ledger', async (scenario) => {
    const { exitCode, said, asked } = await scenario.run(['destroy', '--yes', '--skip-preview']);
    expect(exitCode, said).toBe(0);
    const workers = asked.filter((line) => line.startsWith('DELETE worker '));
    expect(workers).toEqual([`DELETE worker ${GATEWAY}`, `DELETE ${LEDGER}`]);
    expect(scenario.operator.clouds.cloudflare.state.workers).toEqual([]);
  });
});

describeStack('a running stack that gets limits, and loses them', {}, ({ step, also }) => {
  const plain = STACK.replace(/  teams:[\s\S]*?(?=  users:)/, '')
    .replace(', team: school', '')
    .replace('      <<: *pupil\n', '');
  step('without limits there is no ledger', () => plain, [
    ...REST,
    WORKER,
    `POST workers.dev of ${GATEWAY}`,
  ]);
  step(
    'the first limit makes the ledger, then the gateway is bound to it',
    replace('{ name: dora }', '{ name: dora, budget: { amount: 5, per: month } }'),
    [`PUT ${LEDGER}`, WORKER],
  );
  also('what was uploaded is not uploaded again', async (scenario) => {
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  also('the last limit leaves the ledger and says so', async (scenario) => {
    const step = await scenario.up(plain);
    expect(step).toMatchObject({ exitCode: 0, asked: [WORKER], lost: [] });
    expect(step.said).toContain('The ledger keeps its counts');
    expect(binding(scenario, 'LEDGER')).toBeUndefined();
    expect(await scenario.changesLeft()).toBe('');
  });
  step(
    'a limit counts on with the same ledger',
    replace('{ name: dora }', '{ name: dora, tokensPerMinute: 1000 }'),
    [WORKER],
  );
  also('an idle ledger can be deleted by itself', async (scenario) => {
    expect((await scenario.up(plain)).exitCode).toBe(0);
    const targets = ['--target', '**Ledger::ledger', '--target-dependents'];
    const { exitCode, said, asked } = await scenario.run([
      'destroy',
      '--yes',
      '--skip-preview',
      ...targets,
    ]);
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([`DELETE ${LEDGER}`]);
    expect(await scenario.changesLeft()).toBe('');
  });
  step(
    'a new limit then makes a new one',
    all(replace('{ name: dora }', '{ name: dora, concurrentRequests: 3 }')),
    [`PUT ${LEDGER}`, WORKER],
  );
});
