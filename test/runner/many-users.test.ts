import { describe, expect, test } from 'vitest';
import { runProgram } from '../support/runner-run.ts';
import { bindingKinds, said, stackOutputs, tree, workerView } from '../support/runner-view.ts';
import { SMALL_BINDINGS, RANDOM_KEY, readStack, secret } from './stack-files.ts';

describe('5,000 users', async () => {
  // Pulumi hands the configuration over in an environment variable, of which Linux takes 128 KiB: for
  // 5,000 users, names alone, and short ones. https://github.com/pulumi/pulumi/issues/8680
  const names = Array.from({ length: 5_000 }, (_, index) => `u${String(index).padStart(4, '0')}`);
  const minimal = await readStack('minimal');
  const users = names.map((name) => `    - name: ${name}`).join('\n');
  const stackYaml = minimal.replace('    - name: alice', users);
  const [paid, free] = [
    await runProgram({ stackYaml: `${stackYaml}  workersPlan: paid\n` }),
    await runProgram({ stackYaml }),
  ];

  test('are on the paid plan cut into bindings, of which the Worker reads every key', () => {
    expect([paid.exitCode, said(paid)]).toEqual([0, []]);
    const parts = Array.from({ length: 102 }, (_, index) => `CHIT_USERS_${index + 2}`);
    expect(bindingKinds(paid)).toEqual([
      ...SMALL_BINDINGS.slice(0, 3),
      ...parts.map((part) => `${part}: secret_text, secret`),
      'MODELS: plain_text',
      'SETTINGS: plain_text',
    ]);
    const decoded = workerView(paid).users;
    expect(decoded).toEqual(names.map((name) => ({ name, key: RANDOM_KEY })));
    expect(new Set(decoded.map(({ key }) => key)).size).toBe(5_000);
    expect(stackOutputs(paid)['users']).toEqual(
      secret(Object.fromEntries(decoded.map(({ name, key }) => [name, key]))),
    );
    expect(tree(paid)).toHaveLength(5_008);
  });

  test('are refused on the free plan before anything is made', () => {
    expect([free.exitCode, tree(free)]).toEqual([32, []]);
    expect(said(free)).toEqual([
      `error: The configuration of stack "dev" has 1 fault:
  users: 5000 users take 103 of the Worker's 107 bindings; expected at most 64 bindings on the free plan (\`workersPlan: paid\` allows 128)
Change it with \`pulumi config set\` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.`,
    ]);
  });
});
