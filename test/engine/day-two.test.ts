// What an operator does to one stack from the first day on, each step under Pulumi's real engine.
import { describe, expect, test, afterAll, beforeAll } from 'vitest';
import { edit, startScenario, type Scenario } from './scenario.ts';

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

describe('a stack from day to day', () => {
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await startScenario();
  });
  afterAll(async () => {
    await scenario[Symbol.asyncDispose]();
  });
  const step = (name: string, change: (stack: string) => string, asked: readonly string[]) => {
    test(name, async () => {
      const { exitCode, said, ...seen } = await scenario.up(change(scenario.stack));
      expect(exitCode, said).toBe(0);
      expect(seen).toEqual({ asked, lost: [] });
    });
  };
  const to = (from: string, into: string) => (stack: string) => edit(stack, from, into);
  const deployed = (method: string, ...names: readonly string[]) =>
    names.map((name) => `${method} deployment ${name} at eastus2`);
  const WORKER = 'PUT worker cf-openai-azure-proxy-dev';

  step('the first up makes accounts before models, and the Worker last', () => STACK, [
    'PUT group eastus2',
    'PUT account eastus2',
    ...deployed('PUT', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5-mini', 'text-embedding-3-small'),
    WORKER,
    'POST workers.dev of cf-openai-azure-proxy-dev',
  ]);

  test('a preview afterwards shows no change, also after a refresh', async () => {
    expect(await scenario.changesLeft()).toBe('');
    expect(await scenario.changesLeft(['--refresh'])).toBe('');
  });

  step(
    'a new user changes the Worker alone',
    to('    - name: 王芳', '    - name: bob\n    - name: 王芳'),
    [WORKER],
  );
  step(
    'the order of users does not matter',
    to('    - name: alice\n    - name: bob\n', '    - name: bob\n    - name: alice\n'),
    [],
  );
  step(
    'a second generation works beside the first',
    to('- name: alice', '- name: alice\n      keys: [{ generation: 1 }, { generation: 2 }]'),
    [WORKER],
  );
  step('a user leaves', to('    - name: bob\n', ''), [WORKER]);
  step(
    'a model in the middle leaves its neighbours alone',
    to(
      '    - name: gpt-5-mini',
      "    - name: gpt-5-nano\n      version: '2025-08-07'\n    - name: gpt-5-mini",
    ),
    [...deployed('PUT', 'gpt-5-nano'), WORKER],
  );
  step(
    'two models that are not neighbours are deleted one after another, once the Worker no longer has them',
    (stack) =>
      edit(
        edit(
          stack,
          "    - name: gpt-5.4-mini\n      version: '2026-03-17'\n      capacity: 50\n      aliases: [gpt-4o-mini]\n",
          '',
        ),
        "    - name: gpt-5-mini\n      version: '2025-08-07'\n",
        '',
      ),
    [WORKER, ...deployed('DELETE', 'gpt-5-mini', 'gpt-5.4-mini')],
  );
  step(
    'capacity changes in place',
    to("version: '2026-03-05'", "version: '2026-03-05'\n      capacity: 20"),
    [...deployed('PUT', 'gpt-5.4'), WORKER],
  );
  step(
    'another model behind a name is a new deployment',
    to(
      "    - name: gpt-5-nano\n      version: '2025-08-07'",
      "    - name: gpt-5-nano\n      model: gpt-5.4-nano\n      version: '2026-03-17'",
    ),
    [...deployed('DELETE', 'gpt-5-nano'), ...deployed('PUT', 'gpt-5-nano'), WORKER],
  );
});
