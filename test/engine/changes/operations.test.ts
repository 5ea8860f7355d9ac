// Further operations of operators: teams, existing accounts, programs of one's own, interruptions.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { all, deployments, describeStack, replace } from '../operator/steps.ts';

const WORKER = 'PUT worker cf-openai-azure-proxy-dev';

const TEAM = `  customDomain: openai.example.org
  zoneName: example.org
  workersDevSubdomain: me
  models:
    - name: gpt-5.4-mini
      version: '2026-03-17'
      capacity: 100
      contentFilter: strict
    - name: gpt-5.4
      version: '2026-03-05'
  contentFilters:
    - name: strict
      levels: { hate: low, violence: low }
      promptShields: true
  logAnalyticsWorkspaceId: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/all
  users:
    - name: alice
    - name: intern
      models: [gpt-5.4-mini]
      expires: '2027-03-31'
`;

describeStack('a team', { zones: ['example.org'] }, ({ step, also }) => {
  also('a preview makes nothing and shows no key', async (scenario) => {
    await scenario.operator.writeStack(TEAM);
    const { exitCode, said, asked } = await scenario.run(['preview', '--diff']);
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([]);
    expect(said).toContain('[secret]');
  });
  also('wrong settings are one message in a preview', async (scenario) => {
    await scenario.operator.writeStack(
      all(replace('version:', 'verison:'), replace('capacity: 100', 'capacity: many'))(TEAM),
    );
    const { exitCode, said } = await scenario.run(['preview']);
    expect(exitCode).toBe(1);
    expect(said).toContain('has 3 faults');
    expect(said).toContain('did you mean "version"');
    expect(said).not.toMatch(/\n\s+at /);
  });
  also('regions are made side by side, each one change at a time', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(
      replace(
        '  contentFilters:',
        '  regions:\n    - location: swedencentral\n    - location: eastus2\n    - location: polandcentral\n      models: [{ name: gpt-5.4-mini, capacity: 50 }]\n  contentFilters:',
      )(TEAM),
    );
    expect(exitCode, said).toBe(0);
    expect(asked.filter((line) => /[45]\d\d$/.test(line))).toEqual([]);
    expect(asked.filter((line) => line.startsWith('PUT deployment')).toSorted()).toEqual(
      [
        ...deployments('PUT', 'eastus2', 'gpt-5.4', 'gpt-5.4-mini'),
        ...deployments('PUT', 'swedencentral', 'gpt-5.4', 'gpt-5.4-mini'),
        ...deployments('PUT', 'polandcentral', 'gpt-5.4-mini'),
      ].toSorted(),
    );
    expect(asked.filter((line) => line.startsWith('PUT diagnostics'))).toHaveLength(3);
    expect(asked.slice(-2).toSorted()).toEqual([
      'POST workers.dev of cf-openai-azure-proxy-dev',
      'PUT domain openai.example.org',
    ]);
  });
  also('the same stack from another folder shows no change', async (scenario) => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'another-'));
    await cp(scenario.operator.folder, elsewhere, { recursive: true, verbatimSymlinks: true });
    const preview = ['preview', '--expect-no-changes', '--stack', 'dev', '--cwd', elsewhere];
    const { exitCode, said } = await scenario.run(preview);
    await rm(elsewhere, { recursive: true });
    expect(exitCode, said).toBe(0);
  });
  also('another level of a filter changes it in place, in each region', async (scenario) => {
    const { exitCode, said, asked, lost } = await scenario.up(
      replace('hate: low', 'hate: high')(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(asked.toSorted()).toEqual([
      'PUT filter strict at eastus2',
      'PUT filter strict at polandcentral',
      'PUT filter strict at swedencentral',
    ]);
  });
  step(
    'the order of models changes the Worker alone',
    (stack) => {
      const big = "    - name: gpt-5.4\n      version: '2026-03-05'\n";
      return replace('  models:\n', `  models:\n${big}`)(replace(big, '')(stack));
    },
    [WORKER],
  );
});

describeStack('a location', {}, ({ also }) => {
  const one = all(
    replace('  customDomain: openai.example.org\n  zoneName: example.org\n', ''),
    replace(
      '  contentFilters:\n    - name: strict\n      levels: { hate: low, violence: low }\n      promptShields: true\n',
      '',
    ),
    replace('      contentFilter: strict\n', ''),
    (stack) => stack.replace(/ {2}logAnalytics.*\n/, ''),
  )(TEAM);
  also('changes: the new account serves before the old one goes', async (scenario) => {
    expect((await scenario.up(`${one}  azureLocation: eastus2\n`)).exitCode).toBe(0);
    const { exitCode, said, asked, lost } = await scenario.up(
      replace('eastus2', 'polandcentral')(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(asked).toEqual([
      'PUT group polandcentral',
      'PUT account polandcentral',
      ...deployments('PUT', 'polandcentral', 'gpt-5.4-mini', 'gpt-5.4'),
      WORKER,
      ...deployments('DELETE', 'eastus2', 'gpt-5.4', 'gpt-5.4-mini'),
      'DELETE account eastus2',
      'DELETE group eastus2',
    ]);
  });
  also('becomes a list of regions, and the first one is left alone', async (scenario) => {
    const { exitCode, said, asked, lost } = await scenario.up(
      replace(
        '  azureLocation: polandcentral\n',
        '  regions:\n    - location: polandcentral\n    - location: swedencentral\n',
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(lost).toEqual([]);
    expect(asked.filter((line) => line.includes('polandcentral'))).toEqual([]);
  });
  also('Ctrl-C ends the step under way, and the next up makes the rest', async (scenario) => {
    const { operator } = scenario;
    await operator.writeStack(
      replace(
        '    - location: swedencentral\n',
        '    - location: swedencentral\n    - location: francecentral\n',
      )(scenario.stack),
    );
    const held = operator.clouds.traffic.hold(/^PUT .*\/deployments\/gpt-5\.4-mini$/);
    const { pid, ended } = operator.start(['up', '--yes', '--skip-preview']);
    await held.arrived;
    process.kill(pid, 'SIGINT');
    held.release();
    expect((await ended).exitCode).not.toBe(0);
    const again = await scenario.run(['up', '--yes', '--skip-preview']);
    expect(again.exitCode, again.said).toBe(0);
    expect(again.said).not.toContain('pending');
    expect(await scenario.changesLeft()).toBe('');
  });
});

describeStack('an existing account with its key', {}, ({ also }) => {
  also('needs nothing of Azure', async (scenario) => {
    const { operator } = scenario;
    await operator.writeStack('  workersDevSubdomain: me\n');
    const set = await operator.shell(
      "printf %s 0123456789abcdef0123456789abcdef | pulumi config set --path 'regions[0].key' --secret",
    );
    expect(set.exitCode, set.said).toBe(0);
    for (const [path, value] of Object.entries({
      'regions[0].account': 'lent',
      'models[0].name': 'gpt-5.4',
      'users[0].name': 'alice',
    })) {
      const result = await operator.pulumi(['config', 'set', '--path', path, value]);
      expect(result.exitCode, result.said).toBe(0);
    }
    const { exitCode, said } = await scenario.run(['up', '--yes', '--skip-preview']);
    expect(exitCode, said).toBe(0);
    expect(operator.clouds.traffic.log.filter(({ cloud }) => cloud === 'azure')).toEqual([]);
    const exported = await operator.pulumi(['stack', 'export']);
    expect(exported.said).not.toContain('azure-native');
  });
});

describeStack(
  'the example with two gateways',
  { project: 'examples/two-gateways', zones: ['example.org'] },
  ({ also }) => {
    also('is made, shows no change afterwards, and is destroyed', async (scenario) => {
      const { exitCode, said, asked } = await scenario.up(
        '  cloudflareAccountId: 0123456789abcdef0123456789abcdef\n',
      );
      expect(exitCode, said).toBe(0);
      expect(asked.filter((line) => line.startsWith('PUT worker')).toSorted()).toEqual([
        'PUT worker openai-guests',
        'PUT worker openai-staff',
      ]);
      expect(await scenario.changesLeft(['--refresh'])).toBe('');
      const destroyed = await scenario.run(['destroy', '--yes', '--skip-preview']);
      expect(destroyed.exitCode, destroyed.said).toBe(0);
      expect(scenario.operator.clouds.azure.all()).toEqual([]);
    });
  },
);
