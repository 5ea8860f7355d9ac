import { describe, expect, test } from 'vitest';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import type { State } from '../../support/pulumi/recording.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { said, stackOutputs, workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { readStack } from '../stacks/stack-files.ts';
import { edit } from '../stacks/example-edits.ts';

const ONE = await readStack('minimal');
const SAME = `${ONE}  regions:
    - location: swedencentral
`;
const TWO = `${SAME}    - location: eastus2
      models: [{ name: gpt-5.4-mini, capacity: 30 }]
`;

describe('a stack of one region', async () => {
  const state: State = new Map<string, WireObject>();
  const up = async (stackYaml: string) => {
    const run = await evaluateProgram({ stackYaml, state: new Map(state) });
    expect([run.exitCode, said(run)]).toEqual([0, []]);
    return run;
  };
  const one = await evaluateProgram({ stackYaml: ONE, state });
  const [same, two, weighted, filtered] = await Promise.all([
    up(SAME),
    up(TWO),
    up(edit(TWO, 'capacity: 30', 'capacity: 30, weight: 5')),
    up(
      `${edit(ONE, "version: '2026-03-17'", "version: '2026-03-17', contentFilter: strict")}  contentFilters: [{ name: strict }]\n`,
    ),
  ]);

  test('written as a list is the same', () => {
    expect(changes(one, same)).toEqual([]);
    expect([...same.outputs].toSorted()).toEqual([...one.outputs].toSorted());
  });

  test('gets another one: its resources and the bindings change, the first region does not', () => {
    expect(changes(same, two)).toEqual([
      '+ azure-eastus2',
      '+ azure-eastus2-account',
      '+ azure-eastus2-gpt-5.4-mini',
      '+ azure-eastus2-group',
      '+ azure-eastus2-subdomain',
      '~ gateway-script',
    ]);
    expect(changedBindings(same, two)).toEqual(['BACKENDS', 'BACKEND_KEYS', 'MODELS']);
    expect(stackOutputs(two)['users']).toEqual(stackOutputs(one)['users']);
  });

  test('loses it again: the same steps in reverse', () => {
    expect(changes(two, one)).toEqual([
      '- azure-eastus2',
      '- azure-eastus2-account',
      '- azure-eastus2-gpt-5.4-mini',
      '- azure-eastus2-group',
      '- azure-eastus2-subdomain',
      '~ gateway-script',
    ]);
  });

  test('gets other weights: the models of the Worker alone', () => {
    expect(changes(two, weighted)).toEqual(['~ gateway-script']);
    expect(changedBindings(two, weighted)).toEqual(['MODELS']);
    expect(workerView(weighted).models[0]?.backends).toEqual([
      { name: 'swedencentral', weight: 10, priority: 2 },
      { name: 'eastus2', weight: 5, priority: 2 },
    ]);
  });

  test('gets a content filter for a model: a policy and its name at the deployment', () => {
    expect(changes(one, filtered)).toEqual([
      '+ azure-swedencentral-filter-strict',
      '~ azure-swedencentral-gpt-5.4-mini',
    ]);
  });
});
