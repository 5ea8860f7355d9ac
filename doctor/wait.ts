// Checks again what passes by itself: after a first `up`, DNS, certificates and roles take minutes.
import type { Check, Line } from './check.ts';

const MINUTE_MS = 60_000;

export interface Wait {
  /** 0: it does not wait. */
  readonly minutes: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Shows a line that is not of the report. */
  readonly say: (line: string) => void;
}

/**
 * Repeats checks once a minute, as long as everything that failed may pass by itself and the time is not over.
 *
 * @param first all lines, from the first run
 * @param run does some of the checks
 * @returns all lines, as they are now
 */
export async function waitForLines(
  first: readonly Line[],
  checks: readonly Check[],
  run: (checks: readonly Check[]) => Promise<readonly Line[]>,
  { minutes, now, pause, say }: Wait,
): Promise<readonly Line[]> {
  const end = now() + minutes * MINUTE_MS;
  let lines = first;
  while (mayPass(lines) && now() + MINUTE_MS <= end) {
    if (lines === first) say(explain(lines, minutes));
    await pause(MINUTE_MS);
    const again = new Map((await run(affected(checks, lines))).map((line) => [line.id, line]));
    lines = lines.map((line) => again.get(line.id) ?? line);
  }
  return lines;
}

function failuresOf(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ status }) => status === 'failed');
}

function mayPass(lines: readonly Line[]): boolean {
  const failures = failuresOf(lines);
  return failures.length > 0 && failures.every(({ isTransient }) => isTransient === true);
}

/** What failed, and what was skipped because of it. */
function affected(checks: readonly Check[], lines: readonly Line[]): readonly Check[] {
  const ids = new Set(failuresOf(lines).map(({ id }) => id));
  for (const { id, needs = [] } of checks) {
    if (needs.some((each) => ids.has(each))) ids.add(id);
  }
  return checks.filter(({ id }) => ids.has(id));
}

function explain(lines: readonly Line[], minutes: number): string {
  const titles = failuresOf(lines).map(({ title }) => title);
  return `Not in order yet: ${titles.join(', ')}. After a first npm run up this takes minutes; it is checked again once a minute, for up to ${minutes} minutes.`;
}
