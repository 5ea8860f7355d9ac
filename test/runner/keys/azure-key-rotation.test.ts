import { expect, test } from 'vitest';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import type { State } from '../../support/pulumi/recording.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { readStack } from '../stacks/stack-files.ts';

const MINIMAL = await readStack('minimal');
const SWITCHED = `${MINIMAL}  activeKey: 2\n`;

test("Azure's keys are regenerated one at a time, always the one that is not in use", async () => {
  const state: State = new Map<string, WireObject>();
  const up = (stackYaml: string, key1: string, key2: string) =>
    evaluateProgram({ stackYaml, state, answerInvoke: () => ({ key1, key2 }) });
  const first = await up(MINIMAL, 'one', 'two');
  const regenerated = await up(MINIMAL, 'one', 'new two');
  const switched = await up(SWITCHED, 'one', 'new two');
  const both = await up(SWITCHED, 'new one', 'new two');
  const back = await up(MINIMAL, 'new one', 'new two');

  const runs = [first, regenerated, switched, both, back];
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
  expect(runs.map((run) => workerView(run).backendKeys)).toEqual(
    ['one', 'one', 'new two', 'new two', 'new one'].map((key) => ({ swedencentral: key })),
  );
  expect(changes(first, regenerated)).toEqual([]);
  expect(changes(regenerated, switched)).toEqual(['~ gateway-script']);
  expect(changedBindings(regenerated, switched)).toEqual(['BACKEND_KEYS']);
  expect(changes(switched, both)).toEqual([]);
  expect(changes(both, back)).toEqual(['~ gateway-script']);
  expect(changedBindings(both, back)).toEqual(['BACKEND_KEYS']);
});
