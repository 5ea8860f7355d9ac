// The command that `npm start` prints is pasted into a shell, and its text is shown by a terminal.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { describeUse } from '../../local/describe.ts';

const URL = 'http://127.0.0.1:8787/v1';
const MODEL = 'gpt-5.4-mini';

function describe(name: string, key: string): string {
  const bindings = {
    MODELS: JSON.stringify([{ id: MODEL }]),
    BACKENDS: '[{"name":"a","endpoint":"https://a.openai.azure.com"}]',
    BACKEND_KEYS: '{"a":"key"}',
    CHIT_USERS: encodeUsers([{ name, key }]),
  };
  const script = {
    contentFile: '',
    mainModule: '',
    compatibilityDate: '',
    compatibilityFlags: [],
    bindings: Object.entries(bindings).map(([binding, text]) => ({ name: binding, text })),
  };
  const models = [MODEL];
  const plan = { script, leftOut: [], accounts: [], models, users: [{ name, key }], urns: [] };
  return describeUse(URL, plan, 'the stand-in', 'npm start');
}

test.each([
  "sk-0123456789';echo${IFS}run;'",
  'sk-`echo run`$(echo run)',
  String.raw`sk-\'"\\`,
  'sk-plain',
])('the printed command sends the key %s as it is, and runs nothing', (key) => {
  const text = describe('alice', key);
  const command = text.slice(text.indexOf('\ncurl '), text.indexOf('\nPress '));
  const shell = `curl() { printf '%s\\0' "$@"; }${command}`;
  const shown = execFileSync('sh', ['-c', shell], { encoding: 'utf8' }).split('\0');
  expect(shown.slice(0, 3)).toEqual([
    `${URL}/chat/completions`,
    '-H',
    `Authorization: Bearer ${key}`,
  ]);
  expect(JSON.parse(shown.at(-2) ?? '')).toMatchObject({ model: MODEL });
});

test('a name with escape sequences does nothing to the terminal', () => {
  expect(describe('\u001b]0;title\u0007alice', 'sk-plain')).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f]/,
  );
});
