import { describe, expect, test } from 'vitest';
import { changedBindings, changes, registered } from '../../support/pulumi/changes.ts';
import type { State } from '../../support/pulumi/recording.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { runProgram } from '../../support/pulumi/run-program.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { reveal } from '../../support/pulumi/wire.ts';
import { STACK_RESOURCE } from '../../support/project.ts';
import { edit, STACK } from '../stacks/example-edits.ts';

function keys(run: Run): unknown {
  return reveal(run.outputs.get(STACK_RESOURCE)?.['users'] ?? null);
}

describe.concurrent('after a first `pulumi up`', async () => {
  const state: State = new Map<string, WireObject>();
  const first = await evaluateProgram({ stackYaml: STACK, state });
  // Each edit is made to the first state, not to the one before it.
  const again = (stackYaml: string) => evaluateProgram({ stackYaml, state: new Map(state) });

  test('a second one, elsewhere and on another day, changes nothing', async ({ signal }) => {
    const second = await runProgram({
      signal,
      stackYaml: STACK,
      state: new Map(state),
      now: '2028-01-01T00:00:00Z',
      env: { TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' },
    });
    expect(second.exitCode).toBe(0);
    expect(changes(first, second)).toEqual([]);
    expect(registered(second).size).toBe(17);
    expect([...second.outputs].toSorted()).toEqual([...first.outputs].toSorted());
    expect(second.bundle).toBe(first.bundle);
  });

  test('one more user is a key and the users of the Worker', async () => {
    const second = await again(edit(STACK, '- name: bob', '- name: anna\n    - name: bob'));
    expect(changes(first, second)).toEqual(['+ user-anna', '~ gateway-script']);
    expect(changedBindings(first, second)).toEqual(['CHIT_USERS']);
    expect(keys(second)).toEqual({
      ...(keys(first) as object),
      anna: expect.stringMatching(/^sk-[A-Za-z0-9]{48}$/) as unknown,
    });
  });

  test('one user less is one key and the users of the Worker', async () => {
    const second = await again(edit(STACK, '    - name: bob\n', ''));
    expect(changes(first, second)).toEqual(['- user-bob', '~ gateway-script']);
    expect(changedBindings(first, second)).toEqual(['CHIT_USERS']);
    expect({ ...(keys(first) as object), ...(keys(second) as object) }).toEqual(keys(first));
  });

  test('users in another order change nothing', async () => {
    const list = '    - name: alice\n    - name: bob\n';
    const second = await again(edit(STACK, list, '    - name: bob\n    - name: alice\n'));
    expect(changes(first, second)).toEqual([]);
    expect(keys(second)).toEqual(keys(first));
  });

  test('one more model is a deployment and the models of the Worker', async () => {
    const model = "- {name: gpt-5.4, version: '2026-03-05'}\n    - name: text-embedding-3-small";
    const second = await again(edit(STACK, '- name: text-embedding-3-small', model));
    expect(changes(first, second)).toEqual(['+ azure-eastus2-gpt-5.4', '~ gateway-script']);
    expect(changedBindings(first, second)).toEqual(['MODELS']);
  });

  test('another capacity is that deployment alone', async () => {
    const second = await again(edit(STACK, 'capacity: 50', 'capacity: 60'));
    expect(changes(first, second)).toEqual(['~ azure-eastus2-gpt-5.4-mini']);
  });

  test('another alias is the models of the Worker alone', async () => {
    const second = await again(edit(STACK, 'gpt-3.5-turbo', 'gpt-4'));
    expect(changes(first, second)).toEqual(['~ gateway-script']);
    expect(changedBindings(first, second)).toEqual(['MODELS']);
  });
});
