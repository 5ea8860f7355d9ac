import { test } from 'vitest';
import { compareSums } from '../bundle/budgets/exact-sums.ts';

test("10,000 requests: Azure's bill, /me, /admin/usage and the log agree", () =>
  compareSums(10_000));
