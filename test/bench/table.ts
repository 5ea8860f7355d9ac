// Owns: results as a table of text.
import type { Result, Unit } from './result.ts';
import type { Spread } from './statistics.ts';

const HEAD = ['workload', 'what', 'baseline', 'gateway', 'min', 'median', 'max', 'goal', 'verdict'];
/** Columns of words; all others hold numbers, which end below each other. */
const WORDS = new Set(['workload', 'what', 'goal', 'verdict']);

/** One line for each result below a line of headings; CPU and time in ms per request, as medians. */
export function formatTable(results: readonly Result[]): string {
  const rows = [HEAD, ...results.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return WORDS.has(HEAD[column] ?? '') ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function cells({ name, what, unit, bound, baselineMs, gatewayMs, figure, verdict }: Result) {
  const limit = bound.limit === undefined ? '' : ` (limit ${formatBound(bound.limit, unit)})`;
  return [
    name,
    what,
    formatMs(baselineMs),
    formatMs(gatewayMs),
    formatFigure(figure.min, unit),
    formatFigure(figure.median, unit),
    formatFigure(figure.max, unit),
    `${formatBound(bound.goal, unit)}${limit}`,
    verdict,
  ];
}

function formatMs(spread: Spread | undefined): string {
  return spread === undefined ? '-' : `${spread.median.toFixed(3)} ms`;
}

function formatFigure(figure: number, unit: Unit): string {
  switch (unit) {
    case 'ratio':
      return figure.toFixed(2);
    case 'ms':
      return `${figure < 0 ? '' : '+'}${figure.toFixed(2)} ms`;
    case 'bytes':
      return `${figure} B`;
  }
}

function formatBound(bound: number, unit: Unit): string {
  return unit === 'bytes' ? `${bound} B` : formatFigure(bound, unit);
}
