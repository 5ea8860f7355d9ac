import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { State } from '../support/runner-recording.ts';
import type { Run } from '../support/runner-run.ts';
import { runProgram } from '../support/runner-run.ts';
import type { WireObject } from '../support/runner-wire.ts';
import { reveal } from '../support/runner-wire.ts';
import { STACK_RESOURCE } from '../support/project.ts';
import { edit, STACK } from './stacks.ts';

/** What the engine compares with its state, to the byte: inputs and options, by URN. */
function registered({ resources }: Run): ReadonlyMap<string, string> {
  return new Map(
    resources.map(({ urn, inputs, options }) => [urn, JSON.stringify({ inputs, options })]),
  );
}

/** What `pulumi up` would say: + created, ~ updated, - deleted; nothing for what is the same. */
function changes(before: Run, after: Run): readonly string[] {
  const [old, now] = [registered(before), registered(after)];
  const name = (urn: string) => urn.split('::')[3] ?? urn;
  return [
    ...[...now.keys()].filter((urn) => !old.has(urn)).map((urn) => `+ ${name(urn)}`),
    ...[...now]
      .filter(([urn, text]) => old.has(urn) && old.get(urn) !== text)
      .map(([urn]) => `~ ${name(urn)}`),
    ...[...old.keys()].filter((urn) => !now.has(urn)).map((urn) => `- ${name(urn)}`),
  ].toSorted();
}

/** The names of the bindings that differ. */
function changedBindings(before: Run, after: Run): readonly string[] {
  const texts = (run: Run) => {
    const script = run.resources.find(({ name }) => name === 'gateway-script');
    const bindings = reveal(script?.inputs['bindings'] ?? []) as readonly {
      readonly name: string;
      readonly text: string;
    }[];
    return new Map(bindings.map(({ name, text }) => [name, text]));
  };
  const [old, now] = [texts(before), texts(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => old.get(name) !== now.get(name),
  );
}

function keys(run: Run): unknown {
  return reveal(run.outputs.get(STACK_RESOURCE)?.['users'] ?? null);
}

describe('after a first `pulumi up`', async () => {
  const state: State = new Map<string, WireObject>();
  const first = await runProgram({ stackYaml: STACK, state });
  // Each edit is made to the first state, not to the one before it.
  const again = (stackYaml: string, env: Readonly<Record<string, string>> = {}) =>
    runProgram({ stackYaml, env, state: new Map(state) });

  test('a second one, elsewhere and on another day, changes nothing', async () => {
    const clock = pathToFileURL(join(import.meta.dirname, '../support/runner-clock.ts')).href;
    const second = await again(STACK, {
      NODE_OPTIONS: `--import=${clock}`,
      TZ: 'Asia/Shanghai',
      LANG: 'zh_CN.UTF-8',
    });
    expect(first.exitCode).toBe(0);
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
    expect(changes(first, second)).toEqual(['+ openai-swedencentral-gpt-5.4', '~ gateway-script']);
    expect(changedBindings(first, second)).toEqual(['MODELS']);
  });

  test('another capacity is that deployment alone', async () => {
    const second = await again(edit(STACK, 'capacity: 50', 'capacity: 60'));
    expect(changes(first, second)).toEqual(['~ openai-swedencentral-gpt-5.4-mini']);
  });

  test('another alias is the models of the Worker alone', async () => {
    const second = await again(edit(STACK, 'gpt-3.5-turbo', 'gpt-4'));
    expect(changes(first, second)).toEqual(['~ gateway-script']);
    expect(changedBindings(first, second)).toEqual(['MODELS']);
  });
});
