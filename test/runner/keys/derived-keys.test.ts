// `userKeys: derived`: one secret instead of a resource for each key, and nobody's key changes.
import { describe, expect, test } from 'vitest';
import { keptStack } from '../stacks/kept-stack.ts';
import { z } from 'zod';
import { deriveKey } from '../../../infra/bindings/derive-key.ts';
import { changes } from '../../support/pulumi/changes.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import type { Run } from '../../support/pulumi/run.ts';
import {
  bindingKinds,
  find,
  said,
  stackOutputs,
  tree,
  workerView,
} from '../../support/pulumi/view.ts';
import { redact, type WireObject } from '../../support/pulumi/wire.ts';
import { RANDOM_KEY, readStack, secret } from '../stacks/stack-files.ts';
import { edit } from '../stacks/example-edits.ts';

const MINIMAL = await readStack('minimal');
const PASSWORD = 'random:index/randomPassword:RandomPassword';
const SEED = 'seed-of-user-keys';

function stack(users: string, ...lines: readonly string[]): string {
  return [edit(MINIMAL, '    - name: alice', users), ...lines].join('\n');
}

function keys(run: Run): ReadonlyMap<string, readonly (string | undefined)[]> {
  const { users } = workerView(run);
  return new Map(
    users.map(({ name }) => [
      name,
      users.filter((user) => user.name === name).map(({ key }) => key),
    ]),
  );
}

function passwords(run: Run): readonly string[] {
  return run.resources.filter(({ type }) => type === PASSWORD).map(({ name }) => name);
}

const DERIVED = '  userKeys: derived';
const ALICE_BOB = '    - name: alice\n    - name: bob';

describe('a new stack', async () => {
  const state = new Map<string, WireObject>();
  const users =
    '    - name: alice\n    - { name: bob, keys: [{ generation: 1 }, { generation: 2 }] }';
  const run = await evaluateProgram({ stackYaml: stack(users, DERIVED), state });
  const made = [...state].find(([urn]) => urn.endsWith(`::${SEED}`))?.[1];
  const seed = z.string().parse(made?.['result']);

  test('has one secret, from which every key is derived', () => {
    expect(said(run)).toEqual([]);
    expect(passwords(run)).toEqual([SEED]);
    expect(find(run, SEED).inputs).toEqual({ length: 64, special: false });
    expect(seed).toHaveLength(64);
    const key = (name: string, generation: number) => `sk-${deriveKey(seed, name, generation)}`;
    expect(Object.fromEntries(keys(run))).toEqual({
      alice: [key('alice', 1)],
      bob: [key('bob', 1), key('bob', 2)],
    });
    expect(stackOutputs(run)).toMatchObject({
      users: secret({ alice: key('alice', 1), bob: key('bob', 2) }),
      retiringKeys: secret({ bob: [key('bob', 1)] }),
    });
  });

  test('shows none of the keys, and not the secret', () => {
    const outputs = [...run.outputs.values()].map(redact);
    const inputs = run.resources.map((resource) => redact(resource.inputs));
    const shown = JSON.stringify([inputs, outputs, said(run), tree(run)]);
    for (const text of [seed, ...[...keys(run).values()].flat()]) expect(shown).not.toContain(text);
    expect(bindingKinds(run)).toContain('CHIT_USERS: secret_text, secret');
  });

  test('keeps its keys at the next run, and in another order', async () => {
    const turned =
      '    - { name: bob, keys: [{ generation: 1 }, { generation: 2 }] }\n    - name: alice';
    const again = await evaluateProgram({ stackYaml: stack(turned, DERIVED), state });
    expect(changes(run, again)).toEqual([]);
  });
});

test('a preview knows the bindings before the secret is made', async () => {
  const preview = await evaluateProgram({ stackYaml: stack(ALICE_BOB, DERIVED), preview: true });
  expect(said(preview)).toEqual([]);
  expect(passwords(preview)).toEqual([SEED]);
});

describe('a stack that had random keys', () => {
  async function ups(...stackYamls: readonly string[]): Promise<readonly Run[]> {
    const state = new Map<string, WireObject>();
    const runs: Run[] = [];
    for (const stackYaml of stackYamls) runs.push(await evaluateProgram({ stackYaml, state }));
    return runs;
  }

  test('keeps them all, until their users or generations leave', async () => {
    const carol = '    - name: carol';
    const [before, switched, added] = await ups(
      stack(ALICE_BOB),
      stack(ALICE_BOB, DERIVED),
      stack(`${ALICE_BOB}\n${carol}`, DERIVED),
    );
    if (before === undefined || switched === undefined || added === undefined) throw new Error();
    expect(changes(before, switched)).toEqual([`+ ${SEED}`]);
    expect(keys(switched)).toEqual(keys(before));
    expect(changes(switched, added)).toEqual(['~ gateway-script']);
    expect(Object.fromEntries(keys(added))).toEqual({
      ...Object.fromEntries(keys(before)),
      carol: [RANDOM_KEY],
    });
  });

  test('derives the next generation, and lets go of the resource of the last', async () => {
    const bob = '\n    - name: bob';
    const [before, both, later] = await ups(
      stack(ALICE_BOB),
      stack(`    - { name: alice, keys: [{ generation: 1 }, { generation: 2 }] }${bob}`, DERIVED),
      stack(`    - { name: alice, keys: [{ generation: 2 }] }${bob}`, DERIVED),
    );
    if (before === undefined || both === undefined || later === undefined) throw new Error();
    const [first] = keys(before).get('alice') ?? [];
    const [kept, second] = keys(both).get('alice') ?? [];
    expect(kept).toBe(first);
    expect(second).not.toBe(first);
    expect(keys(later).get('alice')).toEqual([second]);
    expect(changes(both, later)).toEqual(['- user-alice', '~ gateway-script']);
    expect(passwords(later)).toEqual([SEED, 'user-bob']);
  });
});

test('a user is removed and comes back: the key is the same, so the docs ask for the next generation', async () => {
  const state = new Map<string, WireObject>();
  const up = (users: string) => evaluateProgram({ stackYaml: stack(users, DERIVED), state });
  const first = await up(ALICE_BOB);
  await up('    - name: bob');
  const back = await up(ALICE_BOB);
  const next = await up('    - { name: alice, keys: [{ generation: 2 }] }\n    - name: bob');
  expect(keys(back).get('alice')).toEqual(keys(first).get('alice'));
  expect(keys(next).get('alice')).not.toEqual(keys(first).get('alice'));
});

test('the resources in the state are read for derived keys only', async () => {
  const kept = keptStack();
  await kept.up(stack(ALICE_BOB));
  const tokens = async (...lines: readonly string[]) =>
    (await kept.preview(stack(ALICE_BOB, ...lines))).invokes.map(({ token }) => token);
  const own = (token: string) => token.startsWith('pulumi:pulumi:');
  const [outputs, resources] = ['readStackOutputs', 'readStackResourceOutputs'].map(
    (name) => `pulumi:pulumi:${name}`,
  );
  expect((await tokens()).filter(own)).toEqual([outputs]);
  expect((await tokens(DERIVED)).filter(own)).toEqual([outputs, resources]);
});
