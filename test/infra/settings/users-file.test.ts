// The users of users.<stack>.yaml: where they go, and what is said about them.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { explainFault, type Fault } from '../../../infra/rules/settings-faults.ts';
import { readUsersFile } from '../../../infra/users-file.ts';
import { rawConfig } from '../raw-config.ts';

const FILE = 'users.dev.yaml';
const KEY = 'sk-0123456789abcdef';
const HASH = createHash('sha256').update(KEY).digest('hex');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'users-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(text: string) {
  await writeFile(join(folder, FILE), text);
  return readUsersFile(folder, 'dev');
}

describe('the file', () => {
  test('is not needed', () => {
    expect(readUsersFile(folder, 'dev')).toBeUndefined();
  });

  test.each(['', '# nobody yet\n', '[]'])('may be empty: %j', async (text) => {
    expect(await read(text)).toEqual({ name: FILE, users: [] });
  });

  test('is of its stack alone', async () => {
    await read('- name: alice');
    expect(readUsersFile(folder, 'team')).toBeUndefined();
  });

  test('is YAML, of which a fault shows nothing', async () => {
    expect(await read(`- name: alice\n  key: ${KEY}\n - name: bob`)).toEqual({
      name: FILE,
      unreadable: expect.stringMatching(/^not valid YAML in line \d \([A-Z_]+\)$/) as unknown,
    });
  });

  test('that cannot be read is a fault', async () => {
    await mkdir(join(folder, FILE));
    expect(readUsersFile(folder, 'dev')).toEqual({
      name: FILE,
      unreadable: 'cannot be read (EISDIR)',
    });
  });
});

function explain(fault: Fault): string {
  return explainFault('dev', fault);
}

function parsed(
  users: unknown,
  inFile: unknown,
  more: Omit<NonNullable<Parameters<typeof rawConfig>[1]>, 'usersFile'> = {},
) {
  return parseSettings(rawConfig({ users }, { ...more, usersFile: { name: FILE, users: inFile } }));
}

function faults(...args: Parameters<typeof parsed>): readonly string[] {
  const result = parsed(...args);
  return result.ok ? [] : result.faults.map(explain);
}

test('its users follow those of the stack file, in the order of names', () => {
  const result = parsed(
    [{ name: 'bob' }],
    [
      { name: 'carol', sha256: HASH },
      { name: 'alice', keys: [{ generation: 1 }, { generation: 2 }], expires: '2027-03-31' },
    ],
  );
  expect(result).toMatchObject({
    ok: true,
    warnings: [],
    settings: {
      users: [
        { name: 'alice', expires: Date.parse('2027-03-31') / 1000 },
        { name: 'bob' },
        { name: 'carol', keys: [{ kind: 'hashed', sha256: HASH }] },
      ],
    },
  });
});

test('may have all of the users, and none beside the stack file', () => {
  expect(parsed([], [{ name: 'alice' }])).toMatchObject({ ok: true });
  expect(parsed('', [{ name: 'alice' }])).toMatchObject({ ok: true });
  expect(parsed([{ name: 'alice' }], [])).toMatchObject({ ok: true });
  expect(faults([], [])).toEqual(['users: an empty list; expected a list of at least one user']);
});

describe('a fault names the file and the place in it', () => {
  const alice = { name: 'alice' };
  const notEncrypted =
    'a key, and this file is not encrypted; move the user to the stack file, or write the `sha256` of the key';

  test.each<readonly [string, unknown, readonly string[]]>([
    [
      'no list',
      { users: [alice] },
      [`${FILE}: not a list; expected a list of users, such as \`- name: alice\``],
    ],
    [
      'an entry without a name',
      [{}],
      [
        `${FILE}[0].name: missing; expected a name of up to 64 characters, without control characters`,
      ],
    ],
    [
      'a text for an entry',
      ['bob', alice],
      [
        `${FILE}[0]: a value not shown here; expected an entry with a name, such as \`- name: alice\``,
        `${FILE}[1].name: duplicate: "alice" is also the value of users[0].name`,
      ],
    ],
    [
      'a mistyped member',
      [{ name: 'bob', expire: '2027-01-01' }],
      [`${FILE}[0].expire: unknown key; did you mean "expires"?`],
    ],
    [
      'a name that the stack file has',
      [{ name: 'bob' }, alice],
      [`${FILE}[1].name: duplicate: "alice" is also the value of users[0].name`],
    ],
    [
      'a name that it has twice',
      [{ name: 'bob' }, { name: 'bob' }],
      [`${FILE}[1].name: duplicate: "bob" is also the value of ${FILE}[0].name`],
    ],
    [
      'an unknown model',
      [{ name: 'bob', models: ['gpt-5.4-mni'] }],
      [
        `${FILE}[0].models[0]: "gpt-5.4-mni"; expected the name or an alias of one of \`models\`; did you mean "gpt-5.4-mini"?`,
      ],
    ],
    [
      'two ways of a key',
      [{ name: 'bob', sha256: HASH, keys: [{ generation: 1 }] }],
      [
        `${FILE}[0].keys: cannot be combined with \`sha256\`; for several keys, use the list \`keys\``,
      ],
    ],
    ['a key', [{ name: 'bob', key: KEY }], [`${FILE}[0].key: ${notEncrypted}`]],
    ['an empty key', [{ name: 'bob', key: '' }], [`${FILE}[0].key: ${notEncrypted}`]],
    ['a key that is a number', [{ name: 'bob', key: 5 }], [`${FILE}[0].key: ${notEncrypted}`]],
    [
      'a key in the list of keys',
      [{ name: 'bob', keys: [{ generation: 1 }, { key: KEY }] }],
      [`${FILE}[0].keys[1].key: ${notEncrypted}`],
    ],
    [
      'an empty key in the list of keys',
      [{ name: 'bob', keys: [{ key: '' }] }],
      [
        `${FILE}[0].keys[0].key: empty; expected up to 256 letters, digits and punctuation marks, without spaces`,
      ],
    ],
  ])('%s', (_, inFile, expected) => {
    expect(faults([alice], inFile)).toEqual(expected);
  });

  test('also where keys of the stack file are encrypted', () => {
    const users = [{ name: 'alice', key: 'key-of-alice-0123456789' }];
    const secret = { secretKeys: new Set(['users']) };
    expect(faults(users, [{ name: 'bob' }], secret)).toEqual([]);
    expect(faults(users, [{ name: 'bob', key: KEY }], secret)).toEqual([
      `${FILE}[0].key: ${notEncrypted}`,
    ]);
  });

  test('and the stack file keeps its own places', () => {
    expect(faults([{ name: 'a', key: KEY }], [{ name: 'b' }])).toEqual([
      "users[0].key: plain-text key; encrypt it with `pulumi config set --stack dev --path 'users[0].key' --secret`",
    ]);
  });

  test('that cannot be read', () => {
    const usersFile = { name: FILE, unreadable: 'not valid YAML in line 2 (BAD_INDENT)' };
    const result = parseSettings(rawConfig({}, { usersFile }));
    expect(result.ok ? [] : result.faults.map(explain)).toEqual([
      `${FILE}: not valid YAML in line 2 (BAD_INDENT)`,
    ]);
  });
});
