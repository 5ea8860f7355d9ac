// A region's management API does not answer while the operator runs `pulumi up`.
import { describe, expect, test } from 'vitest';
import type { Invoked, State } from '../../support/pulumi/recording.ts';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { answerWith } from '../../support/pulumi/providers.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { runProgram } from '../../support/pulumi/run-program.ts';
import { find, said, workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { reveal } from '../../support/pulumi/wire.ts';
import { AZURE_KEY_1, readStack } from '../stacks/stack-files.ts';
import { edit } from '../stacks/example-edits.ts';

const MINIMAL = await readStack('minimal');
const TWO = `${MINIMAL}  regions:
    - { location: swedencentral }
    - { account: team-openai, resourceGroup: team, deployments: imported }
  azure-native:subscriptionId: 11111111-2222-3333-4444-555555555555
`;
const REVOKED = edit(TWO, '- name: alice', '- { name: alice, disabled: true }');

/** Azure's management API is down; the stack's own state can be read. */
function down(state: State): (invoked: Invoked) => WireObject {
  const answer = answerWith(state);
  return (invoked) => {
    if (!invoked.token.startsWith('azure-native:cognitiveservices:')) return answer(invoked);
    throw new Error('request failed: Status=503 Code="ServiceUnavailable" Message="down"');
  };
}

/** What the engine keeps after a run: also what went in, and the outputs of components. */
function stateAfter(run: Run, made: State): State {
  return new Map(
    run.resources.map(({ urn, name, inputs }) => [
      urn,
      { ...(reveal(inputs) as WireObject), ...made.get(urn), ...run.outputs.get(name) },
    ]),
  );
}

describe("while Azure's management API is down", async () => {
  const state: State = new Map<string, WireObject>();
  const before = await evaluateProgram({ stackYaml: TWO, state });
  const kept = () => stateAfter(before, state);

  test("a user's key is revoked, and the accounts keep their keys, with one warning each", async () => {
    const run = await evaluateProgram({
      stackYaml: REVOKED,
      state: kept(),
      answerInvoke: down(kept()),
    });
    expect(changes(before, run)).toEqual(['~ gateway-script']);
    expect(changedBindings(before, run)).toEqual(['CHIT_USERS']);
    expect(workerView(run).backendKeys).toEqual({
      swedencentral: AZURE_KEY_1,
      'team-openai': AZURE_KEY_1,
    });
    const warnings = said(run).toSorted();
    expect(warnings).toEqual([
      expect.stringMatching(/^warning: region "swedencentral": .*the account's key \(HTTP 503/),
      expect.stringMatching(/^warning: region "team-openai": .*the account's host.*HTTP 503/),
    ]);
    for (const warning of warnings) {
      expect(warning).toContain('the next `up` picks up a regenerated key');
      expect(warning).not.toContain('azure1');
    }
    // The key stays secret.
    const { bindings } = find(run, 'gateway-script').inputs;
    expect(JSON.stringify(bindings)).toContain('1b47061264138c4ac30d75fd1eb44270');
  });

  test('an account that moved does not get the key of the one before it', async () => {
    const moved = edit(
      TWO,
      '{ location: swedencentral }',
      '{ name: swedencentral, location: eastus2 }',
    );
    const run = await runProgram({
      stackYaml: moved,
      state: kept(),
      answerInvoke: down(kept()),
    });
    expect(run.exitCode).not.toBe(0);
    expect(said(run).join('\n')).toMatch(
      /region "swedencentral": Azure's management API did not return the account's key \(HTTP 503: .*\), and the stack's state does not have it/,
    );
    // What the SDK adds to an error that reaches a resource.
    expect(said(run).join('\n')).not.toMatch(/error serializing|\n\s+at /);
  });

  test('a first `up` fails before anything is registered, and says what to do', async () => {
    const first = evaluateProgram({ stackYaml: TWO, answerInvoke: down(new Map()) });
    await expect(first).rejects.toThrow(
      /^region "team-openai": .*HTTP 503.*https:\/\/azure\.status\.microsoft.*npm run up/,
    );
  });
});
