// `npm run up` and the like as processes, with a shell script in place of Pulumi's CLI.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { howToInstall } from '../../pulumi-cli/installation/check-cli.ts';
import { forShell } from '../../pulumi-cli/next-steps.ts';
import { RESOURCES } from './exports.ts';
import { programsIn } from './programs.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Writes down its calls; answers with the files of $ANSWERS; does $UP for up, preview and destroy. */
const PULUMI = `
case "$1 $2" in
  "version ") echo v3.270.0; exit ;;
  "stack export") echo "$@" >>"$ANSWERS/calls"; cat "$ANSWERS/state"; exit ;;
esac
for argument; do printf '[%s]' "$argument" >>"$ANSWERS/calls"; done
echo >>"$ANSWERS/calls"
command -v node >"$ANSWERS/node"
eval "$UP"
`;
const DELETED_ID =
  '/subscriptions/s1/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/shared-group/deletedAccounts/openai-swedencentral-account89ef0123';
const programs = await programsIn({ pulumi: PULUMI });
const oldPrograms = await programsIn({ pulumi: 'echo v3.100.0' });
const withAzure = await programsIn({
  az: `echo az "$@" >>"$ANSWERS/calls"; echo '${JSON.stringify([{ id: DELETED_ID }])}'`,
});
const answers = await mkdtemp(join(tmpdir(), 'answers-'));
afterAll(() =>
  Promise.all(
    [programs, oldPrograms, withAzure, answers].map((folder) => rm(folder, { recursive: true })),
  ),
);

const EXPORT = 'stack export --non-interactive';
const URL = 'https://gateway.example.workers.dev/v1';
const CREATING = {
  type: 'creating',
  resource: {
    urn: 'urn:pulumi:dev::p::a:index:B$azure-native:resources:ResourceGroup::openai-x-group',
    type: 'azure-native:resources:ResourceGroup',
    inputs: { resourceGroupName: 'openai-x-group12345678' },
    parent: 'urn:pulumi:dev::p::a:index:B::openai-x',
  },
};

beforeEach(async () => {
  const stack = { type: 'pulumi:pulumi:Stack', urn: 'urn:pulumi:dev::p::', outputs: { url: URL } };
  await writeState({ resources: [stack] });
  await writeFile(join(answers, 'calls'), '');
});

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}, path: string = programs) {
  return spawn(process.execPath, ['command-line/on-node.js', 'pulumi-cli/run.ts', ...args], {
    cwd: ROOT,
    env: {
      PATH: [path, '/usr/bin', '/bin'].join(delimiter),
      ANSWERS: answers,
      HOME: answers,
      ...env,
    },
  });
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, path?: string) {
  const child = start(args, env, path);
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: exit[0] as number | null, stdout, stderr };
}

async function calls(): Promise<readonly string[]> {
  return (await readFile(join(answers, 'calls'), 'utf8')).trim().split('\n');
}

function writeState(deployment: object): Promise<void> {
  return writeFile(join(answers, 'state'), JSON.stringify({ version: 3, deployment }));
}

test('after up it shows the address and how to get a key, and leaves the output to Pulumi', async () => {
  const result = await run(['up', '--stack', 'dev', '--yes'], {
    UP: 'echo output; echo error >&2',
  });
  expect(result).toMatchObject({ code: 0, stdout: 'output\n' });
  expect(result.stderr).toBe(
    `error

Address   ${URL}
Keys      pulumi stack output users --show-secrets --stack dev
Try it    curl ${URL}/models --header 'Authorization: Bearer <key>'
Check     npm run doctor -- --stack dev
Changes   edit the stack file, then npm run preview -- --stack dev
`,
  );
  expect(await calls()).toEqual([
    '[up][--stack][dev][--yes]',
    'stack export --stack dev --non-interactive',
  ]);
  expect(await readFile(join(answers, 'node'), 'utf8')).toBe(
    `${join(ROOT, 'node_modules/.bin/node')}\n`,
  );
});

test('what npm kept of --stack reaches Pulumi as the stack', async () => {
  const { stderr } = await run(['preview', 'dev'], { npm_config_stack: 'true' });
  expect(await calls()).toEqual(['[preview][--stack][dev]']);
  expect(stderr).toBe('\nTo deploy this: npm run up -- --stack dev\n');
});

test('a bare word does not reach Pulumi', async () => {
  const { code, stderr } = await run(['up', 'dev']);
  expect({ code, calls: await calls() }).toEqual({ code: 1, calls: [''] });
  expect(stderr).toContain('type: npm run up -- --stack dev');
  expect(stderr).not.toContain('    at ');
});

test.each([['--json'], ['--help'], ['--suppress-outputs']])(
  'with %s it adds nothing to what Pulumi prints',
  async (option) => {
    const result = await run(['up', option], { UP: 'echo output' });
    expect(result).toEqual({ code: 0, stdout: 'output\n', stderr: '' });
  },
);

test('a failure keeps its exit code; without anything pending it says where to read on', async () => {
  const { code, stderr } = await run(['up'], { UP: 'exit 4' });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^\nWhat was done is kept; .* docs\/operations\.md#a-deployment-fails\n$/);
  expect(await calls()).toEqual(['[up]', EXPORT]);
});

test.each([
  ['preview', 'exit 1'],
  ['preview', 'exit 7'],
  ['up', 'exit 8'],
  ['up', 'exit 2'],
  ['up', 'rm "$ANSWERS/state"; exit 1'],
  ['refresh', 'exit 3'],
  ['destroy', 'exit 0'],
])('after %s with %s there is nothing to add', async (command, script) => {
  expect(await run([command], { UP: script })).toMatchObject({ stderr: '' });
});

test('a failure with something pending prints the repair, with the stack and --yes', async () => {
  await writeState({ resources: [], pending_operations: [CREATING] });
  const { stderr } = await run(['up', '--yes', '-s', 'dev'], { UP: 'exit 1' });
  expect(stderr).toContain('- creating azure-native:resources:ResourceGroup openai-x-group\n');
  expect(stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    '  pulumi cancel --yes --stack dev # only if the message above says that the stack is locked',
    `  pulumi import azure-native:resources:ResourceGroup openai-x-group "/subscriptions/$(az account show --query id --output tsv)"/resourceGroups/openai-x-group12345678 --parent p=urn:pulumi:dev::p::a:index:B::openai-x --protect=false --yes --generate-code=false --stack dev`,
    '  npm run up -- --yes --stack dev',
    '  pulumi refresh --yes --clear-pending-creates --stack dev',
  ]);
});

test('what is pending after an up that succeeded is said before the address', async () => {
  const { resource } = CREATING;
  const made = { ...resource, id: '/subscriptions/s/resourceGroups/openai-x-group12345678' };
  await writeState({ resources: [made], pending_operations: [CREATING] });
  const { code, stderr } = await run(['up'], {});
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: `
The state still marks what an interrupted run was creating. To remove the mark:
  pulumi refresh --yes --clear-pending-creates
More: docs/recovery.md#after-a-killed-up
`,
  });
});

test('an account that is not in the state may hold its subdomain: Azure is asked which one', async () => {
  const { component, subdomain } = RESOURCES;
  await writeState({ resources: [component, subdomain] });
  const path = [withAzure, programs].join(delimiter);
  const { stderr } = await run(['up'], { ARM_SUBSCRIPTION_ID: 's1', UP: 'exit 1' }, path);
  expect(await calls()).toEqual([
    '[up]',
    EXPORT,
    'az cognitiveservices account list-deleted --subscription s1 --output json --only-show-errors',
  ]);
  expect(stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    '  az cognitiveservices account purge --location swedencentral --resource-group shared-group --name openai-swedencentral-account89ef0123 --subscription s1',
  ]);
  expect(stderr).toContain('What was done is kept');
});

test('a stack of an earlier version is not destroyed, and Pulumi not called for it', async () => {
  const { account } = RESOURCES;
  await writeState({ resources: [{ ...account, deletedWith: 'urn:x' }] });
  const { code, stderr } = await run(['destroy', '--yes', '--stack', 'dev']);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^An earlier version .* Run `npm run up -- --stack dev` once first; .*\n$/,
  );
  expect(await calls()).toEqual(['stack export --stack dev --non-interactive']);
});

test('on Windows it says for which shell the commands are', () => {
  expect(forShell(['  pulumi refresh'], 'win32')).toEqual([
    '  pulumi refresh',
    expect.stringContaining('WSL or Git Bash') as unknown,
  ]);
  expect(forShell([], 'win32')).toEqual([]);
  expect(forShell(['  pulumi refresh'], 'linux')).toEqual(['  pulumi refresh']);
});

test('a stack that does not exist is met with how to list and create stacks', async () => {
  const { stderr } = await run(['up', '-s', 'nope'], { UP: 'exit 6' });
  expect(stderr).toBe(
    '\nStacks of this project: pulumi stack ls. A new one: pulumi stack init NAME\n',
  );
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s reaches Pulumi once, and its end is waited for',
  async (signal) => {
    const UP = `trap 'echo caught >>"$ANSWERS/calls"; exit 8' INT TERM; echo ready; while :; do sleep 0.05; done`;
    const child = start(['up'], { UP });
    await once(child.stdout, 'data');
    child.kill(signal);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([8, null]);
    expect((await calls()).filter((line) => line === 'caught')).toHaveLength(1);
  },
);

test('a CLI that a signal ended has the exit code of shells', async () => {
  expect(await run(['preview'], { UP: 'kill -9 $$' })).toMatchObject({ code: 137 });
});

test('without the CLI it says how to get it', async () => {
  const { code, stderr } = await run(['up'], {}, answers);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Pulumi's CLI is not installed: [^]* https:\/\/www\.pulumi\.com\/docs/);
  expect(howToInstall('darwin', answers)).toContain('brew install pulumi/tap/pulumi');
  expect(howToInstall('linux', answers)).toContain('curl -fsSL https://get.pulumi.com | sh');
});

test('an old CLI is one line', async () => {
  const { code, stderr } = await run(['up'], {}, oldPrograms);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^.*is version 3\.100\.0; this project needs 3\.200\.0 or newer.*\n$/);
});
