import { test } from 'vitest';
import { compareSums } from './exact-sums.ts';

test("500 requests: Azure's bill, /me, /admin/usage and the log agree", () => compareSums(500));
