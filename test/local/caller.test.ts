// Whose key `npm start` shows, and for which model.
import { expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { chooseCaller } from '../../local/caller.ts';
import type { UserBinding } from '../../worker/contract/env.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MODELS = [
  { id: 'text-embedding-3-small' },
  { id: 'gpt-5.4-mini', aliases: ['mini'] },
  { id: 'gpt-5.4' },
  { id: 'gpt-5.3-codex' },
  { id: 'gpt-image-2' },
  { id: 'whisper-1', model: null },
];

/** The choice among users whose keys are their names. */
function choose(...users: readonly Omit<UserBinding, 'key'>[]) {
  const caller = chooseAmong(users);
  return caller && [caller.name, caller.example?.model];
}

function chooseAmong(users: readonly Omit<UserBinding, 'key'>[]) {
  const bindings = {
    MODELS: JSON.stringify(MODELS),
    BACKENDS: '[{"name":"a","endpoint":"https://a.openai.azure.com"}]',
    BACKEND_KEYS: '{"a":"key"}',
    CHIT_USERS: encodeUsers(
      users.map((user) => (user.sha256 === undefined ? { ...user, key: user.name } : user)),
    ),
  };
  const script = {
    contentFile: '',
    mainModule: '',
    compatibilityDate: '',
    compatibilityFlags: [],
    bindings: Object.entries(bindings).map(([name, text]) => ({ name, text })),
  };
  const known = users.filter(({ sha256 }) => sha256 === undefined);
  return chooseCaller({ script, users: known.map(({ name }) => ({ name, key: name })) }, NOW);
}

const expired = { name: 'expired', expires: NOW / 1000 };
const disabled = { name: 'disabled', disabled: true };
const embedder = { name: 'embedder', models: ['text-embedding-3-small'] };

test('the first user, with the first chat model', () => {
  expect(choose({ name: 'a' }, { name: 'b' })).toEqual(['a', 'gpt-5.4-mini']);
});

test('never a user who is disabled, has expired or may not use any model', () => {
  const late = { name: 'late', expires: NOW / 1000 + 1 };
  expect(choose(disabled, expired, { name: 'none', models: [] }, late)).toEqual([
    'late',
    'gpt-5.4-mini',
  ]);
});

test('a model that the user may use', () => {
  expect(choose(disabled, { name: 'a', models: ['gpt-5.4'] })).toEqual(['a', 'gpt-5.4']);
});

test('a user with a chat model first, otherwise one without', () => {
  expect(choose(embedder, { name: 'a', models: ['gpt-5.4'] })).toEqual(['a', 'gpt-5.4']);
  expect(choose(disabled, embedder)).toEqual(['embedder', 'text-embedding-3-small']);
});

test.each([
  ['chat', ['text-embedding-3-small', 'gpt-5.3-codex', 'gpt-5.4']],
  // Azure serves it on the Responses API only.
  ['responses', ['text-embedding-3-small', 'gpt-5.3-codex']],
  ['embeddings', ['gpt-image-2', 'text-embedding-3-small']],
  [undefined, ['gpt-image-2', 'whisper-1']],
])('the operation %s for the models %j', (operation, models) => {
  expect(chooseAmong([{ name: 'a', models }])?.example?.operation).toBe(operation);
});

test('a user with a chat model, then one with another example', () => {
  const painter = { name: 'painter', models: ['gpt-image-2'] };
  const coder = { name: 'coder', models: ['gpt-5.3-codex'] };
  expect(choose(painter, coder)).toEqual(['coder', 'gpt-5.3-codex']);
  expect(choose(painter, coder, { name: 'a' })).toEqual(['a', 'gpt-5.4-mini']);
  expect(choose(painter)).toEqual(['painter', undefined]);
});

test('undefined when no key works or is known', () => {
  expect(choose(disabled, expired)).toBeUndefined();
  expect(choose({ name: 'hashed', sha256: '0'.repeat(64) })).toBeUndefined();
});
