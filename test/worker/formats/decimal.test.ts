import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDecimal, toDollars } from '../../../worker/formats/decimal.ts';

test.each([
  [0, 6, '0'],
  [75_000, 6, '0.075'],
  [4_500_000, 6, '4.5'],
  [40_000_000_001, 12, '0.040000000001'],
  [7, 0, '7'],
])('%i with %i digits', (units, digits, text) => {
  expect(toDecimal(units, digits)).toBe(text);
});

test('nano-dollars as dollars', () => {
  expect(toDollars(20_500_000_001)).toBe('20.500000001');
  expect(toDollars(Number.MAX_SAFE_INTEGER)).toBe('9007199.254740991');
});

test('nothing is lost', () => {
  const digits = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(fc.maxSafeNat(), digits, (units, places) => {
      const [whole = '', fraction = ''] = toDecimal(units, places).split('.');
      expect(BigInt(whole + fraction.padEnd(places, '0'))).toBe(BigInt(units));
      expect(fraction).not.toMatch(/0$/);
    }),
  );
});
