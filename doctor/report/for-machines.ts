// The report for programs and for GitHub's job summaries.
import type { Line } from '../check.ts';
import { MARKS } from './text.ts';

/** Whether nothing failed. */
export function isSound(lines: readonly Line[]): boolean {
  return lines.every(({ status }) => status !== 'failed');
}

/** One JSON object. */
export function toJson(lines: readonly Line[]): string {
  const shown = lines.map((line) => ({ ...line, isTransient: undefined }));
  return JSON.stringify({ ok: isSound(lines), lines: shown });
}

/** A table has no colours, so what needs a look has a picture. */
const TABLE_MARKS = { ...MARKS, warning: '⚠️', failed: '❌' };

/** A table in Markdown. */
export function toMarkdown(lines: readonly Line[]): string {
  const rows = lines.map(({ status, title, found, details = [], advice = '' }) =>
    toRow([
      TABLE_MARKS[status],
      title,
      [found, ...details].map(escape).join('<br>'),
      escape(advice),
    ]),
  );
  return [toRow(['', 'line', 'found', 'what to do']), toRow(['-', '-', '-', '-']), ...rows].join(
    '\n',
  );
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Texts of others may have anything in them. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\|`*_[\]]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, ' ');
}
