// Many users, and the way from a resource for each key to keys that are derived.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { describeStack } from '../operator/steps.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  models:
    - name: gpt-5.4
      version: '2026-03-05'
`;

const ALICE = '  users:\n    - name: alice\n    - name: 王芳\n';
const WORKER = 'PUT worker cf-openai-azure-proxy-dev';

describeStack('a stack that gets many users', {}, ({ also }) => {
  also('a switch to derived keys changes no key', async (scenario) => {
    const first = await scenario.up(STACK + ALICE);
    expect(first.exitCode, first.said).toBe(0);
    const switched = await scenario.up(`${STACK}${ALICE}  userKeys: derived\n`);
    expect(switched.exitCode, switched.said).toBe(0);
    expect(switched).toMatchObject({ asked: [], lost: [] });
  });
  also(
    'a thousand users from a file beside the stack file come with one upload',
    async (scenario) => {
      const users = Array.from({ length: 1000 }, (_, index) => `- name: user-${index}\n`);
      await writeFile(join(scenario.operator.folder, 'users.dev.yaml'), users.join(''));
      const { exitCode, said, asked, lost } = await scenario.up();
      expect(exitCode, said).toBe(0);
      expect(asked).toEqual([WORKER]);
      expect(lost).toEqual([]);
      expect(await scenario.changesLeft()).toBe('');
    },
  );
  also('a renamed stack does not lose the users of the file', async (scenario) => {
    const { operator } = scenario;
    const named = `${scenario.stack}  workerName: cf-openai-azure-proxy-dev\n`;
    expect((await scenario.up(named)).exitCode).toBe(0);
    const rename = async (from: string, to: string) => {
      const { exitCode, said } = await operator.pulumi(['stack', 'rename', to, '--stack', from]);
      expect(exitCode, said).toBe(0);
    };
    await rename('dev', 'production');
    const refused = await scenario.run(['up', '--yes', '--skip-preview', '--stack', 'production']);
    expect(refused).toMatchObject({ exitCode: 1, asked: [], lost: [] });
    expect(refused.said).toContain(
      'users.production.yaml: missing, and the last `up` had users from users.dev.yaml',
    );
    await rename('production', 'dev');
    expect((await scenario.up()).asked).toEqual([]);
  });
  also(
    'a second generation is derived, and then the first one leaves the state',
    async (scenario) => {
      const both = ALICE.replace(
        '- name: alice',
        '- name: alice\n      keys: [{ generation: 1 }, { generation: 2 }]',
      );
      const added = await scenario.up(`${STACK}${both}  userKeys: derived\n`);
      expect(added).toMatchObject({ exitCode: 0, asked: [WORKER], lost: [] });
      const left = await scenario.up(
        `${STACK}${both.replace('{ generation: 1 }, ', '')}  userKeys: derived\n`,
      );
      expect(left.exitCode, left.said).toBe(0);
      expect(left.asked).toEqual([WORKER]);
      const { said } = await scenario.operator.pulumi(['stack', '--show-urns']);
      expect(said).not.toContain('user-alice');
      expect(said).toContain('user-王芳');
    },
  );
});
