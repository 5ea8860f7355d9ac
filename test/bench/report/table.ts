// Formats results as text tables for the terminal and for docs/performance.md.
import type { Result, Unit } from './result.ts';
import type { Spread } from '../measure/statistics.ts';

/** The headings. `words`: the column is left-aligned; columns of numbers are right-aligned. */
const COLUMNS = [
  { head: 'workload', words: true },
  { head: 'what', words: true },
  { head: 'baseline', words: false },
  { head: 'gateway', words: false },
  { head: 'min', words: false },
  { head: 'median', words: false },
  { head: 'max', words: false },
  { head: 'goal', words: true },
  { head: 'verdict', words: true },
] as const;

/** Those of rows that are never judged. */
const UNJUDGED = COLUMNS.slice(0, -2);

/** One line for each result below a line of headings; CPU and time in ms per request, as medians. */
export function formatTable(results: readonly Result[]): string {
  const columns = columnsOf(results);
  const rows = [columns.map(({ head }) => head), ...results.map(cells)];
  const widths = columns.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    columns
      .map(({ words }, column) => {
        const width = widths[column] ?? 0;
        const cell = row[column] ?? '';
        return words ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** The same as Markdown. */
export function formatMarkdown(results: readonly Result[]): string {
  const columns = columnsOf(results);
  const rows = [
    columns.map(({ head }) => head),
    columns.map(({ words }) => (words ? '---' : '--:')),
    ...results.map(cells).map(([name = '', ...rest]) => [`\`${name}\``, ...rest]),
  ];
  return rows.map((row) => `| ${row.slice(0, columns.length).join(' | ')} |`).join('\n');
}

function columnsOf(results: readonly Result[]) {
  return results.every(({ bound }) => bound === undefined) ? UNJUDGED : COLUMNS;
}

function cells(result: Result): readonly string[] {
  const { name, what, unit, bound, baseline, gateway, figure, verdict } = result;
  return [
    name,
    what,
    formatSide(result, baseline),
    formatSide(result, gateway),
    formatFigure(figure.min, unit),
    formatFigure(figure.median, unit),
    formatFigure(figure.max, unit),
    formatBound(bound, unit),
    verdict ?? '-',
  ];
}

function formatSide({ sideUnit }: Result, spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  const number = spread.median.toFixed(3);
  return sideUnit === 'times' ? `× ${number}` : `${number} ${sideUnit}`;
}

/** A row's figure with its unit. */
export function formatFigure(figure: number, unit: Unit): string {
  switch (unit) {
    case 'ratio':
      return figure.toFixed(2);
    case 'ms':
    case 'KiB':
      return `${figure < 0 ? '' : '+'}${figure.toFixed(2)} ${unit}`;
    case 'ms/MiB':
    case 'MiB':
      return `${figure.toFixed(2)} ${unit}`;
    case 'bytes':
      return `${figure} B`;
    case 'per second':
      return `${figure.toFixed(0)} /s`;
  }
}

function formatBound(bound: Result['bound'], unit: Unit): string {
  if (bound === undefined) return '-';
  const limit = bound.limit === undefined ? '' : ` (limit ${formatFigure(bound.limit, unit)})`;
  return `${formatFigure(bound.goal, unit)}${limit}`;
}
