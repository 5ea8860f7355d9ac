// The whole migration: the old Worker's variables, `npm run migrate`, its commands, the real program in
// Pulumi's runner, and the Worker with the bindings that come out. Old keys and old names still work.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AzureAccount } from '../../azure-stand-in/server.ts';
import { ACCOUNT_ID } from '../infra/raw-config.ts';
import { startGateway } from '../bundle/running-gateway.ts';
import { evaluateProgram } from '../support/pulumi/evaluate-program.ts';
import type { Run } from '../support/pulumi/run.ts';
import { PROJECT_NAME } from '../support/project.ts';
import { reveal } from '../support/pulumi/wire.ts';
import { startMove, withSecrets, type Move } from './moving.ts';

const AZURE_KEY = 'azure-key-0123456789abcdef';
const USERS = [
  { name: '张三', key: `sk-it's-"old"-$HOME` },
  { name: '李四', key: 'sk-li-si-0123456789' },
];
const CHIT_USERS = Buffer.from(JSON.stringify(USERS)).toString('base64');

const ACCOUNT: AzureAccount = {
  subdomain: 'myres',
  keys: [AZURE_KEY],
  deployments: [
    { name: 'three', model: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'four', model: 'gpt-4o', version: '2024-11-20' },
    { name: 'ada', model: 'text-embedding-3-small', version: '1' },
  ],
};

const LINES = `RESOURCE_NAME=MyRes
AZURE_AUTHKEY=${AZURE_KEY}
CHIT_USERS=${CHIT_USERS}
DEPLOY_NAME_GPT35=three
DEPLOY_NAME_GPT4=four
DEPLOY_NAME_EMBEDDING=ada
`;

const TOML = `name = "old"
[vars]
RESOURCE_NAME = "MyRes"
DEPLOY_NAME_GPT35 = "three"
DEPLOY_NAME_GPT4 = "four"
DEPLOY_NAME_EMBEDDING = "ada"
AZURE_API_VERSION = "2024-10-21"
`;

let move: Move;
beforeEach(async () => {
  move = await startMove();
});
afterEach(() => move.end());

/** Runs the program with a stack file and what is set by hand after the move. */
function runMigrated(stackFile: string): Promise<Run> {
  const byHand = `  cloudflareAccountId: ${ACCOUNT_ID}\n  workersDevSubdomain: alice\n`;
  return evaluateProgram({ stackYaml: `${stackFile}${byHand}`, stack: 'migrated' });
}

async function evaluate(stackFile: string): Promise<Run> {
  const run = await runMigrated(stackFile);
  expect(run.logs.filter(({ severity }) => severity === 'error')).toEqual([]);
  return run;
}

/** The bindings that the program gives the Worker, once the commands were run. */
async function deploy(args: readonly string[], stdin: string) {
  expect(await move.migrate(args, stdin)).toMatchObject({ stderr: '', code: 0 });
  const { stdout } = await move.migrate([...args, '--commands'], stdin);
  const stackFile = withSecrets(await move.stackFile(), await move.runCommands(stdout));
  const run = await evaluate(stackFile);
  // Nothing is made at Azure.
  expect(run.resources.filter(({ type }) => type.startsWith('azure-native:'))).toEqual([]);
  const script = run.resources.find(({ type }) => type.endsWith(':WorkersScript'));
  const bindings = reveal(script?.inputs['bindings'] ?? []) as readonly {
    readonly name: string;
    readonly text: string;
  }[];
  return Object.fromEntries(bindings.map(({ name, text }) => [name, text]));
}

test.each([
  ['.env', async () => [await move.write('.env', LINES)], '', '/openai/v1/chat/completions'],
  [
    'wrangler.toml and .dev.vars',
    async () => [await move.write('wrangler.toml', TOML), await move.write('.dev.vars', LINES)],
    '',
    '/openai/deployments/four/chat/completions?api-version=2024-10-21',
  ],
  ['pasted lines', () => Promise.resolve(['-']), LINES, '/openai/v1/chat/completions'],
] as const)('%s: every user is let in with the old key, under the old names', async (...row) => {
  const [, files, stdin, chatPath] = row;
  const bindings = await deploy(await files(), stdin);
  const gateway = await startGateway({ bindings, accounts: [ACCOUNT] });
  try {
    for (const { name, key } of USERS) {
      const client = gateway.openai({ apiKey: key });
      const answer = await client.chat.completions.create({
        model: 'gpt-4',
        messages: [{ role: 'user', content: 'one two' }],
      });
      expect(answer.choices[0]?.message.content).toContain('one two');
      await gateway.logged((line) => line.user === name && line.deployment === 'four');
    }
    expect(gateway.azure.requests.map(({ path }) => path)).toEqual([chatPath, chatPath]);

    const client = gateway.openai({ apiKey: USERS[0]?.key ?? '' });
    const embeddings = await client.embeddings.create({
      model: 'text-embedding-ada-002',
      input: 'hello',
    });
    expect(embeddings.data).toHaveLength(1);
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual([
      'gpt-3.5-turbo',
      'gpt-3.5-turbo-0301',
      'gpt-3.5-turbo-0613',
      'gpt-3.5-turbo-1106',
      'gpt-3.5-turbo-16k',
      'gpt-3.5-turbo-16k-0613',
      'three',
      'gpt-4',
      'gpt-4-0314',
      'gpt-4-0613',
      'gpt-4-1106-preview',
      'gpt-4-32k',
      'gpt-4-32k-0314',
      'four',
      'text-embedding-ada-002',
      'ada',
    ]);
    const stranger = gateway.openai({ apiKey: AZURE_KEY });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
  } finally {
    await gateway.stop();
  }
});

test('variables without users: the users added by name get keys from the program', async () => {
  const lines = 'RESOURCE_NAME=MyRes\nDEPLOY_NAME_GPT4=four\n';
  await move.migrate(['-', '--user', '王芳'], lines);
  // The answers to the questions of the command.
  const stackFile = withSecrets(await move.stackFile(), [
    { args: ['--path', 'regions[0].key'], stdin: AZURE_KEY },
  ]);
  const run = await evaluate(stackFile);
  expect(reveal(run.outputs.get(`${PROJECT_NAME}-migrated`)?.['users'] ?? null)).toEqual({
    王芳: expect.stringMatching(/^sk-\w{48}$/) as unknown,
  });
});

test('the written file is refused until its keys are set, with the command that sets them', async () => {
  await move.migrate([await move.write('.env', LINES)]);
  const message = await runMigrated(await move.stackFile()).then(
    () => 'the stack has no faults',
    (error: unknown) => String(error),
  );
  expect(message).toContain(
    "`pulumi config set --stack migrated --path 'regions[0].key' --secret`",
  );
  expect(message).toMatch(
    /users\[1\]\.key: empty; expected .*: `pulumi config set --stack migrated --path 'users\[1\]\.key' --secret`/,
  );
});
