import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, quantile, spread } from './statistics.ts';

test.each([
  [[3], 3],
  [[3, 1], 2],
  [[10, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (numbers, expected) => {
  expect(median(numbers)).toBe(expected);
});

test('the median of no values is NaN', () => {
  expect(median([])).toBeNaN();
});

test('a spread is in order, whatever the order of its numbers, which it leaves alone', () => {
  const numbers = fc.array(
    fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e300, min: 0 }),
    {
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(numbers, (values) => {
      const copy = [...values];
      const { min, median: middle, max } = spread(values);
      expect(values).toEqual(copy);
      expect(min).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(max);
    }),
  );
});

test.each([
  [[5], 0.95, 5],
  [[4, 1, 3, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.95, 4],
  [[4, 1, 3, 2], 0, 1],
])('of %j, the share %d is at most %d', (numbers, share, expected) => {
  expect(quantile(numbers, share)).toBe(expected);
});
