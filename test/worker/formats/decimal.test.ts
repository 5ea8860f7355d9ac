import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDecimal, toDollars } from '../../../worker/formats/decimal.ts';

test.each([
  [0, '0'],
  [1, '0.000000001'],
  [1_000_000_000, '1'],
  [20_500_000_000, '20.5'],
  [Number.MAX_SAFE_INTEGER, '9007199.254740991'],
])('%i nano-dollars are %s', (nano, dollars) => {
  expect(toDollars(nano)).toBe(dollars);
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
