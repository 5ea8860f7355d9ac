import { expect, test } from 'vitest';
import { judge, type Result } from './result.ts';
import { spread } from '../measure/statistics.ts';
import { formatFigure, formatMarkdown, formatTable } from './table.ts';

const BURST: Result = {
  name: 'burst',
  what: 'stream in one burst',
  unit: 'ratio',
  bound: { goal: 1.25, limit: 1.5 },
  sideUnit: 'ms',
  baseline: spread([1, 1.25, 2]),
  gateway: spread([10.5]),
  figure: spread([1.1, 1.304, 1.45]),
  verdict: 'over goal',
  rounds: undefined,
};
const FIRST_BYTE: Result = {
  ...BURST,
  name: 'first-byte',
  what: 'time added',
  unit: 'ms',
  bound: { goal: 1 },
  figure: spread([-0.2, 0.3, 0.4]),
  verdict: 'pass',
};
const BUNDLE: Result = {
  ...BURST,
  name: 'bundle',
  what: 'file size',
  unit: 'bytes',
  bound: { goal: 40960, limit: 40960 },
  baseline: undefined,
  gateway: undefined,
  figure: spread([20671]),
  verdict: 'pass',
};

test('words are lined up on the left, numbers on the right', () => {
  expect(`\n${formatTable([BURST, FIRST_BYTE, BUNDLE])}\n`).toBe(`
workload    what                 baseline    gateway       min    median       max  goal                     verdict
burst       stream in one burst  1.250 ms  10.500 ms      1.10      1.30      1.45  1.25 (limit 1.50)        over goal
first-byte  time added           1.250 ms  10.500 ms  -0.20 ms  +0.30 ms  +0.40 ms  +1.00 ms                 pass
bundle      file size                   -          -   20671 B   20671 B   20671 B  40960 B (limit 40960 B)  pass
`);
});

test.each([
  ['ms/MiB', '12.50 ms/MiB'],
  ['MiB', '12.50 MiB'],
  ['ms', '+12.50 ms'],
  ['KiB', '+12.50 KiB'],
] as const)('a figure in %s is written as %s: only a difference has a sign', (unit, text) => {
  expect(formatFigure(12.5, unit)).toBe(text);
});

const MEMORY: Result = {
  ...BURST,
  name: 'memory',
  what: 'growth',
  bound: undefined,
  sideUnit: 'times',
  baseline: spread([1.1]),
  gateway: spread([1.2]),
  figure: spread([1.09]),
  verdict: undefined,
};

test('rows that are never judged have no columns of judgement', () => {
  expect(`\n${formatTable([MEMORY])}\n`).toBe(`
workload  what    baseline  gateway   min  median   max
memory    growth   × 1.100  × 1.200  1.09    1.09  1.09
`);
  expect(`\n${formatMarkdown([MEMORY])}\n`).toBe(`
| workload | what | baseline | gateway | min | median | max |
| --- | --- | --: | --: | --: | --: | --: |
| \`memory\` | growth | × 1.100 | × 1.200 | 1.09 | 1.09 | 1.09 |
`);
});

test.each([
  [1.25, { goal: 1.25, limit: 1.5 }, 'pass'],
  [1.26, { goal: 1.25, limit: 1.5 }, 'over goal'],
  [1.51, { goal: 1.25, limit: 1.5 }, 'FAIL'],
  [9, { goal: 1.25 }, 'over goal'],
  [NaN, { goal: 1.25, limit: 1.5 }, 'FAIL'],
] as const)('a figure of %d against %j is judged: %s', (figure, bound, verdict) => {
  expect(judge(figure, bound)).toBe(verdict);
});
