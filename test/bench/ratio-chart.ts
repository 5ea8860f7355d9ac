// The picture of the ratios: a bar to each row's median, a thin line from its least to its
// greatest round, and its goal. Pure.
import type { Result } from './result.ts';
import { box, line, linear, picture, text, ticks } from './svg.ts';

const WIDTH = 760;
const LEFT = 190;
const RIGHT = 60;
const TOP = 62;
const ROW = 26;

const CAPTION =
  'Bar: median of the rounds, orange where over goal. Thin line: least to greatest. Red mark: goal.';

export function drawRatios(results: readonly Result[]): string {
  const rows = results.filter(({ unit }) => unit === 'ratio');
  const values = rows.flatMap(({ figure, bound }) => [figure.max, bound?.goal ?? 0]);
  const most = 1.05 * Math.max(1, ...values);
  const x = linear(most, LEFT, WIDTH - RIGHT);
  const bottom = TOP + rows.length * ROW;
  const axis = ticks(most).flatMap((tick) => [
    line(tick === 1 ? 'axis' : 'grid', x(tick), TOP, x(tick), bottom),
    text(x(tick), bottom + 18, String(tick), 'middle'),
  ]);
  const bars = rows.flatMap(({ name, figure, bound, verdict }, index) => {
    const y = TOP + index * ROW;
    const middle = y + ROW / 2;
    return [
      text(LEFT - 8, middle + 4, name, 'end'),
      box(verdict === 'pass' ? 'second' : 'first', x(0), y + 6, x(figure.median) - x(0), ROW - 12),
      line('whisker', x(figure.min), middle, x(figure.max), middle),
      ...(bound === undefined ? [] : drawGoal(x(bound.goal), y)),
      text(WIDTH - 12, middle + 4, figure.median.toFixed(2), 'end'),
    ];
  });
  return picture(WIDTH, bottom + 32, 'The gateway against its baseline, which is 1', [
    text(16, 46, CAPTION),
    ...axis,
    ...bars,
  ]);
}

/** With an edge, so that it shows on a bar of any colour. */
function drawGoal(x: number, y: number): readonly string[] {
  return ['edge', 'goal'].map((kind) => line(kind, x, y + 2, x, y + ROW - 2));
}
