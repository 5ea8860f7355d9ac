// Runs checks in their order, and skips what cannot be known because an earlier one failed.
import type { Check, Line } from './check.ts';
import { failed, Trouble, type Finding } from './finding.ts';
import type { Context } from './context/context.ts';

/** The lines, each as soon as it is known. No line has a secret that the context knows. */
export async function* runChecks(
  checks: readonly Check[],
  context: Context,
): AsyncGenerator<Line, void, undefined> {
  const blocked = new Set<string>();
  for (const { id, title, needs = [], run } of checks) {
    const missing = needs.find((each) => blocked.has(each));
    const finding = missing === undefined ? await find(run, context) : waitsFor(missing, checks);
    if (missing !== undefined || finding.status === 'failed' || finding.blocks === true) {
      blocked.add(id);
    }
    yield toLine({ id, title }, finding, context);
  }
}

async function find(run: Check['run'], context: Context): Promise<Finding> {
  try {
    return await run(context);
  } catch (error) {
    if (error instanceof Trouble) return failed(error.message, error.advice);
    // One broken check must not hide what all others found.
    return failed(
      `the check itself broke: ${error instanceof Error ? error.message : String(error)}`,
      'This is an error in the doctor: please report it with this line. The other lines hold.',
    );
  }
}

function waitsFor(id: string, checks: readonly Check[]): Finding {
  const title = checks.find((check) => check.id === id)?.title ?? id;
  return { status: 'skipped', found: `needs the line "${title}" to be in order` };
}

function toLine(
  of: Pick<Line, 'id' | 'title'>,
  { status, found, details, advice, isTransient }: Finding,
  { secrets }: Context,
): Line {
  return {
    ...of,
    status,
    found: secrets.hide(found),
    ...(details !== undefined && { details: details.map((each) => secrets.hide(each)) }),
    ...(advice !== undefined && { advice: secrets.hide(advice) }),
    ...(isTransient === true && { isTransient }),
  };
}
