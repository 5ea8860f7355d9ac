import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchFor } from '../../../worker/formats/byte-search.ts';
import { encode } from '../../../worker/formats/bytes.ts';

/** Few letters, so that patterns repeat themselves. */
const letters = (length: number) =>
  fc
    .array(fc.constantFrom('a', 'b', '-'), { minLength: 1, maxLength: length })
    .map((all) => all.join(''));

test('finds what indexOf finds, in any text', () => {
  fc.assert(
    fc.property(letters(8), letters(400), fc.nat(20), (pattern, text, from) => {
      expect(searchFor(encode(pattern))(encode(text), from)).toBe(text.indexOf(pattern, from));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['a'.repeat(70), 'a'.repeat(69) + 'b'],
  [`--${'a'.repeat(68)}`, 'a'],
  ['-'.repeat(72), `${'-'.repeat(71)}x`],
  [`${'a'.repeat(35)}b${'a'.repeat(34)}`, 'a'],
])('and after a long text that is made to be compared: %s', (pattern, repeated) => {
  const text = `${repeated.repeat(20_000)}${pattern}`;
  expect(searchFor(encode(pattern))(encode(text))).toBe(text.indexOf(pattern));
});
