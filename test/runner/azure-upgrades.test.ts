// Azure upgrades a model's version by itself. `pulumi up` never sets it back.
import { expect, test } from 'vitest';
import { evaluateProgram } from '../support/pulumi/evaluate-program.ts';
import { answerWith } from '../support/pulumi/providers.ts';
import { find } from '../support/pulumi/view.ts';
import type { WireObject } from '../support/pulumi/wire.ts';
import { readStack } from './stack-files.ts';
import { edit } from './stacks.ts';

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
