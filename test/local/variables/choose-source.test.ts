// Which of stack, environment and .env decides what `npm start` runs.
import { expect, test } from 'vitest';
import { chooseSource } from '../../../local/variables/choose-source.ts';
import { parseEnvFile } from '../../../local/variables/env-file.ts';

const SEED = { RESOURCE_NAME: 'CANARY', AZURE_AUTHKEY: 'CANARY' };

function choose(stack: string | undefined, env: NodeJS.ProcessEnv, file?: string) {
  return chooseSource(stack, env, file === undefined ? undefined : parseEnvFile(file));
}

test.each([
  ['nothing', {}, undefined],
  ['variables of other programs', { PORT: '1', MODELS: 'x', BACKENDS: 'y' }, 'PORT=1\nOTHER=x'],
  ['empty ones', { RESOURCE_NAME: '' }, 'AZURE_AUTHKEY='],
])('with %s, it is the stack dev, and nothing is said', (_, env, file) => {
  expect(choose(undefined, env, file)).toEqual({
    source: { kind: 'stack', stack: 'dev' },
    azure: undefined,
    notes: [],
  });
});

test('a stack that was named wins over both', () => {
  const { source, notes } = choose('team', { ...SEED }, 'BACKENDS=[]\nRESOURCE_NAME : x');
  expect(source).toEqual({ kind: 'stack', stack: 'team' });
  expect(notes).toEqual([
    expect.stringContaining('--stack names a stack: RESOURCE_NAME, AZURE_AUTHKEY, BACKENDS.'),
  ]);
  expect(notes.join()).not.toContain('CANARY');
});

test("the stack's own variables in .env are used, as in the container", () => {
  expect(choose(undefined, {}, 'BACKENDS=[]\nMODELS=[]\nRESOURCE_NAME=').source).toEqual({
    kind: 'variables',
    values: { BACKENDS: '[]', MODELS: '[]' },
  });
});

test.each([
  [SEED, 'AZURE_AUTHKEY : x', '.env: line 1 does not set AZURE_AUTHKEY'],
  [{}, 'RESOURCE_NAME : x', '.env: line 1 does not set RESOURCE_NAME'],
  [{ RESOURCE_NAME: 'x' }, '', 'AZURE_AUTHKEY is missing'],
  [SEED, 'DEPLOY_NAME_GPT4="CANARY"', 'DEPLOY_NAME_GPT4 has quotes around its value, which docker'],
  [SEED, 'AZURE_ORIGIN=CANARY', 'AZURE_ORIGIN takes an address'],
])('%j and %j are refused with what is wrong', (env, file, fault) => {
  expect(() => choose(undefined, env, file)).toThrow(fault);
  expect(() => choose(undefined, env, file)).not.toThrow('CANARY');
});
