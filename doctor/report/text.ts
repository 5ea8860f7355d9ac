// Lines for a terminal.
import type { Line } from '../check.ts';
import type { Status } from '../finding.ts';

export const MARKS: Readonly<Record<Status, string>> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  skipped: '–',
};

/** https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const COLOURS: Readonly<Record<Status, number>> = { ok: 32, warning: 33, failed: 31, skipped: 90 };

/** Whether the output may have colours: https://no-color.org */
export function mayColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  return isTerminal && !env['NO_COLOR'];
}

export function showLine(line: Line, inColour: boolean): string {
  const { status, title, found, details = [], advice } = line;
  const mark = inColour ? `\u001B[${COLOURS[status]}m${MARKS[status]}\u001B[0m` : MARKS[status];
  return [
    `${mark} ${title}: ${found}`,
    ...details.map((each) => `    ${each}`),
    ...(advice === undefined ? [] : [`  → ${advice}`]),
  ].join('\n');
}

/** The last line of the report. */
export function showSum(lines: readonly Line[]): string {
  const count = (status: Status) => lines.filter((line) => line.status === status).length;
  const [failures, warnings, skipped] = [count('failed'), count('warning'), count('skipped')];
  const parts = [
    ...(failures > 0 ? [`${failures} to correct`] : []),
    ...(warnings > 0 ? [`${warnings} to look at`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const inOrder = `${count('ok')} of ${lines.length} are in order`;
  return parts.length === 0 ? inOrder : `${inOrder}; ${parts.join(', ')}`;
}
