import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildCli } from '../../pulumi-cli/installation/build-cli.ts';
import { pinnedVersion } from '../../pulumi-cli/installation/cli-version.ts';
import { capture } from '../../pulumi-cli/capture.ts';
import { programsIn } from './programs.ts';

const MODULE = join(import.meta.dirname, '../engine/cli');
const pinned = pinnedVersion(await readFile(join(MODULE, 'go.mod'), 'utf8')) ?? 'none';

/** Makes a program that answers with its own name and the arguments that it was built with. */
const GO = `
while [ "$1" != -o ]; do
  case $1 in *Version=*) version=\${1##*=} ;; esac
  shift
done
echo "go: downloading example.org/a v1.0.0" >&2
echo "example.org/a/b" >&2
printf '#!/bin/sh\\necho v%s\\n' "$version" >"$2"
chmod +x "$2"
echo "$PWD $3" >>"$BUILDS"
`;

let root = '';
let programs = '';
let shown: string[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'engine-build-'));
  await mkdir(join(root, 'test/engine'), { recursive: true });
  await cp(MODULE, join(root, 'test/engine/cli'), { recursive: true });
  shown = [];
});
afterEach(async () => {
  await rm(root, { recursive: true });
  await rm(programs, { recursive: true });
});

async function build(go: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<void> {
  programs = await programsIn(go === undefined ? {} : { go });
  const builds = join(root, 'builds.log');
  const show = (line: string) => shown.push(line);
  const PATH = go === undefined ? programs : `${programs}:/usr/bin:/bin`;
  await buildCli({ root, env: { PATH, BUILDS: builds, ...env }, show });
}

test('the CLI is built in the version of go.mod, and only once', async () => {
  await build(GO);
  const { stdout } = await capture(join(root, '.engine/pulumi'), ['version']);
  expect(stdout).toBe(`v${pinned}\n`);
  expect(shown[0]).toContain(`Building Pulumi's CLI ${pinned}`);
  const builds = await readFile(join(root, 'builds.log'), 'utf8');
  expect(builds).toBe(
    `${join(root, 'test/engine/cli')} github.com/pulumi/pulumi/pkg/v3/cmd/pulumi\n`,
  );
  await rm(programs, { recursive: true });

  shown = [];
  await build(GO);
  expect(shown).toEqual([`.engine/pulumi is version ${pinned} already.`]);
  expect(await readFile(join(root, 'builds.log'), 'utf8')).toBe(builds);
});

test('without Go it says what to install', async () => {
  await expect(build(undefined)).rejects.toThrow(
    /^There is no Go .* Install Go 1\.26 or newer \(https:\/\/go\.dev\/dl\/\), or Pulumi's CLI itself: https:\/\/www\.pulumi\.com\/docs\/iac\/download-install\/$/,
  );
});

test("a failed build shows Go's own message and leaves no program", async () => {
  const failing = build('echo "go: no such module: somewhere" >&2; exit 1');
  await expect(failing).rejects.toThrow(/go: no such module: somewhere\ngo build failed/);
  expect((await capture(join(root, '.engine/pulumi'), ['version'])).code).toBeNull();
});
