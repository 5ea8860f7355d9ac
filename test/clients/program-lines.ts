import type { CheckResult } from './client.ts';

/**
 * Reads what our programs print, the lines of the Test Anything Protocol: `ok chat`, or
 * `not ok chat - why`. Other lines are the client's own.
 */
export function parseLines(stdout: string): ReadonlyMap<string, CheckResult> {
  const results = new Map<string, CheckResult>();
  for (const [, not, check = '', why] of stdout.matchAll(/^(not )?ok (\S+)(?: - (.*))?$/gm)) {
    results.set(check, { check, ...(not !== undefined && { failure: why ?? 'failed' }) });
  }
  return results;
}
