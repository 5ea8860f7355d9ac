// `npm run migrate`: files in, a stack file and commands out, every fault in a message. Most tests run it in
// this process; those about input, output and exit codes start it as one of its own.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { quote } from '../../migrate/commands.ts';
import { PROJECT_NAME } from '../support/project.ts';
import { startMove, type Move } from './moving.ts';

const AZURE_KEY = 'CANARY-azure-key-0123';
const AZURE_HASH = createHash('sha256').update('another').digest('hex');

function encode(users: unknown): string {
  return Buffer.from(JSON.stringify(users)).toString('base64');
}

const USERS = encode([
  { name: '张三', key: `CANARY-it's"$HOME\`\\n` },
  { name: '李四', key: 'CANARY-two' },
  { name: '张三', key: 'CANARY-%s' },
  { name: 'hashed', sha256: AZURE_HASH, accountData: true },
]);

const LINES = `# the old Worker
RESOURCE_NAME=MyRes
AZURE_AUTHKEY="${AZURE_KEY}"
DEPLOY_NAME_GPT35='three'
export DEPLOY_NAME_GPT4=four
DEPLOY_NAME_EMBEDDING=
CHIT_USERS=${USERS.slice(0, 40)}
CHIT_USERS_2=${USERS.slice(40)}
OTHER=CANARY
`;

let move: Move;
beforeEach(async () => {
  move = await startMove();
});
afterEach(() => move.end());

async function config(stack?: string): Promise<Readonly<Record<string, unknown>>> {
  return (parse(await move.stackFile(stack)) as { config: Record<string, unknown> }).config;
}

test('writes a stack with the same names and users, and no key', async () => {
  const { stdout, stderr, code } = await move.spawnMigrate([await move.write('.env', LINES)]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(await config()).toEqual({
    regions: [{ account: 'myres' }],
    models: [
      {
        name: 'gpt-3.5-turbo',
        deployment: 'three',
        aliases: [
          'gpt-3.5-turbo-0301',
          'gpt-3.5-turbo-0613',
          'gpt-3.5-turbo-1106',
          'gpt-3.5-turbo-16k',
          'gpt-3.5-turbo-16k-0613',
          'three',
        ],
      },
      {
        name: 'gpt-4',
        deployment: 'four',
        aliases: [
          'gpt-4-0314',
          'gpt-4-0613',
          'gpt-4-1106-preview',
          'gpt-4-32k',
          'gpt-4-32k-0314',
          'four',
        ],
      },
    ],
    users: [
      { name: '张三', keys: [{ key: '' }, { key: '' }] },
      { name: '李四', key: '' },
      { name: 'hashed', sha256: AZURE_HASH, accountData: true },
    ],
  });
  expect(stdout).toContain("printf %s '(key of 李四)' | pulumi config set --stack migrated");
  expect(stdout).toContain('npm run --silent migrate -- .env --commands | sh');
  expect([stdout, ...(await move.written())].join('\n')).not.toContain('CANARY');
});

test('its commands pass each key to Pulumi on standard input, unchanged', async () => {
  const file = await move.write('.env', LINES);
  await move.migrate([file, '--stack', 'team']);
  const { stdout, stderr, code } = await move.spawnMigrate([
    ...[file, '--stack', 'team', '--commands'],
  ]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const set = (path: string) => ['config', 'set', '--stack', 'team', '--path', path, '--secret'];
  expect(await move.runCommands(stdout)).toEqual([
    { args: set('regions[0].key'), stdin: AZURE_KEY },
    { args: set('users[0].keys[0].key'), stdin: `CANARY-it's"$HOME\`\\n` },
    { args: set('users[0].keys[1].key'), stdin: 'CANARY-%s' },
    { args: set('users[1].key'), stdin: 'CANARY-two' },
  ]);
  expect((await move.written()).join('\n')).not.toContain('CANARY');
});

test('quoted text of any kind reaches a shell unchanged', async () => {
  const words = fc.sample(fc.string({ unit: 'binary' }), { numRuns: 40, seed: 5 });
  const safe = [...words, "'", "'\\''", '', '$(x)', '-n', '钥匙'].map((word) =>
    word.toWellFormed().replaceAll('\0', ''),
  );
  const script = safe.map((word) => `printf %s ${quote(word)} | pulumi`).join('\n');
  const calls = await move.runCommands(script);
  expect(calls.map(({ stdin }) => stdin)).toEqual(safe);
});

const TOML = `name = "old"
account_id = "0123456789abcdef0123456789abcdef"
[vars]
RESOURCE_NAME = "top"
DEPLOY_NAME_GPT4 = "four"
AZURE_API_VERSION = 2024-10-21
[env.prod.vars]
RESOURCE_NAME = "prod"
DEPLOY_NAME_GPT4 = "five"
`;

const JSONC = `{
  // the Worker's variables
  "vars": { "RESOURCE_NAME": "top", "DEPLOY_NAME_GPT4": "four", "AZURE_API_VERSION": "2024-10-21", },
  /* and there */
  "env": { "prod": { "vars": { "RESOURCE_NAME": "prod", "DEPLOY_NAME_GPT4": "five" } } },
}`;

const SECRETS = `AZURE_AUTHKEY=${AZURE_KEY}\r\nCHIT_USERS=${encode([{ name: 'a', key: 'sk-a-0123456789' }])}\r\n`;

describe.each([
  ['wrangler.toml', TOML],
  ['wrangler.jsonc', JSONC],
])('%s, with its secrets in .dev.vars', (name, content) => {
  test('gives what is at its top', async () => {
    const files = [await move.write(name, content), await move.write('.dev.vars', SECRETS)];
    expect(await move.migrate(files)).toMatchObject({ stderr: '', code: 0 });
    expect(await config()).toMatchObject({
      regions: [{ account: 'top' }],
      models: [
        { name: 'gpt-4', deployment: 'four', upstream: 'deployment', apiVersion: '2024-10-21' },
      ],
      users: [{ name: 'a', key: '' }],
    });
  });

  test('gives what an environment has, and nothing from the top', async () => {
    const files = [await move.write(name, content), await move.write('.dev.vars', SECRETS)];
    const { stdout, code } = await move.migrate([...files, '--env', 'prod']);
    expect(code).toBe(0);
    expect(stdout).toContain(`migrate -- ${name} .dev.vars --env prod --commands | sh`);
    expect((await config())['regions']).toEqual([{ account: 'prod' }]);
    expect(await move.stackFile()).not.toContain('apiVersion');
  });

  test('says which environments it has', async () => {
    const files = [await move.write(name, content)];
    expect(await move.migrate([...files, '--env', 'x'])).toEqual({
      stdout: '',
      stderr: `${name} cannot be migrated:\n  ${name} does not have the environment that --env names. It has: prod\n`,
      code: 1,
    });
  });
});

test("the account of a wrangler file is the stack's", async () => {
  const files = [await move.write('wrangler.toml', TOML), await move.write('.env', SECRETS)];
  expect((await move.migrate(files)).stdout).not.toContain('cloudflareAccountId');
  expect((await config())['cloudflareAccountId']).toBe('0123456789abcdef0123456789abcdef');
});

test('reads pasted lines, and says what to do when the proxy had no users', async () => {
  const lines = 'RESOURCE_NAME=mine\nDEPLOY_NAME_GPT4=four\n';
  const { stdout, code } = await move.spawnMigrate(['-', '--user', 'me', '--user', '王芳'], lines);
  expect(code).toBe(0);
  expect((await config())['users']).toEqual([{ name: 'me' }, { name: '王芳' }]);
  expect(stdout).toContain(
    "\n  pulumi config set --stack migrated --path 'regions[0].key' --secret\n",
  );
  expect(stdout).toContain('pulumi stack output --stack migrated users --show-secrets');
  expect(stdout).not.toContain('| sh');
});

test('keeps the restrictions of a user', async () => {
  const users = [
    {
      name: 'a',
      key: 'sk-a-0123456789',
      disabled: true,
      models: ['gpt-4'],
      expires: 1798761600,
      typewriter: 'smooth',
    },
  ];
  const lines = `RESOURCE_NAME=mine\nAZURE_AUTHKEY=${AZURE_KEY}\nDEPLOY_NAME_GPT4=four\nCHIT_USERS=${encode(users)}`;
  expect(await move.migrate(['-'], lines)).toMatchObject({ stderr: '', code: 0 });
  expect((await config())['users']).toEqual([
    {
      name: 'a',
      key: '',
      models: ['gpt-4'],
      disabled: true,
      expires: '2027-01-01T00:00:00Z',
      typewriter: 'smooth',
    },
  ]);
});

test('prints the same commands after Pulumi has added the project name to each key', async () => {
  const file = await move.write('.env', LINES);
  await move.migrate([file]);
  const before = await move.migrate([file, '--commands']);
  await move.rewrite((text) => text.replaceAll(/^  (\w+:)/gm, `  ${PROJECT_NAME}:$1`));
  expect(await move.stackFile()).toContain(`${PROJECT_NAME}:users:`);
  expect(await move.migrate([file, '--commands'])).toEqual(before);
});

test('does not overwrite a stack file', async () => {
  const file = await move.write('.env', LINES);
  await move.migrate([file]);
  const before = await move.stackFile();
  expect(await move.migrate([file, '--user', 'x'])).toEqual({
    stdout: '',
    stderr:
      'Pulumi.migrated.yaml already exists and will not be overwritten. Choose another name with --stack, or delete the file. To print the commands that set its keys, add --commands.\n',
    code: 1,
  });
  expect(await move.stackFile()).toBe(before);
});

test('prints no commands when the stack file is missing or its users have moved', async () => {
  const file = await move.write('.env', LINES);
  expect(await move.migrate([file, '--commands'])).toEqual({
    stdout: '',
    stderr: 'Pulumi.migrated.yaml does not exist. Run this without --commands first to write it.\n',
    code: 1,
  });
  await move.migrate([file]);
  const turned = LINES.replaceAll(/^CHIT_USERS.*\n/gm, '');
  const users = encode([{ name: '李四', key: 'CANARY-two' }]);
  const other = await move.write('other.env', `${turned}CHIT_USERS=${users}\n`);
  expect(await move.migrate([other, '--commands'])).toEqual({
    stdout: '',
    stderr:
      'Pulumi.migrated.yaml was changed, so keys would be set for the wrong users:\n  users[0] is not 李四\n',
    code: 1,
  });
});

describe('lists every fault at once, and shows no value', () => {
  const good = 'RESOURCE_NAME=mine\nDEPLOY_NAME_GPT4=four\n';
  const withUsers = (users: unknown) =>
    `${good}AZURE_AUTHKEY=${AZURE_KEY}\nCHIT_USERS=${encode(users)}\n`;
  const missingUsers =
    'CHIT_USERS is missing. If it is a secret of the Worker, add a file that contains it, because Cloudflare does not show secrets again.';
  const askForUsers = 'A stack needs users: add --user NAME for each to create random keys';
  test.each<[string, string, readonly string[]]>([
    [
      'nothing in it',
      '',
      [
        'RESOURCE_NAME is missing: set it to the name of the Azure OpenAI resource',
        `${missingUsers} If the proxy had no users, callers used the key of Azure itself. ${askForUsers}`,
      ],
    ],
    [
      'the Azure key without users',
      `${good}AZURE_AUTHKEY=${AZURE_KEY}`,
      [`${missingUsers} ${askForUsers}`],
    ],
    [
      'variables that are wrong or unknown, and a script',
      "const resourceName = 'CANARY'\nRESOURCE_NAME=CANARY/\nDEPLOY_NAME_GPT5=CANARY\nDEPLOY_NAME_GPT4: CANARY\nCHIT_USERS=CANARY!\n",
      [
        'Line 1 is JavaScript; expected NAME=value, such as RESOURCE_NAME=…',
        'Line 4 names DEPLOY_NAME_GPT4 but sets no value; expected DEPLOY_NAME_GPT4=value',
        'RESOURCE_NAME must be the bare resource name, not a URL',
        'DEPLOY_NAME_GPT5 is not a variable of the proxies (docs/migrate.md lists them). Remove it, and add its deployment to `models` in the stack file afterwards',
        'CHIT_USERS is not base64: it has characters that base64 does not have. Encode it again: base64 of a JSON list in UTF-8',
      ],
    ],
    [
      'users that are incomplete or repeated',
      withUsers([
        { name: 'a', key: 'CANARY-1' },
        { name: 'b' },
        { key: 'CANARY-2' },
        { name: 'c', key: 'CANARY-1' },
        { name: 'd', key: 'CANARY-4', sha256: AZURE_HASH },
        { name: 'a', key: 'CANARY-5', accountData: true },
        'CANARY',
      ]),
      [
        'CHIT_USERS entry 2 has no key; expected a `key`, or a `sha256` of 64 hexadecimal digits',
        'CHIT_USERS entry 3 has no name',
        'CHIT_USERS entry 4 has the same key as entry 1',
        'CHIT_USERS entry 5 has no key; expected a `key`, or a `sha256` of 64 hexadecimal digits',
        'CHIT_USERS entry 6 has the name of an earlier entry and other rights; expected another name',
        'CHIT_USERS entry 7 has no name',
        'CHIT_USERS entry 7 has no key; expected a `key`, or a `sha256` of 64 hexadecimal digits',
      ],
    ],
    ['no user in the list', withUsers([]), ['CHIT_USERS contains no users']],
    [
      'no deployment',
      withUsers([{ name: 'a', key: 'k' }]).replace(/DEPLOY.*\n/, ''),
      [
        'There is no model: set DEPLOY_NAME_GPT4, or another DEPLOY_NAME_ variable, to the name of a deployment',
      ],
    ],
  ])('%s', async (_, lines, faults) => {
    const { stdout, stderr, code } = await move.migrate(['-'], lines);
    expect(stderr.split('\n')).toEqual([
      'Standard input cannot be migrated:',
      ...faults.map((fault) => `  ${fault}`),
      '',
    ]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).not.toContain('CANARY');
    await expect(move.stackFile()).rejects.toThrow('ENOENT');
  });

  test('keys and names that no stack takes', async () => {
    const users = [
      { name: 'a', key: 'CANARY with spaces' },
      { name: 'x'.repeat(65), key: 'CANARY-钥匙' },
    ];
    const { stderr, code } = await move.migrate(['-'], withUsers(users));
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'The program would refuse the settings made from these variables:',
      '  users[0].key: a value not shown here; expected up to 256 letters, digits and punctuation marks, without spaces',
    ]);
    expect(stderr).toContain('users[1].name');
    expect(stderr).not.toContain('CANARY');
    expect(code).toBe(1);
  });

  test('--user beside CHIT_USERS', async () => {
    const lines = withUsers([{ name: 'a', key: 'k' }]);
    expect((await move.migrate(['-', '--user', 'b'], lines)).stderr).toBe(
      'Standard input cannot be migrated:\n  --user cannot be combined with CHIT_USERS, which already lists the users\n',
    );
  });

  test.each([
    [
      'worker.js',
      'x',
      'is the script itself: copy its values into lines of NAME=value, such as RESOURCE_NAME=…; expected .env, .dev.vars, wrangler.toml or wrangler.json(c), or -',
    ],
    [
      'vars.yaml',
      'x',
      'is not a known kind of file; expected .env, .dev.vars, wrangler.toml or wrangler.json(c), or -',
    ],
    ['wrangler.json', '{"vars": CANARY', 'cannot be read: InvalidSymbol in line 1'],
    [
      'wrangler.toml',
      'CANARY',
      'cannot be read: Invalid TOML document: incomplete key-value: cannot find end of key',
    ],
  ])('%s', async (name, content, fault) => {
    const file = await move.write(name, content);
    expect(await move.migrate([file, 'missing.env'])).toEqual({
      stdout: '',
      stderr: `${name}, missing.env cannot be migrated:\n  ${name} ${fault}\n  missing.env: the file does not exist or cannot be read\n`,
      code: 1,
    });
  });
});

test.each([
  [
    [],
    'Name a file: npm run migrate -- wrangler.toml, or .env, or - to paste lines. --help lists the options.\n',
  ],
  [['-', '--stack', 'a/b'], '--stack takes up to 100 letters, digits, ".", "_" and "-".\n'],
  [['-', '--stak', 'a'], "Unknown option '--stak'. npm run migrate -- --help lists the options.\n"],
])('%j is one clear line and exit code 1', async (args, stderr) => {
  expect(await move.spawnMigrate(args)).toEqual({ stdout: '', stderr, code: 1 });
});

test("commands never follow npm's own lines, which a shell would run", async () => {
  const file = await move.write('.env', LINES);
  await move.migrate([file]);
  const loud = await move.npmMigrate([], [file, '--commands']);
  expect(loud.code).toBe(1);
  expect(loud.stdout).not.toMatch(/pulumi|CANARY/);
  expect(loud.stderr).toContain('npm run --silent migrate -- … --commands | sh');
  const silent = await move.npmMigrate(['--silent'], [file, '--commands']);
  expect(silent).toEqual(await move.migrate([file, '--commands']));
});

test('a value that `base64` wrapped in lines is one value', async () => {
  const wrapped = USERS.replaceAll(/.{76}/g, '$&\n');
  expect(wrapped).toContain('\n');
  const lines = `RESOURCE_NAME=myres\nCHIT_USERS=${wrapped}\nDEPLOY_NAME_GPT4=four\n`;
  expect((await move.migrate([await move.write('.env', lines)])).code).toBe(0);
  expect((await config())['users']).toHaveLength(3);
});

test('--help lists the options', async () => {
  const { stdout, code } = await move.migrate(['--help']);
  expect(code).toBe(0);
  for (const option of ['--stack', '--env', '--user', '--commands']) {
    expect(stdout).toContain(option);
  }
});

test('teams are written by name, and the lack of their limits is reported', async () => {
  const users = [
    { name: 'alice', key: 'CANARY-one', team: '研究' },
    { name: 'bob', key: 'CANARY-two', team: '研究' },
    { name: 'carol', key: 'CANARY-three' },
  ];
  const lines = `RESOURCE_NAME=MyRes\nDEPLOY_NAME_GPT4=four\nCHIT_USERS=${encode(users)}\n`;
  const { stdout, stderr, code } = await move.migrate([await move.write('.env', lines)]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(await config()).toMatchObject({
    teams: [{ name: '研究' }],
    users: [{ team: '研究' }, { team: '研究' }, {}],
  });
  const report = 'The teams have no limits here: CHIT_USERS names them only.';
  expect(stdout).toContain(report);
  expect(await move.stackFile()).toContain(`# ${report}`);
});
