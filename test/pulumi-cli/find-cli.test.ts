import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { capture } from '../../pulumi-cli/capture.ts';
import { isOlder, pinnedVersion, readVersion } from '../../pulumi-cli/installation/cli-version.ts';
import {
  builtCli,
  cliFault,
  findPulumi,
  findProgram,
} from '../../pulumi-cli/installation/find-cli.ts';
import { programsIn } from './programs.ts';

const first = await programsIn({ pulumi: 'echo v3.270.0' });
const second = await programsIn({ pulumi: 'echo 3.100.2' });
const silent = await programsIn({ pulumi: 'exit 0' });
const folderOfThatName = await programsIn({});
await mkdir(join(folderOfThatName, 'pulumi'));
const windows = await programsIn({ pulumi: '', 'pulumi.cmd': '', 'go.exe': '', 'pulumi.exe': '' });
const all = [windows, first, second, silent, folderOfThatName];
afterAll(() => Promise.all(all.map((folder) => rm(folder, { recursive: true }))));

const nowhere = join(folderOfThatName, 'none');
const path = (...folders: readonly string[]) => ({ PATH: folders.join(':') });

test('the first pulumi on PATH is used, before the one that was built', async () => {
  const env = path(folderOfThatName, '/nowhere', first, second);
  expect(await findPulumi(env, join(second, 'pulumi'))).toEqual({
    path: join(first, 'pulumi'),
    version: '3.270.0',
    from: 'path',
  });
});

test('without one on PATH it is the one that was built, and without that there is none', async () => {
  expect(await findPulumi(path('/nowhere'), join(second, 'pulumi'))).toEqual({
    path: join(second, 'pulumi'),
    version: '3.100.2',
    from: 'built',
  });
  expect(await findPulumi(path('/nowhere'), nowhere)).toBeUndefined();
  expect(await findPulumi({}, nowhere)).toBeUndefined();
});

test('on Windows a program is found by the endings of PATHEXT that Node can start', () => {
  const env = { ...path(first, windows), PATHEXT: '.COM;.EXE;.BAT;.CMD' };
  expect(findProgram('pulumi', env, 'win32')).toBe(join(windows, 'pulumi.exe'));
  expect(findProgram('go', path(windows), 'win32')).toBe(join(windows, 'go.exe'));
  expect(findProgram('pulumi', { ...env, PATHEXT: '.CMD' }, 'win32')).toBeUndefined();
  expect(findProgram('go', path(windows), 'linux')).toBeUndefined();
  expect(builtCli('/root', 'win32')).toBe('/root/.engine/pulumi.exe');
});

test('a CLI that is too old, or does not say its version, is a fault with what to do', async () => {
  const [good, old, mute] = await Promise.all(
    [first, second, silent].map((folder) => findPulumi(path(folder), nowhere)),
  );
  if (good === undefined || old === undefined || mute === undefined) throw new Error('not found');
  expect(cliFault(good)).toBeUndefined();
  expect(cliFault(old)).toMatch(
    /is version 3\.100\.2; .* 3\.200\.0 or newer, .* Update it: https:/,
  );
  expect(cliFault(mute)).toMatch(/does not answer `pulumi version` .* Install .* again: https:/);
});

test('with a CLI that is too old, the tests under the engine are left out, in one line', async () => {
  const env = { ...process.env, PATH: `${second}:${process.env['PATH'] ?? ''}`, CI: 'true' };
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const args = [vitest, 'list', '--filesOnly', '--project', 'engine'];
  const { stdout, stderr } = await capture(process.execPath, args, { env });
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /^The tests of test\/engine are left out: .* is version 3\.100\.2; .* Update it: https:\S+\n/,
  );
});

describe('versions', () => {
  test.each([
    ['v3.274.1\n', '3.274.1'],
    ['3.274.1', '3.274.1'],
    ['v3.275.0-alpha.1+dirty', '3.275.0'],
    ['', undefined],
    ['v3.274', undefined],
    ['Pulumi 3.274.1', undefined],
  ])('%j is read as %s', (output, version) => {
    expect(readVersion(output)).toBe(version);
  });

  test.each([
    ['3.199.9', '3.200.0', true],
    ['3.200.0', '3.200.0', false],
    ['3.1000.0', '3.200.0', false],
    ['2.999.0', '3.200.0', true],
    ['4.0.0', '3.200.0', false],
  ])('%s is older than %s: %s', (version, than, older) => {
    expect(isOlder(version, than)).toBe(older);
  });

  test('the version to build is that of the CLI in go.mod, not of another module', () => {
    const goMod = `module a\n\nrequire (\n\tgithub.com/pulumi/pulumi/pkg/v30 v1.0.0\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.9.1 // indirect\n\tgithub.com/pulumi/pulumi/sdk/v3 v3.8.0\n)\n`;
    expect(pinnedVersion(goMod)).toBe('3.9.1');
    expect(pinnedVersion('require github.com/pulumi/pulumi/pkg/v3 v3.9.2\n')).toBe('3.9.2');
    expect(pinnedVersion('module a\n')).toBeUndefined();
  });
});
