import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodedUsersLength, encodeUsers } from '../../../infra/bindings/user-codec.ts';
import { bindingPlaceholders } from '../../../infra/bindings/user-bindings.ts';

const name = fc.string({ unit: 'grapheme', minLength: 1 });
const key = fc.stringMatching(/^[!-~]{1,60}$/);
const users = fc.array(fc.record({ name, key }));

/** As the Worker reads it: bytes, not `atob`'s characters. */
function decode(text: string): unknown {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

test('users with names in any script come back as they were', () => {
  fc.assert(
    fc.property(users, (list) => {
      expect(decode(encodeUsers(list))).toEqual(list);
    }),
  );
});

test('the length of the text is known without the text', () => {
  fc.assert(
    fc.property(users, (list) => {
      expect(encodedUsersLength(list)).toBe(encodeUsers(list).length);
    }),
  );
});

test('the text is base64 of UTF-8', () => {
  expect(encodeUsers([{ name: '王芳', key: 'sk-1' }])).toBe(
    'W3sibmFtZSI6IueOi+iKsyIsImtleSI6InNrLTEifV0=',
  );
});

const HASH = 'a'.repeat(64);

test('each key is an entry, and the stand-in for a random one is as long as the key', () => {
  const keys = [
    { kind: 'random', generation: 1 },
    { kind: 'given', key: 'k' },
    { kind: 'hashed', sha256: HASH },
  ] as const;
  expect(bindingPlaceholders({ name: 'a', keys })).toEqual([
    { name: 'a', key: `sk-${'0'.repeat(48)}` },
    { name: 'a', key: 'k' },
    { name: 'a', sha256: HASH },
  ]);
});

test("all members of a user that are not the Worker's default are written", () => {
  const keys = [{ kind: 'given', key: 'k' }] as const;
  const facts = { accountData: true, models: ['gpt-4'], expires: 1, disabled: true };
  expect(bindingPlaceholders({ name: 'a', keys, ...facts })).toEqual([
    { name: 'a', key: 'k', ...facts },
  ]);
  const defaults = { accountData: false, disabled: false };
  expect(bindingPlaceholders({ name: 'a', keys, ...defaults })).toEqual([{ name: 'a', key: 'k' }]);
});
