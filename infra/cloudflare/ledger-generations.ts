// The generations of the ledger's code. A ledger keeps the code with which it was uploaded, so other code is
// another Worker, to which the objects hand over one by one when they are first used.
import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import type { LastUp } from '../bindings/last-up.ts';
import type { Deployed } from '../outputs/deployed.ts';
import { runError } from '../run-error.ts';
import { hasLedger, type LimitPlan } from '../settings/limits/limit-settings.ts';

/** The generation of the code in ledger/. A change of the bundle's bytes is a new one. */
export const LEDGER_GENERATION = 1;

/** Cloudflare's limit where a Worker has an address below workers.dev; each may get one. */
const MAX_NAME = 63;

const HASH_LENGTH = 8;

export const WORKER_TYPE = 'cloudflare:index/workersScript:WorkersScript';

const UNUSED =
  "There is no limit any more, so nothing is counted or refused. The ledger keeps its counts. It continues from them when a limit is set again, and costs nothing until then. To delete it and all counts, run `npm run destroy -- --target '**Ledger::ledger' --target-dependents`.";

/** What says where a ledger is. */
export interface LedgerPlace {
  readonly accountId: string;
  readonly workerName: string;
}

/**
 * The name of a generation's Worker. The first one has no number.
 *
 * @returns at most 63 characters: of a long name, a hash stands for its end
 */
export function ledgerName(workerName: string, generation: number): string {
  const ending = generation === 1 ? '-ledger' : `-ledger-${generation}`;
  const name = workerName + ending;
  if (name.length <= MAX_NAME) return name;
  const hash = createHash('sha256').update(workerName).digest('hex').slice(0, HASH_LENGTH);
  const room = MAX_NAME - ending.length - HASH_LENGTH - 1;
  return `${workerName.slice(0, room)}-${hash}${ending}`;
}

/**
 * The name of the resource. It names what can never change: all changes of the resource are ignored, and in
 * another account it is another ledger.
 */
export function ledgerResource(generation: number, accountId: string): string {
  return `ledger-${generation}-in-${accountId}`;
}

/**
 * The generations that the stack has, ascending: the present one where somebody has a limit, and those that
 * were uploaded before. They stay when the last limit goes, with what they have counted.
 *
 * @param current the generation of the present code
 * @throws pulumi.RunError where `current` comes two or more generations after the oldest one
 */
export async function ledgerGenerations(
  settings: LimitPlan & Pick<LedgerPlace, 'accountId'>,
  before: Pick<Deployed, 'ledger'>,
  last: Pick<LastUp, 'resource'>,
  current = LEDGER_GENERATION,
): Promise<readonly number[]> {
  const counts = hasLedger(settings);
  const known = (before.ledger ?? []).filter((each) => !(counts && each >= current));
  // One may be gone since: deleted by itself, or left in another account.
  const found = await Promise.all(
    known.map(async (generation) => {
      const name = ledgerResource(generation, settings.accountId);
      return (await last.resource(WORKER_TYPE, name)) === undefined ? [] : [generation];
    }),
  );
  const kept = found.flat();
  if (counts) refuseSkip(kept, current);
  if (!counts && kept.length > 0) await pulumi.log.warn(UNUSED);
  return [...kept, ...(counts ? [current] : [])].toSorted((a, b) => a - b);
}

/**
 * The gateway binds two generations. An object that was not used since the last change still has its counts in the
 * earlier one, and a third generation would not find them.
 */
function refuseSkip(kept: readonly number[], current: number): void {
  const [oldest] = kept;
  if (oldest === undefined || current < oldest + 2) return;
  const steps = kept.includes(oldest + 1)
    ? `Stay with the version of this project that you have until every team and every user with a limit has sent a request since generation ${oldest + 1} came; until then their counts are in generation ${oldest}. Then remove all limits, run \`npm run up\`, delete generation ${oldest} with \`npm run destroy -- --target '**::ledger-${oldest}-in-*'\`, and set the limits again.`
    : `Run \`npm run up\` with a version of this project that has generation ${oldest + 1} first.`;
  throw runError(
    `This version of the project has generation ${current} of the ledger, and the stack has counts in generation ${oldest}, which would be lost: generations are replaced one at a time. ${steps} See docs/budgets.md.`,
  );
}
