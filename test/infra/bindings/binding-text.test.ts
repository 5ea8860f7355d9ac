import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  MAX_BINDING_BYTES,
  joinPieces,
  pieceCount,
  pieceName,
  splitText,
} from '../../../infra/bindings/binding-text.ts';

// Long enough for several pieces, of characters of one to four bytes.
const longText = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.nat({ max: 800 }))
  .map(([text, count]) => text.repeat(count));

test('the pieces of a text are the text again, and none is too long', () => {
  fc.assert(
    fc.property(longText, (text) => {
      const pieces = splitText(text);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) {
        expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(MAX_BINDING_BYTES);
        expect(piece.isWellFormed()).toBe(text.isWellFormed());
      }
    }),
  );
});

test('an ASCII text has as many pieces as its length says', () => {
  fc.assert(
    fc.property(fc.nat({ max: 4 * MAX_BINDING_BYTES }), (length) => {
      expect(splitText('x'.repeat(length))).toHaveLength(pieceCount(length));
    }),
  );
});

test.each([
  [0, 1],
  [MAX_BINDING_BYTES, 1],
  [MAX_BINDING_BYTES + 1, 2],
  [2 * MAX_BINDING_BYTES, 2],
])('%i characters take %i bindings', (length, count) => {
  expect(pieceCount(length)).toBe(count);
});

test('a character is not cut, nor is a binding longer for it', () => {
  const start = 'x'.repeat(MAX_BINDING_BYTES - 3);
  expect(splitText(`${start}😀`)).toEqual([start, '😀']);
});

test('the first piece has the name, the next are numbered from 2', () => {
  expect([0, 1, 2].map((index) => pieceName('CHIT_USERS', index))).toEqual([
    'CHIT_USERS',
    'CHIT_USERS_2',
    'CHIT_USERS_3',
  ]);
});

test('the pieces of a long text are found by their names and joined in order', () => {
  const text = 'é'.repeat(9_000);
  const pieces = splitText(text).map((piece, index): [string, string] => [
    pieceName('BACKEND_KEYS', index),
    piece,
  ]);
  expect(pieces.length).toBeGreaterThan(3);
  expect(joinPieces('BACKEND_KEYS', new Map(pieces.toReversed()))).toBe(text);
  expect(joinPieces('BACKENDS', new Map(pieces))).toBe('');
});
