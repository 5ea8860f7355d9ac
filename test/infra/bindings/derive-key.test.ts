import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveKey } from '../../../infra/bindings/derive-key.ts';

const SEED = 's'.repeat(64);

// Computed apart, with Python's hmac. Users have such keys: they must never change.
test.each([
  [SEED, 'alice', 1, 'niR0BFffKGO7SJ3uvzomu04tjrd7ArYx6jXMrqQdMiD6ztA1'],
  [SEED, 'alice', 2, 'zzrS5iw2yVs2KX3IRwIPl141ARdvrgW0Gz0UJicJBqN1mkJg'],
  [SEED, '王芳', 1, '6ejIhnD6CvysDdpna41bW5fGXUmSpulDN35mpI0sI5wGE3z1'],
  ['t'.repeat(64), 'alice', 1, 'UgvKLSwkQgS8KOFx4bgFx5YZdrrIDEQQo71s2eaD7puc3LJQ'],
])('the key of %s, %s, %i', (seed, name, generation, key) => {
  expect(deriveKey(seed, name, generation)).toBe(key);
});

test('a key is 48 letters and digits, whatever the name', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 64 });
  fc.assert(
    fc.property(names, fc.integer({ min: 1 }), (name, generation) => {
      expect(deriveKey(SEED, name, generation)).toMatch(/^[A-Za-z0-9]{48}$/);
    }),
  );
});

test('a name and a generation that look like another pair give another key', () => {
  const pairs: readonly [string, number][] = [
    ['a', 1],
    ['a', 11],
    ['a",1', 1],
    ['a"', 1],
    ['A', 1],
    ['a1', 1],
  ];
  expect(new Set(pairs.map(([name, generation]) => deriveKey(SEED, name, generation))).size).toBe(
    pairs.length,
  );
});

test('no character is more likely than another', () => {
  const counts = new Map<string, number>();
  const keys = Array.from({ length: 2000 }, (_, index) => deriveKey(SEED, `user ${index}`, 1));
  for (const character of keys.join('')) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  // 96,000 characters, 1,548 of each. The deviation is 39; bytes modulo 62 without skipping would
  // give the first eight 1,875.
  expect(counts.size).toBe(62);
  expect(Math.max(...counts.values())).toBeLessThan(1548 + 6 * 39);
  expect(Math.min(...counts.values())).toBeGreaterThan(1548 - 6 * 39);
});
