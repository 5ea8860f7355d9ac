import fc from 'fast-check';
import { expect, test } from 'vitest';
import { misspelled, nearest } from '../../../worker/contract/nearest.ts';

const KNOWN = ['capacity', 'aliases', 'apiVersion', 'azureLocation', 'key', 'name'];

test.each([
  ['capcity', 'capacity'],
  ['capasity', 'capacity'],
  ['capacitiy', 'capacity'],
  ['kye', 'key'],
  ['api-version', 'apiVersion'],
  ['API_VERSION', 'apiVersion'],
  ['alias', 'aliases'],
  ['location', 'azureLocation'],
  ['users[0].name', 'name'],
])('%s was meant to be %s', (word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected);
});

test.each(['', '-', 'temperature', 'ab', 'id'])('%j is near to nothing', (word) => {
  expect(nearest(word, KNOWN)).toBeUndefined();
});

test('one wrong letter is nearer than a word that contains it', () => {
  expect(nearest('parameter', ['adaptParameters', 'parameters'])).toBe('parameters');
});

test('a guess is one of the candidates, and a candidate is its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...KNOWN), (word, candidate) => {
      expect([undefined, ...KNOWN]).toContain(nearest(word, KNOWN));
      expect(nearest(candidate, KNOWN)).toBe(candidate);
    }),
  );
});

test('a slip has the same digits and few other letters', () => {
  const known = ['gpt-5.4-mini', 'gpt-5.4', 'eastus2', 'westus3', 'southafricanorth'];
  const slips = ['gpt-5.4-mni', 'GPT-5.4', 'estus2', 'southafrcanroth'];
  expect(slips.map((word) => misspelled(word, known))).toEqual([
    ...['gpt-5.4-mini', 'gpt-5.4', 'eastus2', 'southafricanorth'],
  ]);
  const others = ['gpt-5.5-mini', 'gpt-5.4-max', 'eastus3', 'eastus', ''];
  expect(others.flatMap((word) => misspelled(word, known) ?? [])).toEqual([]);
});

test('a slip of one or two letters is found wherever it is, in words of any length', () => {
  const word = fc.string({
    unit: fc.constantFrom(...Array.from('abcdefgh')),
    minLength: 9,
    maxLength: 40,
  });
  fc.assert(
    fc.property(word, fc.nat(), fc.nat(), fc.nat(3), (known, first, second, kind) => {
      const changed = [first, second].reduce((text, place) => {
        const at = place % text.length;
        const [before, letter = '', after] = [text.slice(0, at), text[at], text.slice(at + 1)];
        // Adds, drops, replaces, or swaps with the next one.
        if (kind === 0) return `${before}z${letter}${after}`;
        if (kind === 1) return before + after;
        if (kind === 2) return `${before}z${after}`;
        return before + after.slice(0, 1) + letter + after.slice(1);
      }, known);
      fc.pre(changed.length >= 9);
      expect(misspelled(changed, ['zzzzzzzzzzzzz', known])).toBe(known);
    }),
  );
});
