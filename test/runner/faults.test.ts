import { describe, expect, test } from 'vitest';
import { readExampleStack, runProgram } from '../support/runner-run.ts';
import { STACK_RESOURCE } from '../support/project.ts';
import { edit, STACK } from './stacks.ts';

/** What the operator reads. */
async function run(options: Parameters<typeof runProgram>[0]) {
  const { exitCode, stdout, stderr, logs, resources } = await runProgram(options);
  const said = logs.filter(({ severity }) => severity !== 'debug');
  return { exitCode, stdout, stderr, said, made: resources.map(({ name }) => name) };
}

describe.concurrent('the operator', () => {
  test('is told once all that the example stack lacks for a real deployment', async () => {
    expect(await run({ stackYaml: await readExampleStack() })).toEqual({
      // https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/run/index.ts: all has been said.
      exitCode: 32,
      stdout: '',
      stderr: '',
      said: [
        {
          severity: 'error',
          message: `The configuration of stack "dev" has 2 faults:
  cloudflareAccountId: missing; expected the account's 32 hexadecimal digits, which the dashboard shows in its address (https://dash.cloudflare.com/<account id>): \`pulumi config set --stack dev cloudflareAccountId <account id>\`, or CLOUDFLARE_ACCOUNT_ID in the environment
  workersDevSubdomain: missing; expected the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: \`pulumi config set --stack dev workersDevSubdomain <name>\`; or your own host name: \`pulumi config set --stack dev customDomain <host name>\`
Change it with \`pulumi config set\` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.`,
        },
      ],
      made: [STACK_RESOURCE],
    });
  });

  test('is told at preview when users exceed the bindings', async () => {
    const users = Array.from({ length: 3000 }, (_, index) => `    - name: user-${index}`).join(
      '\n',
    );
    const stackYaml = edit(STACK, '    - name: alice', `${users}\n    - name: alice`);
    const { exitCode, said, made } = await run({ stackYaml, preview: true });
    expect([exitCode, made]).toEqual([32, [STACK_RESOURCE]]);
    expect(said).toEqual([
      {
        severity: 'error',
        message: `The configuration of stack "dev" has 1 fault:
  users: 3003 users take 65 of the Worker's 69 bindings; expected at most 64 bindings on the free plan (\`workersPlan: paid\` allows 128)
Change it with \`pulumi config set\` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.`,
      },
    ]);
  });

  test('is told that a key stands in plain text, without the key', async () => {
    const stackYaml = edit(STACK, '- name: bob', '- {name: bob, key: sk-plain-0123456789}');
    const { exitCode, said } = await run({ stackYaml, stack: 'prod' });
    expect(exitCode).toBe(32);
    expect(said).toEqual([
      {
        severity: 'error',
        message: `The configuration of stack "prod" has 1 fault:
  users[1].key: plain-text key; encrypt it with \`pulumi config set --stack prod --path 'users[1].key' --secret\`
Change it with \`pulumi config set\` or in Pulumi.prod.yaml; Pulumi.yaml describes every key.`,
      },
    ]);
  });

  test('is warned of a short key, and it is deployed', async () => {
    const stackYaml = edit(STACK, '- name: bob', '- {name: bob, key: {secure: hunter2}}');
    const { exitCode, said } = await run({ stackYaml });
    expect(exitCode).toBe(0);
    expect(said).toEqual([
      {
        severity: 'warning',
        message:
          'user bob: a key with fewer than 16 characters can be guessed; leave the key out to get a random one',
      },
    ]);
  });

  test('is told why Azure may have given no key, and no Worker is made', async () => {
    const { exitCode, said, made } = await run({ stackYaml: STACK, answerInvoke: () => ({}) });
    // Pulumi puts words before it and a stack after it.
    const message: unknown = expect.stringContaining(
      'Azure returned no key for the account of openai-swedencentral: is key access (local authentication) disabled by an Azure Policy?',
    );
    expect(exitCode).toBe(32);
    expect(said).toEqual([{ severity: 'error', message }]);
    expect(made).not.toContain('gateway-script');
  });

  test("does not deploy what Pulumi's own check refuses", async () => {
    const stackYaml = edit(STACK, 'azureLocation: swedencentral', 'workersDev: maybe');
    await expect(run({ stackYaml })).rejects.toThrow(
      "Stack 'dev' with configuration key 'workersDev' must be of type 'boolean'",
    );
  });

  test('deploys versions that YAML took for a date and a number', async () => {
    const dated = edit(STACK, "version: '2026-03-17'", 'version: 2026-03-17');
    const { exitCode, said } = await run({ stackYaml: edit(dated, "version: '1'", 'version: 1') });
    expect([exitCode, said]).toEqual([0, []]);
  });
});
