// Regions that come, go and move, under Pulumi's real engine.
import { expect } from 'vitest';
import { SUBSCRIPTION_ID } from '../../../rehearsal/stand-ins.ts';
import { all, deployments, describeStack, replace } from '../operator/steps.ts';

const STACK = `  workersDevSubdomain: me
  models:
    - name: gpt-5.4
      version: '2026-03-05'
    - name: gpt-5.4-mini
      version: '2026-03-17'
      contentFilter: strict
  regions:
    - name: main
      location: eastus2
  contentFilters:
    - name: strict
      levels: { hate: low }
      blocklists:
        - name: rivals
          terms: [acme, emca]
  budget:
    amount: 100
    startDate: '2025-01-01'
    emails: [ops@example.org]
  users:
    - name: alice
`;

const WORKER = 'PUT worker cf-openai-azure-proxy-dev';
const BUDGET = 'budget cf-openai-azure-proxy-dev';

/** Everything of an account, in the order in which it is made. */
function account(method: 'PUT' | 'DELETE', name: string, ...models: readonly string[]) {
  const parts = [
    `${method} account ${name}`,
    `${method} blocklist strict-rivals at ${name}`,
    `${method} term term-822b33ad87c1 at ${name}`,
    `${method} term term-58b1cc88c913 at ${name}`,
    `${method} filter strict at ${name}`,
    ...deployments(method, name, ...models),
  ];
  return method === 'PUT' ? parts : parts.toReversed();
}

describeStack('regions', {}, ({ step, also }) => {
  also('the first up makes the budget from this month on', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(STACK);
    expect(exitCode, said).toBe(0);
    // The budget and the account need the group only.
    expect(asked.toSorted()).toEqual(
      [
        'PUT group main--eastus2',
        `PUT ${BUDGET}`,
        ...account('PUT', 'main--eastus2', 'gpt-5.4', 'gpt-5.4-mini'),
        WORKER,
        'POST workers.dev of cf-openai-azure-proxy-dev',
      ].toSorted(),
    );
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  also('another location: the new account serves before the old one goes', async (scenario) => {
    const { exitCode, said, asked, lost } = await scenario.up(
      replace('location: eastus2', 'location: polandcentral')(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    const worker = asked.indexOf(WORKER);
    expect(asked.slice(0, worker).filter((line) => !line.includes('budget'))).toEqual([
      'PUT group main--polandcentral',
      ...account('PUT', 'main--polandcentral', 'gpt-5.4', 'gpt-5.4-mini'),
    ]);
    const after = asked.slice(worker + 1).filter((line) => !line.includes('budget'));
    expect(after).toEqual([
      ...account('DELETE', 'main--eastus2', 'gpt-5.4', 'gpt-5.4-mini'),
      'DELETE group main--eastus2',
    ]);
  });
  also('a second region: the budget covers both, whatever its start date', async (scenario) => {
    const { exitCode, said, asked, lost } = await scenario.up(
      replace(
        '  regions:\n',
        '  regions:\n    - location: swedencentral\n      models: [{ name: gpt-5.4 }]\n',
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(asked.filter((line) => line.includes('budget'))).toEqual([
      `PUT ${BUDGET}`,
      `DELETE ${BUDGET}`,
    ]);
    const budgets = scenario.operator.clouds.azure.all().filter(({ kind }) => kind === 'budget');
    expect(budgets).toHaveLength(1);
  });
  step(
    'blocked terms change one at a time',
    replace('terms: [acme, emca]', 'terms: [acme, mace, came]'),
    [
      'PUT term term-20613c35da21 at main--polandcentral',
      'PUT term term-76806e2c372d at main--polandcentral',
      'DELETE term term-58b1cc88c913 at main--polandcentral',
    ],
  );
  also('a region leaves: its models are deleted before its account', async (scenario) => {
    const { exitCode, said, asked, lost } = await scenario.up(
      replace(
        '    - location: swedencentral\n      models: [{ name: gpt-5.4 }]\n',
        '',
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(asked.filter((line) => !line.includes('budget'))).toEqual([
      WORKER,
      ...deployments('DELETE', 'swedencentral', 'gpt-5.4'),
      'DELETE account swedencentral',
      'DELETE group swedencentral',
    ]);
  });
  also('a renamed stack keeps its account and its address', async (scenario) => {
    const named = `${scenario.stack}  workerName: cf-openai-azure-proxy-dev\n`;
    expect((await scenario.up(named)).asked).toEqual([]);
    const before = scenario.operator.clouds.azure.all().map(({ id }) => id);
    const renamed = await scenario.run(['stack', 'rename', 'production']);
    expect(renamed.exitCode, renamed.said).toBe(0);
    const { exitCode, said, lost } = await scenario.run([
      ...['up', '--yes', '--skip-preview', '--stack', 'production'],
    ]);
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    const accounts = scenario.operator.clouds.azure.all().filter(({ kind }) => kind === 'account');
    expect(accounts.map(({ id }) => before.includes(id))).toEqual([true]);
  });
});

describeStack('a protected stack', {}, ({ step, also }) => {
  step(
    'is made',
    () =>
      all(
        replace(
          "  budget:\n    amount: 100\n    startDate: '2025-01-01'\n    emails: [ops@example.org]\n",
          '',
        ),
        replace('  users:', '  protect: true\n  users:'),
      )(STACK),
    [
      'PUT group main--eastus2',
      ...account('PUT', 'main--eastus2', 'gpt-5.4', 'gpt-5.4-mini'),
      WORKER,
      'POST workers.dev of cf-openai-azure-proxy-dev',
    ],
  );
  also('refuses to be destroyed, and to move, before anything is done', async (scenario) => {
    const destroyed = await scenario.run(['destroy', '--yes']);
    expect(destroyed).toMatchObject({ exitCode: 1, asked: [] });
    expect(destroyed.said).toContain('protect');
    const stack = scenario.stack;
    await scenario.operator.writeStack(
      replace('location: eastus2', 'location: polandcentral')(stack),
    );
    const moved = await scenario.run(['up', '--yes']);
    expect(moved.asked).toEqual([]);
    expect(moved.said).toContain('protect');
  });
});

describeStack('a named group', {}, ({ also }) => {
  also('in other letters is the same group', async (scenario) => {
    const { operator } = scenario;
    const group = `${operator.clouds.azureUrl}/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/Team-AI`;
    await fetch(group, { method: 'PUT', body: '{"location":"eastus2"}' });
    const first = await scenario.up(
      replace('  budget:', '  resourceGroup: Team-AI\n  budget:')(STACK),
    );
    expect(first.exitCode, first.said).toBe(0);
    expect(first.asked).toContain('PUT account main--eastus2--rg-team-ai');
    const { exitCode, said, asked } = await scenario.up(
      replace('resourceGroup: Team-AI', 'resourceGroup: team-ai')(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([]);
    expect(said).not.toMatch(/ [~+-] +(azure|cloudflare|random)/);
  });
});
