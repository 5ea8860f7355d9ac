// Stack files whose settings do not reach the program.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { explainMisplaced } from '../../infra/misplaced-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'misplaced-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function explain(yaml: string | undefined, values: Readonly<Record<string, string>> = {}) {
  if (yaml !== undefined) await writeFile(join(folder, 'Pulumi.team.yaml'), yaml);
  return explainMisplaced({ project: 'mine', stack: 'team', values, folder });
}

const MODELS = 'models: [{ name: gpt-5.4-mini }]';

test.each([
  ['an empty file', '', 'Pulumi.team.yaml is empty. Copy `config:`'],
  ['a comment alone', '# models\n', 'Pulumi.team.yaml has no settings. Copy `config:`'],
  [
    'what `pulumi stack init` writes',
    'encryptionsalt: v1:x\n',
    'Pulumi.team.yaml has no settings.',
  ],
  ['an empty config', 'config:\n', 'Pulumi.team.yaml has no settings.'],
  [
    'no config',
    `${MODELS}\nmine:users: []\n`,
    'outside of `config:`, which Pulumi does not read: models, mine:users.',
  ],
  ['a config without its indent', `config:\n${MODELS}\n`, 'outside of `config:`'],
])('%s is named as the cause', async (_, yaml, cause) => {
  expect(await explain(yaml)).toContain(cause);
});

test('keys of another project are named, with how to write them here', async () => {
  const keys = ['mine:tags', 'old:models', 'old:users', 'azure-native:location', 'aws:region'];
  const values = Object.fromEntries(keys.map((key) => [key, 'x']));
  for (const more of [{}, { 'mine:models': '[1]' }]) {
    expect(await explain(undefined, { ...values, ...more })).toBe(
      'Pulumi.team.yaml has settings of another project: old:models, old:users. This project is called "mine" (`name` in Pulumi.yaml). Write mine:models, or models alone.',
    );
  }
});

test.each([
  ['settings in their place', `config:\n  ${MODELS}\n`],
  ['no file', undefined],
  ['a file that is not YAML', 'config: ['],
])('%s: the faults of the settings say the rest', async (_, yaml) => {
  const values = { 'mine:models': '[1]', 'mine:users': '[]', 'cloudflare:accountId': 'x' };
  expect(await explain(yaml, values)).toBeUndefined();
});
