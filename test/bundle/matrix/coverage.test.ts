import { expect, test } from 'vitest';
import { OPERATIONS } from '../../../worker/operations/table.ts';
import { FAULTS } from './fault.ts';
import { makeCells } from './matrix.ts';
import { USES } from './use.ts';

test('the matrix has every method of every operation', () => {
  const requested = new Set(
    USES.map(({ operation, request }) => `${request.method} ${operation.path}`),
  );
  const rows = OPERATIONS.flatMap(({ methods, path }) => methods.map((each) => `${each} ${path}`));
  expect([...requested].toSorted()).toEqual([...new Set(rows)].toSorted());
});

test('every fault of the matrix meets an operation', () => {
  const met = new Set(USES.flatMap(makeCells).map(({ fault }) => fault));
  expect(FAULTS.filter((fault) => !met.has(fault))).toEqual([]);
});
