// Changes of a stack whose gateway sends tokens.
import { describe, expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { answerWith } from '../../support/pulumi/providers.ts';
import type { State } from '../../support/pulumi/recording.ts';
import { find, said, stackOutputs } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { readStack } from '../stacks/stack-files.ts';

const STACK = `${await readStack('minimal')}  azureAuth: entra
  azure-native:subscriptionId: 11111111-2222-3333-4444-555555555555
`;
/** Its account stays where it is. */
const PINNED = `${STACK}  regions: [{ location: swedencentral, resourceGroup: keep }]
`;
const NAMED = `${PINNED}  resourceGroup: Team
`;

/** Runs the program after an `up` that ended with the output `deployed`. */
async function runAfter(stackYaml: string, deployed?: string) {
  const state: State = new Map<string, WireObject>();
  const answer = answerWith(state);
  return evaluateProgram({
    stackYaml,
    state,
    answerInvoke: (invoked) => {
      if (!invoked.token.endsWith(':readStackOutputs')) return answer(invoked);
      return { outputs: deployed === undefined ? {} : { worker: '{}', deployed } };
    },
  });
}

async function deployedBy(stackYaml: string, before?: string): Promise<string> {
  const run = await runAfter(stackYaml, before);
  expect([run.exitCode, said(run)]).toEqual([0, []]);
  return stackOutputs(run)['deployed'] as string;
}

describe('the identity stays in its resource group', () => {
  test("the stack's own, when the stack names a group later", async () => {
    const first = await deployedBy(PINNED);
    const second = await deployedBy(PINNED, first);
    for (const before of [first, second]) {
      const names = (await runAfter(NAMED, before)).resources.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['identity-group', 'identity-gateway']));
    }
  });

  test('a named one, when the stack names another one or none', async () => {
    const before = await deployedBy(NAMED);
    for (const stack of [PINNED, `${PINNED}  resourceGroup: other\n`]) {
      const run = await runAfter(stack, before);
      expect(find(run, 'identity--rg-team-gateway').inputs['resourceGroupName']).toBe('Team');
    }
  });

  test('one that is made again goes into the group of the stack file', async () => {
    const keys = await deployedBy(PINNED.replace('azureAuth: entra', 'azureAuth: key'));
    const run = await runAfter(
      NAMED.replace('azureAuth: entra', 'azureAuth: key-with-roles'),
      keys,
    );
    expect(find(run, 'identity--rg-team-gateway').inputs['resourceGroupName']).toBe('Team');
  });
});

test('a region that moves would lose its models for minutes, so the program refuses it', async () => {
  const before = await deployedBy(`${STACK}  regions:\n    - { name: main, location: eastus2 }\n`);
  const moved = `${STACK}  regions:\n    - { name: main, location: polandcentral }\n`;
  await expect(runAfter(moved, before)).rejects.toThrow('region "main": the account is new');
  const beside = `${STACK}  regions:\n    - { name: main, location: eastus2 }\n    - { name: new, location: polandcentral }\n`;
  const second = await deployedBy(beside, before);
  await deployedBy(`${STACK}  regions:\n    - { name: new, location: polandcentral }\n`, second);
});
