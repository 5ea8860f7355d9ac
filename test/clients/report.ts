// What a run prints.
import type { CheckResult, ClientResult } from './client.ts';

export function checkLine(
  { name, version }: { name: string; version: string },
  result: CheckResult,
) {
  const { check, failure } = result;
  const start = `${failure === undefined ? 'ok    ' : 'FAILED'} ${name} ${version}: ${check}`;
  return failure === undefined ? start : `${start}: ${failure}`;
}

/** A row for each client: its version, how many checks, and what failed. */
export function summaryTable(results: readonly ClientResult[]): string {
  const rows = results.map((result) => [
    result.name,
    result.version,
    result.stack,
    String(result.checks.length),
    String(result.checks.filter(({ failure }) => failure === undefined).length),
    remark(result),
  ]);
  const head = ['client', 'version', 'stack', 'checks', 'passed', ''];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** False when a check failed, or a client that was run has none. */
export function allPassed(results: readonly ClientResult[]): boolean {
  return results.every(
    ({ checks, leftOut }) =>
      checks.every(({ failure }) => failure === undefined) &&
      (leftOut !== undefined || checks.length > 0),
  );
}

function remark({ checks, leftOut }: ClientResult): string {
  if (leftOut !== undefined) return `left out: ${leftOut}`;
  const failed = checks.filter(({ failure }) => failure !== undefined);
  return failed.length === 0 ? '' : `failed: ${failed.map(({ check }) => check).join(', ')}`;
}
