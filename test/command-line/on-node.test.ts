// The entry of the npm scripts as a process, in copies of the project where something is missing.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { capture } from '../../pulumi-cli/capture.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A Node that cannot read TypeScript answers so to `process.features.typescript`, as old ones do. */
const OLD_NODE = ['--no-strip-types'];
const copies: string[] = [];
afterEach(() => Promise.all(copies.splice(0).map((copy) => rm(copy, { recursive: true }))));

/** A project with these packages, a program that prints its arguments, and perhaps a Node of its own. */
async function project(packages: readonly string[], ownNode = true): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'on-node-'));
  copies.push(copy);
  await cp(join(ROOT, 'command-line/on-node.js'), join(copy, 'command-line/on-node.js'));
  await writeFile(
    join(copy, 'package.json'),
    '{"type":"module","dependencies":{"@a/b":"1","c":"1"},"devDependencies":{"d":"1"}}',
  );
  await writeFile(
    join(copy, 'program.ts'),
    'const list: readonly string[] = process.argv.slice(1);\nconsole.log(JSON.stringify(list));\n',
  );
  for (const name of packages) {
    await mkdir(join(copy, 'node_modules', name), { recursive: true });
    await writeFile(join(copy, 'node_modules', name, 'package.json'), '{}');
  }
  if (packages.length > 0 && ownNode) {
    await mkdir(join(copy, 'node_modules/.bin'));
    await symlink(process.execPath, join(copy, 'node_modules/.bin/node'));
  }
  return copy;
}

function start(copy: string, args: readonly string[], options: readonly string[] = []) {
  return capture(process.execPath, [...options, 'command-line/on-node.js', ...args], { cwd: copy });
}

test('a program gets its arguments as if it had been started by itself', async () => {
  const copy = await project(['@a/b', 'c']);
  const { code, stdout } = await start(copy, ['program.ts', '--stack', 'dev']);
  expect(code).toBe(0);
  const [file = '', ...args] = z.array(z.string()).parse(JSON.parse(stdout));
  expect(file).toMatch(/\/program\.ts$/);
  expect(args).toEqual(['--stack', 'dev']);
});

test.each([
  { packages: [], args: ['program.ts'], missing: '@a/b' },
  { packages: ['@a/b'], args: ['program.ts'], missing: 'c' },
  { packages: ['@a/b', 'c'], args: [], missing: 'd' },
])('before npm ci, it is one line: without $missing', async ({ packages, args, missing }) => {
  expect(await start(await project(packages), args, OLD_NODE)).toEqual({
    code: 1,
    stdout: '',
    stderr: `The packages of this project are not installed (${missing} is missing). Run this first: npm ci\n`,
  });
});

test('without a program it only checks, tools for development included', async () => {
  expect(await start(await project(['@a/b', 'c', 'd']), [])).toMatchObject({ code: 0, stderr: '' });
});

test('a Node that cannot read TypeScript is one line, which says to use npm', async () => {
  const { code, stderr } = await start(await project(['@a/b', 'c']), ['program.ts'], OLD_NODE);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^This is Node \d+\.\d+\.\d+, .* 22\.18 or newer\. .* start programs with npm, such as `npm start`\.\n$/,
  );
});

test("after npm ci --ignore-scripts, which leaves out the project's Node, it is one line", async () => {
  const copy = await project(['@a/b', 'c'], false);
  const { code, stderr } = await start(copy, ['program.ts'], OLD_NODE);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^This is Node .* without --ignore-scripts: npm ci\n$/);
});

test('every script of package.json starts with it', async () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
  const others = Object.entries(scripts).filter(
    ([, script]) => !/^node command-line\/on-node\.js( && | \S+\.ts\b)/.test(script),
  );
  expect(others).toEqual([]);
});
