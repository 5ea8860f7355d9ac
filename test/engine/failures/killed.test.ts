// What `kill -9` of Pulumi's CLI leaves, and whether the commands that `npm run up` prints repair it.
import { expect } from 'vitest';
import { describeStack, replace } from '../operator/steps.ts';
import type { Scenario } from '../operator/scenario.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  models:
    - name: gpt-5.4
      version: '2026-03-05'
    - name: gpt-5.4-mini
      version: '2026-03-17'
  users:
    - name: alice
`;

/** Kills an `up` while a request is at the cloud, which carries it out all the same. */
async function killDuring({ operator }: Scenario, request: RegExp): Promise<void> {
  const held = operator.clouds.traffic.hold(request);
  const { pid, ended } = operator.start(['up', '--yes', '--skip-preview']);
  await held.arrived;
  process.kill(-pid, 'SIGKILL');
  await ended;
  const changed = Promise.withResolvers<undefined>();
  operator.clouds.traffic.onChange(() => {
    changed.resolve(undefined);
  });
  held.release();
  await changed.promise;
}

/** Runs `npm run up`, then what it says must be run, and returns what it said. */
async function repair({ operator }: Scenario): Promise<string> {
  const locked = await operator.shell('npm run up -- --yes');
  expect(locked.exitCode, locked.said).not.toBe(0);
  for (const line of commandsIn(locked.said)) {
    const { exitCode, said } = await operator.shell(line);
    // The list is repeated by the second `up`, which finds the stack unlocked.
    if (exitCode === 0) continue;
    const next = commandsIn(said);
    expect(next, `${line}\n${said}`).not.toEqual([]);
    for (const command of next) {
      const result = await operator.shell(command);
      expect(result.exitCode, `${command}\n${result.said}`).toBe(0);
    }
    break;
  }
  return locked.said;
}

function commandsIn(said: string): readonly string[] {
  const lines = said.split('\n');
  const from = lines.findIndex((line) => line.includes('Run these commands'));
  return from === -1
    ? []
    : lines
        .slice(from + 1)
        .filter((line) => /^ {2}(npm|pulumi) /.test(line))
        .map((line) => line.trim());
}

const MODEL = "    - name: gpt-5.4-nano\n      version: '2026-03-17'\n";

/** What the operator changes, and the request during which the CLI is killed. */
const KILLS: readonly (readonly [string, (stack: string) => string, RegExp])[] = [
  ['an account is created', () => STACK, /^PUT .*\/accounts\/[^/]+$/],
  [
    'a model is deployed',
    replace('  users:\n', `${MODEL}  users:\n`),
    /^PUT .*\/deployments\/gpt-5\.4-nano$/,
  ],
  [
    'the Worker is uploaded',
    replace('    - name: alice\n', '    - name: alice\n    - name: bob\n'),
    /^PUT .*\/workers\/scripts\/[^/]+$/,
  ],
];

describeStack('an up that is killed', {}, ({ also }) => {
  let stack = '';
  for (const [what, change, request] of KILLS) {
    also(`while ${what} is repaired by the commands that are printed`, async (scenario) => {
      stack = change(stack);
      await scenario.operator.writeStack(stack);
      await killDuring(scenario, request);
      await repair(scenario);
      expect(await scenario.changesLeft(['--refresh'])).toBe('');
      const exported = await scenario.operator.pulumi(['stack', 'export']);
      expect(exported.said).not.toContain('pending_operations');
    });
  }
});
