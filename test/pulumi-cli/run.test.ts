// `npm run up` and the like as processes, with a shell script in place of Pulumi's CLI.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { howToInstall } from '../../pulumi-cli/installation/check-cli.ts';
import { programsIn } from './programs.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Writes down its calls; answers with the files of $ANSWERS; does $UP for up, preview and destroy. */
const PULUMI = `
case "$1 $2" in
  "version ") echo v3.270.0; exit ;;
  "stack output") echo "$@" >>"$ANSWERS/calls"; cat "$ANSWERS/$3"; exit ;;
  "stack export") echo "$@" >>"$ANSWERS/calls"; cat "$ANSWERS/state"; exit ;;
esac
for argument; do printf '[%s]' "$argument" >>"$ANSWERS/calls"; done
echo >>"$ANSWERS/calls"
command -v node >"$ANSWERS/node"
while [ $# -gt 0 ]; do [ "$1" = --event-log ] && log=$2; shift; done
eval "$UP"
`;
const programs = await programsIn({ pulumi: PULUMI });
const oldPrograms = await programsIn({ pulumi: 'echo v3.100.0' });
const answers = await mkdtemp(join(tmpdir(), 'answers-'));
afterAll(() =>
  Promise.all([programs, oldPrograms, answers].map((folder) => rm(folder, { recursive: true }))),
);

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
  await writeFile(join(answers, 'url'), `${URL}\n`);
  await writeFile(join(answers, 'state'), '{"version":3,"deployment":{}}');
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
  const lines = (await readFile(join(answers, 'calls'), 'utf8')).trim().split('\n');
  // The file of events has another name each time.
  return lines.map((line) => line.replace(/\[--event-log\]\[.*events\.jsonl\]$/, '[events]'));
}

/** A shell command that reports these errors as the engine does. */
function reports(...messages: readonly string[]): string {
  const lines = messages.map((message) =>
    JSON.stringify({ diagnosticEvent: { severity: 'error', message } }),
  );
  return `cat >"$log" <<'END'\n${lines.join('\n')}\nEND\n`;
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
Changes   edit the stack file, then npm run preview -- --stack dev
`,
  );
  expect(await calls()).toEqual([
    '[up][--stack][dev][--yes][events]',
    'stack output url --stack dev --non-interactive',
  ]);
  expect(await readFile(join(answers, 'node'), 'utf8')).toBe(
    `${join(ROOT, 'node_modules/.bin/node')}\n`,
  );
});

test('what npm kept of --stack reaches Pulumi as the stack', async () => {
  const { stderr } = await run(['preview', 'dev'], { npm_config_stack: 'true' });
  expect(await calls()).toEqual(['[preview][--stack][dev][events]']);
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
  const { code, stderr } = await run(['up'], { UP: `${reports('no quota')} exit 4` });
  expect(code).toBe(4);
  expect(stderr).toMatch(/^\nWhat was done is kept; .* docs\/operations\.md#a-deployment-fails\n$/);
  expect(await calls()).toEqual(['[up][events]', 'stack export --non-interactive']);
});

test.each([
  ['preview', 'exit 1'],
  ['preview', 'exit 7'],
  ['up', 'exit 8'],
  ['up', 'exit 2'],
  ['destroy', 'exit 1'],
])('after %s with %s there is nothing to add', async (command, script) => {
  expect(await run([command], { UP: script })).toMatchObject({ stderr: '' });
});

test('a failure with something pending prints the repair, with the stack and --yes', async () => {
  const state = { deployment: { resources: [], pending_operations: [CREATING] } };
  await writeFile(join(answers, 'state'), JSON.stringify(state));
  const { stderr } = await run(['up', '--yes', '-s', 'dev'], {
    UP: `${reports('cannot create already existing resource')} exit 1`,
  });
  expect(stderr).toContain('- creating azure-native:resources:ResourceGroup openai-x-group\n');
  expect(stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    `  pulumi import azure-native:resources:ResourceGroup openai-x-group "/subscriptions/$(az account show --query id --output tsv)"/resourceGroups/openai-x-group12345678 --parent p=urn:pulumi:dev::p::a:index:B::openai-x --protect=false --yes --generate-code=false --stack dev`,
    '  npm run up -- --yes --stack dev',
    '  pulumi refresh --yes --clear-pending-creates --stack dev',
  ]);
});

test('a run that ended before the engine started may have met a lock', async () => {
  const state = { deployment: { pending_operations: [{ ...CREATING, type: 'updating' }] } };
  await writeFile(join(answers, 'state'), JSON.stringify(state));
  const { stderr } = await run(['up'], { UP: 'exit 1' });
  expect(stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
    '  pulumi cancel --yes # only if the message above says that the stack is locked',
    '  npm run up',
  ]);
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

test('the events of a run are removed when it has ended', async () => {
  await run(['up'], { UP: `echo "$log" >"$ANSWERS/log"; ${reports('x')} exit 1` });
  const log = (await readFile(join(answers, 'log'), 'utf8')).trim();
  expect(log).toMatch(/events\.jsonl$/);
  await expect(readFile(log)).rejects.toThrow('ENOENT');
});

test('an event log of the caller is left alone', async () => {
  await run(['up', '--event-log', '/tmp/mine'], {});
  expect((await calls())[0]).toBe('[up][--event-log][/tmp/mine]');
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
