// Writes a run's tables into docs/performance.md, between the page's markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../command-line/user-error.ts';
import { describeMachine, type Machine } from './machine.ts';
import { byFigure, type Result } from './result.ts';
import { formatFigure, formatMarkdown } from './table.ts';
import { gapsOf, spreadOfGaps, type WordTimes } from '../measure/word-gaps.ts';

/** All that a run found out. */
export interface Findings {
  readonly machine: Machine;
  /** How long the run took. */
  readonly seconds: number;
  readonly results: readonly Result[];
  readonly comparisons: readonly Result[];
  readonly words: readonly WordTimes[];
}

/** Below docs/. */
const PAGE = 'performance.md';

/** What is between the page's markers, by their names. */
const BLOCKS: Readonly<Record<string, (findings: Findings) => string>> = {
  machine: ({ machine, seconds }) => describeMachine(machine, seconds),
  workloads: ({ results }) => formatMarkdown(results),
  hostile: ({ results }) => listWorst(results),
  losses: ({ results }) => listLosses(results),
  comparisons: ({ comparisons }) => formatMarkdown(comparisons),
  words: ({ words }) => formatGaps(words),
};

/**
 * Writes the page anew.
 *
 * @param root of the repository
 */
export function writeReport(root: string, findings: Findings): void {
  const file = join(root, 'docs', PAGE);
  writeFileSync(file, fillPage(readFileSync(file, 'utf8'), findings));
}

/**
 * The page with new blocks.
 *
 * @throws UserError when a block's markers are missing
 */
export function fillPage(page: string, findings: Findings): string {
  return Object.entries(BLOCKS).reduce((text, [name, write]) => {
    const [begin, end] = [`<!-- ${name}: written by the benchmark -->`, `<!-- /${name} -->`];
    const from = text.indexOf(begin);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) {
      throw new UserError(`docs/${PAGE} has no "${begin}" with "${end}" below it: put them back.`);
    }
    return `${text.slice(0, from + begin.length)}\n\n${write(findings)}\n\n${text.slice(to)}`;
  }, page);
}

/** So many bodies are named on the page; the command prints all. */
const NAMED_BODIES = 8;

function listWorst(results: readonly Result[]): string {
  const bodies = byFigure(results.flatMap(({ worstOf = [] }) => worstOf));
  const named = bodies.slice(0, NAMED_BODIES).map(({ name, what, unit, figure }) => {
    return `\`${name}\` (${what}) ${formatFigure(figure.median, unit)}`;
  });
  return `The most expensive of ${bodies.length} hostile bodies: ${named.join(', ')}.`;
}

function listLosses(results: readonly Result[]): string {
  const lost = results.filter(({ verdict }) => verdict !== undefined && verdict !== 'pass');
  if (lost.length === 0) return 'In this run every row met its goal.';
  const missed = lost.map(({ name, unit, figure, bound }) => {
    const goal = bound === undefined ? '-' : formatFigure(bound.goal, unit);
    return `\`${name}\` ${formatFigure(figure.median, unit)} (goal ${goal})`;
  });
  return `In this run these rows missed their goals: ${missed.join(', ')}.`;
}

function formatGaps(words: readonly WordTimes[]): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const rows = words.map((stream) => {
    const { median, p99, longest, deviation } = spreadOfGaps(gapsOf(stream));
    const last = stream.arrivedMs.at(-1) ?? NaN;
    const cells = [ms(median), ms(p99), ms(longest), ms(deviation), ms(last)];
    return `| \`${stream.mode}\` | ${cells.join(' | ')} |`;
  });
  return [
    '| typewriter | median gap | 99 of 100 at most | longest | standard deviation | last word |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}
