import { expect, test } from 'vitest';
import { drawRatios } from './ratio-chart.ts';
import type { Result } from './result.ts';
import { spread } from './statistics.ts';
import { linear, ticks } from './svg.ts';
import { drawGaps, drawWords } from './word-charts.ts';
import { elementsOf } from './xml.ts';

const ROW: Result = {
  name: 'a<b & "c"',
  what: '',
  unit: 'ratio',
  bound: { goal: 1.25 },
  sideUnit: 'ms',
  baseline: undefined,
  gateway: undefined,
  figure: spread([1.1, 1.2, 1.4]),
  verdict: 'pass',
  rounds: undefined,
};
const WORDS = [
  { mode: 'off', arrivedMs: [0, 0, 500] },
  { mode: 'smooth', arrivedMs: [0, 250, 500] },
] as const;

test.each([
  [1.47, [0, 0.5, 1]],
  [4, [0, 1, 2, 3, 4]],
  [6.24, [0, 2, 4, 6]],
  [250, [0, 50, 100, 150, 200, 250]],
])('an axis up to %d has round ticks', (most, expected) => {
  expect(ticks(most)).toEqual(expected);
});

test('a scale maps 0 and its greatest value to its ends, whichever way it runs', () => {
  const down = linear(10, 300, 100);
  expect([down(0), down(5), down(10)]).toEqual([300, 200, 100]);
});

test('each ratio has a bar, a thin line and its goal; rows of other units are left out', () => {
  const drawn = elementsOf(drawRatios([ROW, { ...ROW, unit: 'bytes', figure: spread([40960]) }]));
  const kinds = drawn.map(({ attributes }) => attributes['class']);
  expect(kinds.filter((kind) => kind === 'second')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'whisker')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'goal')).toHaveLength(1);
});

test('a row over its goal has the other colour', () => {
  const drawn = elementsOf(drawRatios([{ ...ROW, verdict: 'over goal' }]));
  expect(drawn.some(({ attributes }) => attributes['class'] === 'first')).toBe(true);
});

test('each stream of words is a curve, and each gap a dot', () => {
  const curves = elementsOf(drawWords(WORDS)).filter(({ name }) => name === 'path');
  expect(curves.map(({ attributes }) => attributes['class'])).toEqual(['first', 'second']);
  const dots = elementsOf(drawGaps(WORDS)).filter(({ name }) => name === 'circle');
  expect(dots.map(({ attributes }) => attributes['class'])).toEqual([
    'first',
    'first',
    'second',
    'second',
  ]);
});

test('what is no XML is found', () => {
  expect(() => elementsOf('<a><b></a>')).toThrow('</a> closes <b>');
  expect(() => elementsOf('<a>')).toThrow('<a> is not closed');
  expect(() => elementsOf('<a>1 < 2</a>')).toThrow('"<"');
  expect(() => elementsOf('<a>R&D</a>')).toThrow('"R&D"');
  expect(() => elementsOf('<a b=1/>')).toThrow('" b=1"');
  expect(() => elementsOf('<a/><b/>')).toThrow('2 roots');
});
