// Azure upgrades a model's version by itself. `pulumi up` never sets it back.
import { describe, expect, test } from 'vitest';
import { readDeployed } from '../../../infra/outputs/deployed.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { answerWith } from '../../support/pulumi/providers.ts';
import { find, said, stackOutputs, workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { readStack } from '../stacks/stack-files.ts';
import { edit } from '../stacks/example-edits.ts';

const MINIMAL = await readStack('minimal');
const UPGRADED = edit(
  MINIMAL,
  "version: '2026-03-17'",
  "version: '2026-03-17', versionUpgradeOption: OnceNewDefaultVersionAvailable",
);
const TYPE = 'azure-native:cognitiveservices:Deployment';
const NAME = 'azure-swedencentral-gpt-5.4-mini';

async function versionSent(stackYaml: string, atAzure: () => WireObject) {
  // The deployment as the last `up` left it.
  const state = new Map([
    [`urn:pulumi:dev::p::c$${TYPE}::${NAME}`, live('gpt-5.4-mini', '2026-06-01')],
  ]);
  const answer = answerWith(state);
  const run = await evaluateProgram({
    stackYaml,
    state,
    answerInvoke: (invoked) =>
      invoked.token.endsWith(':getDeployment') ? atAzure() : answer(invoked),
  });
  const { inputs, options } = find(run, NAME);
  expect(options.ignoreChanges).toEqual([]);
  const reads = run.invokes.filter(({ token }) => token.endsWith(':getDeployment'));
  const { model } = inputs['properties'] as { readonly model: WireObject };
  return { version: model['version'], reads: reads.length };
}

function live(name: string, version: string): WireObject {
  return { properties: { model: { format: 'OpenAI', name, version } } };
}

const newer = () => live('gpt-5.4-mini', '2026-09-01');
const otherModel = () => live('gpt-4o-mini', '2026-09-01');

function missing(): never {
  throw new Error('request failed: Status=404 Code="ResourceNotFound" Message="none"');
}

function down(): never {
  throw new Error('request failed: Status=503 Code="ServiceUnavailable" Message="down"');
}

test.each([
  ["Azure's version, of the same model", newer, '2026-09-01'],
  ["the stack file's, where Azure has another model", otherModel, '2026-03-17'],
  ["the stack file's, where Azure has no deployment yet", missing, '2026-03-17'],
  ["the last one, where Azure can't be read", down, '2026-06-01'],
])('the version sent is %s', async (_, atAzure, version) => {
  expect(await versionSent(UPGRADED, atAzure)).toEqual({ version, reads: 1 });
});

test('a version that Azure does not upgrade is not read', async () => {
  expect(await versionSent(MINIMAL, newer)).toEqual({ version: '2026-03-17', reads: 0 });
});

describe('the stack file as the last `up` saw it', () => {
  const SAID = '2026-03-17';
  const account = (group: string) =>
    [
      ['Account', 'azure-swedencentral-account', { name: 'account1' }],
      ['ResourceGroup', 'azure-swedencentral-group', { name: group }],
    ] as const;

  async function up(stackYaml: string, lastVersion: string | undefined) {
    const state = new Map<string, WireObject>(
      account('group1').map(([type, name, outputs]) => {
        const kind = type === 'Account' ? 'cognitiveservices' : 'resources';
        return [`urn:pulumi:dev::p::c$azure-native:${kind}:${type}::${name}`, outputs];
      }),
    );
    const answer = answerWith(state);
    const versions = lastVersion === undefined ? {} : { 'swedencentral/gpt-5.4-mini': lastVersion };
    const reads: unknown[] = [];
    const run = await evaluateProgram({
      stackYaml,
      state,
      answerInvoke: (invoked) => {
        if (invoked.token.endsWith(':readStackOutputs')) {
          return { outputs: { worker: '{}', deployed: JSON.stringify({ versions }) } };
        }
        if (!invoked.token.endsWith(':getDeployment')) return answer(invoked);
        reads.push(invoked.args);
        return newer();
      },
    });
    const { model } = find(run, NAME).inputs['properties'] as { readonly model: WireObject };
    const { readme, deployed } = stackOutputs(run);
    const page = /gpt-5\.4-mini (\d{4}-\d\d-\d\d or newer)/.exec(JSON.stringify(readme))?.[1];
    const [created] = workerView(run).models.map((each) => each.created);
    const written = readDeployed(deployed).versions;
    return { sent: model['version'], page, created, deployed: written, reads, said: said(run) };
  }

  test("with the same version: Azure's is sent, and the page and the Worker name it", async () => {
    expect(await up(UPGRADED, SAID)).toEqual({
      sent: '2026-09-01',
      page: '2026-09-01 or newer',
      created: Date.parse('2026-09-01') / 1000,
      deployed: { 'swedencentral/gpt-5.4-mini': '2026-03-17' },
      reads: [
        {
          accountName: 'account1',
          resourceGroupName: 'group1',
          deploymentName: 'gpt-5.4-mini',
        },
      ],
      said: [],
    });
  });

  test('with another version: the operator wants the new one', async () => {
    expect(await up(UPGRADED, '2025-12-01')).toMatchObject({
      sent: SAID,
      page: `${SAID} or newer`,
      created: Date.parse(SAID) / 1000,
      deployed: { 'swedencentral/gpt-5.4-mini': '2026-03-17' },
      reads: [],
      said: [],
    });
  });

  test("not known: Azure's is sent, with a warning that names both", async () => {
    const { sent, said: warnings } = await up(UPGRADED, undefined);
    expect(sent).toBe('2026-09-01');
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: region "swedencentral": the deployment gpt-5\.4-mini has version 2026-09-01 at Azure and 2026-03-17 in the stack file.*NoAutoUpgrade/,
      ),
    ]);
  });
});
