// What is on the disk while `npm run up` runs, after its end, and after `kill -9`: no key, and nothing in
// the temporary folder.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { look } from '../operator/moments.ts';
import type { Scenario } from '../operator/scenario.ts';
import { describeStack, replace } from '../operator/steps.ts';

const STACK = `  workersDevSubdomain: me
  azureLocation: eastus2
  models:
    - name: gpt-5.4
      version: '2026-03-05'
  users:
    - name: alice
`;

const UP = 'npm run up -- --yes';

/** By then the program has read Azure's keys and has the users'. */
const UPLOAD = /^PUT .*\/workers\/scripts\/[^/]+$/;

/** The folder for temporary files of everything that is started. */
async function temporaryFolder({ operator }: Scenario): Promise<string> {
  const folder = join(operator.folder, 'temporary');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Files of the project and of the temporary folder in which one of the stack's keys is. */
async function filesWithKeys({ operator }: Scenario): Promise<readonly string[]> {
  const { azure } = operator.clouds;
  const accounts = azure.all().filter(({ kind }) => kind === 'account');
  const users = [...look(operator.clouds).keys.values()].flatMap((keys) => [...keys]);
  const keys = [...accounts.flatMap(({ id }) => azure.keysOf(id)), ...users];
  expect(keys.length).toBeGreaterThanOrEqual(3);
  const entries = await readdir(operator.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const found = files.map(async ({ parentPath, name }) => {
    const text = await readFile(join(parentPath, name), 'latin1');
    return keys.some((key) => text.includes(key)) ? [name] : [];
  });
  return (await Promise.all(found)).flat();
}

const withBob = replace('    - name: alice\n', '    - name: alice\n    - name: bob\n');

describeStack('the disk', {}, ({ also }) => {
  also('has no key while npm run up runs and after it', async (scenario) => {
    const { operator } = scenario;
    const folder = await temporaryFolder(scenario);
    await operator.writeStack(STACK);
    const made = await operator.startShell(UP, { TMPDIR: folder }).ended;
    expect(made.exitCode, made.said).toBe(0);
    await operator.writeStack(withBob(STACK));
    const held = operator.clouds.traffic.hold(UPLOAD);
    const { ended } = operator.startShell(UP, { TMPDIR: folder });
    await held.arrived;
    expect(await filesWithKeys(scenario)).toEqual([]);
    held.release();
    const { exitCode, said } = await ended;
    expect(exitCode, said).toBe(0);
    expect(said).toContain('Address   https://');
    expect(await filesWithKeys(scenario)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  also('has no key, and nothing temporary, after kill -9', async (scenario) => {
    const { operator } = scenario;
    const folder = await temporaryFolder(scenario);
    await operator.writeStack(STACK);
    const held = operator.clouds.traffic.hold(UPLOAD);
    const { pid, ended } = operator.startShell(UP, { TMPDIR: folder });
    await held.arrived;
    process.kill(-pid, 'SIGKILL');
    await ended;
    held.release();
    expect(await filesWithKeys(scenario)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});
