import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodedUsersLength, encodeUsers } from '../../infra/user-codec.ts';
import { bindingPlaceholder } from '../../infra/user-key.ts';

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

test('the stand-in for a random key is as long as the key', () => {
  expect(bindingPlaceholder({ name: 'a' })).toEqual({ name: 'a', key: `sk-${'0'.repeat(48)}` });
  expect(bindingPlaceholder({ name: 'a', key: 'k' })).toEqual({ name: 'a', key: 'k' });
});

test('tells the Worker of a user for whom account data is open', () => {
  const user = { name: 'a', key: 'k', accountData: true };
  expect(bindingPlaceholder(user)).toEqual({ name: 'a', key: 'k', accountData: true });
  expect(bindingPlaceholder({ ...user, accountData: false })).toEqual({ name: 'a', key: 'k' });
});
