// What the operator is shown. The words of faults are tested in test/infra/rules/fault-words.test.ts.
import { describe, expect, test } from 'vitest';
import { readExampleStack } from '../../support/example-stack.ts';
import { STACK_RESOURCE } from '../../support/project.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { runProgram } from '../../support/pulumi/run-program.ts';
import { said } from '../../support/pulumi/view.ts';
import { providerCalls } from '../stacks/stack-files.ts';
import { edit, STACK } from '../stacks/example-edits.ts';

// https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/run/index.ts: the error is already shown.
const ALREADY_SHOWN = 32;

describe.concurrent('the operator', () => {
  test('sees everything that the example stack lacks for a deployment, and nothing is created', async ({
    signal,
  }) => {
    const run = await runProgram({ stackYaml: await readExampleStack(), signal });
    expect([run.exitCode, said(run)]).toEqual([
      ALREADY_SHOWN,
      [
        `error: The configuration of stack "dev" has 2 faults:
  cloudflareAccountId: missing; expected the account's 32 hexadecimal digits, which the dashboard shows in its address (https://dash.cloudflare.com/<account id>): \`pulumi config set --stack dev cloudflareAccountId <account id>\`, or CLOUDFLARE_ACCOUNT_ID in the environment
  workersDevSubdomain: missing; expected the account's own part of <name>.workers.dev, which the dashboard shows under Workers & Pages: \`pulumi config set --stack dev workersDevSubdomain <name>\`; or your own host name: \`pulumi config set --stack dev customDomain <host name>\`
Change it with \`pulumi config set\` or in Pulumi.dev.yaml; Pulumi.yaml describes every key.`,
      ],
    ]);
    const created = run.resources.map(({ name }) => name);
    expect([created, providerCalls(run), run.bundle]).toEqual([[STACK_RESOURCE], [], '']);
  });

  test('sees at preview that there are more users than bindings', async () => {
    const users = Array.from({ length: 3000 }, (_, index) => `    - name: user-${index}`).join(
      '\n',
    );
    const stackYaml = edit(STACK, '    - name: alice', `${users}\n    - name: alice`);
    await expect(evaluateProgram({ stackYaml, preview: true })).rejects.toThrow(
      "users: 3003 users take 65 of the Worker's 69 bindings",
    );
  });

  test('sees the command that encrypts a plain-text key, without the key', async () => {
    const stackYaml = edit(STACK, '- name: bob', '- {name: bob, key: sk-plain-0123456789}');
    const run = evaluateProgram({ stackYaml, stack: 'prod' });
    await expect(run).rejects.toThrow(
      `The configuration of stack "prod" has 1 fault:
  users[1].key: plain-text key; encrypt it with \`pulumi config set --stack prod --path 'users[1].key' --secret\`
Change it with \`pulumi config set\` or in Pulumi.prod.yaml; Pulumi.yaml describes every key.`,
    );
    await expect(run).rejects.not.toThrow('sk-plain');
  });

  test('is warned of a short key, and it is deployed', async () => {
    const stackYaml = edit(STACK, '- name: bob', '- {name: bob, key: {secure: hunter2}}');
    expect(said(await evaluateProgram({ stackYaml }))).toEqual([
      'warning: user bob: a key with fewer than 16 characters can be guessed; leave the key out to get a random one',
    ]);
  });

  test('sees why Azure may have returned no key, and no Worker is created', async ({ signal }) => {
    const run = await runProgram({ stackYaml: STACK, answerInvoke: () => ({}), signal });
    expect(run.exitCode).toBe(ALREADY_SHOWN);
    // Pulumi adds words before it and a stack trace after it.
    expect(said(run)).toEqual([
      expect.stringContaining(
        'Azure returned no key for the account of region "eastus2": its keys are disabled (`disableLocalAuth`), for example by an Azure Policy. Set `azureAuth: entra`, with which the gateway needs no key.',
      ),
    ]);
    expect(run.resources.map(({ name }) => name)).not.toContain('gateway-script');
  });

  test("does not deploy what Pulumi's own check refuses", async () => {
    const stackYaml = edit(STACK, 'azureLocation: eastus2', 'workersDev: maybe');
    await expect(evaluateProgram({ stackYaml })).rejects.toThrow(
      "Stack 'dev' with configuration key 'workersDev' must be of type 'boolean'",
    );
  });

  test('deploys versions that YAML reads as a date and a number', async () => {
    const dated = edit(STACK, "version: '2026-03-17'", 'version: 2026-03-17');
    const stackYaml = edit(dated, "version: '1'", 'version: 1');
    expect(said(await evaluateProgram({ stackYaml }))).toEqual([]);
  });
});
