import { describe, expect, test } from 'vitest';
import { runProgram } from '../support/pulumi/run-program.ts';
import { bindingKinds, said, stackOutputs, tree, workerView } from '../support/pulumi/view.ts';
import { SMALL_BINDINGS, RANDOM_KEY, readStack, secret } from '../runner/stacks/stack-files.ts';

const names = Array.from({ length: 5_000 }, (_, index) => `u${String(index).padStart(4, '0')}`);

/**
 * Pulumi passes the configuration in an environment variable, and Linux allows 128 KiB for each: for 5,000
 * users, short names and nothing else. https://github.com/pulumi/pulumi/issues/8680
 */
async function up(signal: AbortSignal, more = '') {
  const minimal = await readStack('minimal');
  const users = names.map((name) => `    - name: ${name}`).join('\n');
  return runProgram({ stackYaml: `${minimal.replace('    - name: alice', users)}${more}`, signal });
}

describe('5,000 users', () => {
  test('are on the paid plan cut into bindings, of which the Worker reads every key', async ({
    signal,
  }) => {
    const paid = await up(signal, '  workersPlan: paid\n');
    expect([paid.exitCode, said(paid)]).toEqual([
      0,
      [
        "warning: users: 5000 random keys are 5000 resources; `userKeys: derived` makes `up` faster and changes nobody's key",
      ],
    ]);
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

  test('are refused on the free plan before anything is created', async ({ signal }) => {
    const free = await up(signal);
    expect([free.exitCode, tree(free)]).toEqual([32, []]);
    expect(said(free)).toEqual([
      `error: The configuration of stack "dev" has 1 fault:
  users: 5000 users take 103 of the Worker's 107 bindings; expected at most 64 bindings on the free plan (\`workersPlan: paid\` allows 128)
Change it with \`pulumi config set\` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.`,
    ]);
  });

  test('in a file need neither the environment nor a resource each', async ({ signal }) => {
    // Longer than an environment variable may be, also on Linux.
    const usersYaml = names
      .map((name) => `- { name: ${name}, notes: ${'n'.repeat(40)} }`)
      .join('\n');
    const minimal = await readStack('minimal');
    const stackYaml = minimal.replace(
      '  users:\n    - name: alice\n',
      '  workersPlan: paid\n  userKeys: derived\n',
    );
    const run = await runProgram({ stackYaml, usersYaml, signal });
    expect(usersYaml.length).toBeGreaterThan(2 ** 17);
    expect([run.exitCode, said(run)]).toEqual([0, []]);
    expect(tree(run)).toHaveLength(9);
    const decoded = workerView(run).users;
    expect(decoded).toEqual(names.map((name) => ({ name, key: RANDOM_KEY })));
    expect(new Set(decoded.map(({ key }) => key)).size).toBe(5_000);
  });
});
