import { expect, test } from 'vitest';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import { RANDOM_KEY, readStack, SMALL_BINDINGS } from '../stacks/stack-files.ts';
import { bindingKinds, said, workerView } from '../../support/pulumi/view.ts';

// 5,000 users: test/slow/many-users.test.ts. Their bindings are counted in test/infra.
test('150 users are cut into bindings, of which the Worker reads every key', async () => {
  const names = Array.from({ length: 150 }, (_, index) => `u${String(index).padStart(4, '0')}`);
  const users = names.map((name) => `    - name: ${name}`).join('\n');
  const minimal = await readStack('minimal');
  const run = await evaluateProgram({ stackYaml: minimal.replace('    - name: alice', users) });
  expect(said(run)).toEqual([]);
  expect(bindingKinds(run)).toEqual([
    ...SMALL_BINDINGS.slice(0, 3),
    ...['CHIT_USERS_2', 'CHIT_USERS_3', 'CHIT_USERS_4'].map(
      (name) => `${name}: secret_text, secret`,
    ),
    ...SMALL_BINDINGS.slice(3),
  ]);
  const decoded = workerView(run).users;
  expect(decoded).toEqual(names.map((name) => ({ name, key: RANDOM_KEY })));
  expect(new Set(decoded.map(({ key }) => key)).size).toBe(150);
});
