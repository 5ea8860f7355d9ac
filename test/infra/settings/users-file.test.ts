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

  test('may begin with a byte order mark, and must be UTF-8', async () => {
    expect(await read('\u{FEFF}- name: 王芳')).toEqual({ name: FILE, users: [{ name: '王芳' }] });
    for (const bytes of [
      Buffer.from('\u{FEFF}- name: a', 'utf16le'),
      Buffer.from('- name: é', 'latin1'),
    ]) {
      await writeFile(join(folder, FILE), bytes);
      expect(readUsersFile(folder, 'dev')).toEqual({
        name: FILE,
        unreadable: 'not UTF-8; save the file with this encoding',
      });
    }
  });

  test.each([
    [
      'many uses of an anchor',
      ['a', 'b', 'c', 'd'].reduce(
        (text, name, index, all) =>
          `${text}- &${name} [${Array(9)
            .fill(index === 0 ? 'x' : `*${all[index - 1] ?? ''}`)
            .join(', ')}]\n`,
        '',
      ),
      'an anchor (`&name`) is used too often (`*name`); write the values out',
    ],
    [
      'an anchor that is not there',
      `- name: *${KEY}`,
      'an alias (`*name`) comes before its anchor (`&name`), or has none',
    ],
  ])('has no %s', async (_, text, unreadable) => {
    expect(await read(text)).toEqual({ name: FILE, unreadable });
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
    for (const users of [[{ name: 'alice' }], [], '']) {
      const result = parseSettings(rawConfig({ users }, { usersFile }));
      expect(result.ok ? [] : result.faults.map(explain)).toEqual([
        `${FILE}: not valid YAML in line 2 (BAD_INDENT)`,
      ]);
    }
  });
});

test.each<readonly [string, unknown]>([
  ['a name', [{ name: KEY }]],
  ['a name that is there twice', [{ name: `x ${KEY}` }, { name: `x ${KEY}` }]],
  ['a model', [{ name: 'bob', models: [KEY] }]],
  ['the name of a member', [{ name: 'bob', [KEY]: true }]],
  ['an entry', [KEY]],
  ['a key that is an object', [{ name: 'bob', key: { [KEY]: KEY } }]],
  ['keys that are an object', [{ name: 'bob', keys: { [KEY]: KEY } }]],
  ['a date', [{ name: 'bob', expires: KEY }]],
  ['a hash', [{ name: 'bob', sha256: KEY }]],
])('a key in the place of %s is not shown', (_, users) => {
  const found = faults([{ name: 'alice' }], users);
  expect(found).not.toEqual([]);
  expect(found.join('\n')).not.toContain(KEY);
});

describe('a file that the last `up` had is missing', () => {
  function missing(stack: string, lastUsersFile: string | undefined) {
    const result = parseSettings(rawConfig({ users: '' }, { stack, lastUsersFile }));
    return result.ok ? [] : result.faults.map((fault) => explainFault(stack, fault));
  }
  const END =
    'If these users are to lose their keys, create an empty file of this name, run `npm run up`, and delete it then';

  test('from a checkout', () => {
    expect(missing('dev', FILE)).toEqual([
      `${FILE}: missing, and the last \`up\` had users from ${FILE}; restore it. ${END}`,
    ]);
  });

  test('since the stack has another name', () => {
    expect(missing('production', FILE)).toEqual([
      `users.production.yaml: missing, and the last \`up\` had users from ${FILE}; rename ${FILE} to it, or restore it. ${END}`,
    ]);
  });

  test('and an empty one says that there are no such users any more', () => {
    const more = { lastUsersFile: FILE, usersFile: { name: FILE, users: [] } };
    expect(parseSettings(rawConfig({}, more))).toMatchObject({ ok: true });
  });
});
