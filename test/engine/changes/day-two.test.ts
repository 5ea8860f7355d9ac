// What an operator does to one stack from the first day on, each step under Pulumi's real engine.
import { expect } from 'vitest';
import { all, deployments, describeStack, replace } from '../operator/steps.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  models:
    - name: gpt-5.4
      version: '2026-03-05'
    - name: gpt-5.4-mini
      version: '2026-03-17'
      capacity: 50
      aliases: [gpt-4o-mini]
    - name: gpt-5-mini
      version: '2025-08-07'
    - name: text-embedding-3-small
      version: '1'
  users:
    - name: alice
    - name: 王芳
`;

const WORKER = 'PUT worker cf-openai-azure-proxy-dev';
const SUBDOMAIN = 'workers.dev of cf-openai-azure-proxy-dev';

describeStack('a stack from day to day', {}, ({ step, also }) => {
  step('the first up makes models after their account, and the Worker last', () => STACK, [
    'PUT group eastus2',
    'PUT account eastus2',
    ...deployments(
      'PUT',
      'eastus2',
      ...['gpt-5.4', 'gpt-5.4-mini', 'gpt-5-mini', 'text-embedding-3-small'],
    ),
    WORKER,
    `POST ${SUBDOMAIN}`,
  ]);
  also('a preview afterwards shows no change, nor after a refresh', async (scenario) => {
    expect(await scenario.changesLeft()).toBe('');
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });
  step(
    'a new user changes the Worker alone',
    replace('    - name: 王芳', '    - name: bob\n    - name: 王芳'),
    [WORKER],
  );
  step(
    'the order of users changes nothing',
    replace('    - name: alice\n    - name: bob\n', '    - name: bob\n    - name: alice\n'),
    [],
  );
  step(
    'a second generation of a key works beside the first',
    replace(
      '    - name: alice',
      '    - name: alice\n      keys: [{ generation: 1 }, { generation: 2 }]',
    ),
    [WORKER],
  );
  step('a user leaves', replace('    - name: bob\n', ''), [WORKER]);
  step(
    'a model between others leaves them alone',
    replace(
      '    - name: gpt-5-mini',
      "    - name: gpt-5-nano\n      version: '2025-08-07'\n    - name: gpt-5-mini",
    ),
    [...deployments('PUT', 'eastus2', 'gpt-5-nano'), WORKER],
  );
  step(
    'two models that are not neighbours are deleted one after another, after the Worker lost them',
    all(
      replace(
        "    - name: gpt-5.4-mini\n      version: '2026-03-17'\n      capacity: 50\n      aliases: [gpt-4o-mini]\n",
        '',
      ),
      replace("    - name: gpt-5-mini\n      version: '2025-08-07'\n", ''),
    ),
    [WORKER, ...deployments('DELETE', 'eastus2', 'gpt-5-mini', 'gpt-5.4-mini')],
  );
  step(
    'a capacity changes in place',
    replace("version: '2026-03-05'", "version: '2026-03-05'\n      capacity: 20"),
    deployments('PUT', 'eastus2', 'gpt-5.4'),
  );
  also('another model behind a name is a new deployment', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(
      replace(
        "    - name: gpt-5-nano\n      version: '2025-08-07'",
        "    - name: gpt-5-nano\n      model: gpt-5.4-nano\n      version: '2026-03-17'",
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([
      ...deployments('DELETE', 'eastus2', 'gpt-5-nano'),
      ...deployments('PUT', 'eastus2', 'gpt-5-nano'),
      WORKER,
    ]);
  });
  step(
    'another model behind a name with a deployment of its own is served all the time',
    replace(
      "      model: gpt-5.4-nano\n      version: '2026-03-17'",
      "      model: gpt-5-nano\n      version: '2025-08-07'\n      deployment: nano",
    ),
    [
      ...deployments('PUT', 'eastus2', 'nano'),
      WORKER,
      ...deployments('DELETE', 'eastus2', 'gpt-5-nano'),
    ],
  );
  step(
    'provisioned throughput',
    replace(
      "    - name: text-embedding-3-small\n      version: '1'",
      "    - name: work\n      model: gpt-4.1\n      version: '2025-04-14'\n      sku: GlobalProvisionedManaged\n      capacity: 15\n    - name: text-embedding-3-small\n      version: '1'",
    ),
    [...deployments('PUT', 'eastus2', 'work'), WORKER],
  );
  also('moves to another model in place', async (scenario) => {
    const { exitCode, said, asked } = await scenario.up(
      replace(
        "model: gpt-4.1\n      version: '2025-04-14'",
        "model: gpt-5.4\n      version: '2026-03-05'",
      )(scenario.stack),
    );
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([...deployments('PUT', 'eastus2', 'work'), WORKER]);
  });
  step("Azure's other key", (stack) => `${stack}  activeKey: 2\n`, [WORKER]);
  step('a limit of requests', (stack) => `${stack}  requestsPerMinute: 60\n`, [WORKER]);
  step('tags', (stack) => `${stack}  tags: { team: platform }\n`, [
    'PUT group eastus2',
    'PUT account eastus2',
    ...deployments('PUT', 'eastus2', ...['gpt-5.4', 'nano', 'work', 'text-embedding-3-small']),
  ]);
  also('destroy deletes every model before its account, and the Worker first', async (scenario) => {
    const { exitCode, said, asked } = await scenario.run(['destroy', '--yes', '--skip-preview']);
    expect(exitCode, said).toBe(0);
    expect(asked).toEqual([
      `DELETE ${SUBDOMAIN}`,
      'DELETE worker cf-openai-azure-proxy-dev',
      ...deployments('DELETE', 'eastus2', ...['text-embedding-3-small', 'work', 'nano', 'gpt-5.4']),
      'DELETE account eastus2',
      'DELETE group eastus2',
    ]);
    expect(scenario.operator.clouds.azure.all()).toEqual([]);
  });
});
