import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { changedBindings, changes } from '../../support/pulumi/changes.ts';
import type { State } from '../../support/pulumi/recording.ts';
import type { Run } from '../../support/pulumi/run.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { said, stackOutputs, workerView } from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { RANDOM_KEY, readStack, secret } from '../stacks/stack-files.ts';

const MINIMAL = await readStack('minimal');

/** A `pulumi up` for each text of `users`, one after another, on one state. */
async function ups(...users: readonly string[]): Promise<readonly Run[]> {
  const state: State = new Map<string, WireObject>();
  const runs: Run[] = [];
  for (const text of users) {
    const stackYaml = MINIMAL.replace('    - name: alice', `    ${text}`);
    runs.push(await evaluateProgram({ stackYaml, state }));
  }
  return runs;
}

/** What each run changes after the one before it: resources, and bindings of the Worker. */
function steps(runs: readonly Run[]): readonly (readonly string[])[] {
  return runs.slice(1).flatMap((run, index) => {
    const before = runs[index];
    if (before === undefined) return [];
    return [[...changes(before, run), ...changedBindings(before, run)]];
  });
}

/** The keys that a run's Worker accepts. */
function accepted(run: Run | undefined): readonly unknown[] {
  return run === undefined ? [] : workerView(run).users.map(({ key, sha256 }) => key ?? sha256);
}

const [OLD, NEW] = ['given-key-of-alice-1', 'given-key-of-alice-2'];
function hash(key: string) {
  return createHash('sha256').update(key).digest('hex');
}

describe.concurrent('a key of a user goes in two commits', () => {
  test('with random keys: a second one beside the first, then the first is gone', async () => {
    const runs = await ups(
      '- name: alice',
      '- { name: alice, keys: [{ generation: 1 }, { generation: 2 }] }',
      '- { name: alice, keys: [{ generation: 2 }] }',
    );
    expect(runs.flatMap(said)).toEqual([]);
    expect(steps(runs)).toEqual([
      ['+ key-2-of-alice', '~ gateway-script', 'CHIT_USERS'],
      ['- user-alice', '~ gateway-script', 'CHIT_USERS'],
    ]);
    const [[first] = [], [, second] = []] = runs.map(accepted);
    expect([first, second]).toEqual([RANDOM_KEY, RANDOM_KEY]);
    expect(second).not.toBe(first);
    expect(runs.map(accepted)).toEqual([[first], [first, second], [second]]);
    const outputs = runs.map(stackOutputs).map(({ users, retiringKeys }) => [users, retiringKeys]);
    expect(outputs).toEqual([
      [secret({ alice: first }), secret({})],
      [secret({ alice: second }), secret({ alice: [first] })],
      [secret({ alice: second }), secret({})],
    ]);
  });

  test('with given keys', async () => {
    const runs = await ups(
      `- { name: alice, key: { secure: ${OLD} } }`,
      `- { name: alice, keys: [{ key: { secure: ${OLD} } }, { key: { secure: ${NEW} } }] }`,
      `- { name: alice, key: { secure: ${NEW} } }`,
    );
    expect(runs.flatMap(said)).toEqual([]);
    const step = ['~ gateway-script', 'CHIT_USERS'];
    expect(steps(runs)).toEqual([step, step]);
    expect(runs.map(accepted)).toEqual([[OLD], [OLD, NEW], [NEW]]);
  });

  test('with hashes, of which no output knows a key', async () => {
    const runs = await ups(
      '- name: alice',
      `- { name: alice, keys: [{ generation: 1 }, { sha256: ${hash(NEW)} }] }`,
      `- { name: alice, sha256: ${hash(NEW)} }`,
    );
    expect(runs.flatMap(said)).toEqual([]);
    expect(steps(runs)).toEqual([
      ['~ gateway-script', 'CHIT_USERS'],
      ['- user-alice', '~ gateway-script', 'CHIT_USERS'],
    ]);
    const [[first] = []] = runs.map(accepted);
    expect(runs.map(accepted)).toEqual([[first], [first, hash(NEW)], [hash(NEW)]]);
    const outputs = runs.map(stackOutputs).map(({ users, retiringKeys }) => [users, retiringKeys]);
    expect(outputs).toEqual([
      [secret({ alice: first }), secret({})],
      [secret({}), secret({ alice: [first] })],
      [secret({}), secret({})],
    ]);
  });

  test('what a user may do changes the users of the Worker alone', async () => {
    const runs = await ups(
      '- name: alice',
      '- { name: alice, models: [gpt-5.4-mini] }',
      '- { name: alice, models: [gpt-5.4-mini], expires: 2027-01-31, notes: On leave. }',
      '- { name: alice, disabled: true }',
    );
    expect(runs.flatMap(said)).toEqual([]);
    const step = ['~ gateway-script', 'CHIT_USERS'];
    expect(steps(runs)).toEqual([step, step, step]);
    const [[key] = []] = runs.map(accepted);
    const user = { name: 'alice', key };
    const models = ['gpt-5.4-mini'];
    const expires = Date.parse('2027-01-31') / 1000;
    expect(runs.map((run) => workerView(run).users)).toEqual([
      [user],
      [{ ...user, models }],
      // Without its notes.
      [{ ...user, models, expires }],
      [{ ...user, disabled: true }],
    ]);
  });
});
