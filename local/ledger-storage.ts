// Where a gateway on this machine keeps what its users have spent.
import { openLedgerFolder } from './workerd/ledger-folder.ts';
import type { LedgerStorage, WorkerScript } from './workerd/worker-script.ts';

/** The counts of one running gateway. */
export interface LocalLedger {
  readonly storage: LedgerStorage;
  /** What users should know about it; undefined: the gateway has no ledger. */
  readonly note: string | undefined;
  /** Lets another process count in the folder. workerd must have ended. */
  close(): void;
}

/**
 * Counts are kept in the folder for the next start. While another gateway of the stack uses it, this one
 * counts for itself, in memory.
 *
 * @param folder absolute path; it is created where it is missing
 */
export function openLocalLedger({ ledgers = [] }: WorkerScript, folder: string): LocalLedger {
  if (ledgers.length === 0) return inMemory(undefined);
  const opened = openLedgerFolder(folder);
  if (opened === 'in use')
    return inMemory('counts in memory: another gateway of this stack runs and has its counts');
  if (opened === 'not writable')
    return inMemory(`counts in memory: this process may not write to ${folder}`);
  return {
    storage: { kind: 'disk', path: opened.path },
    note: `counts in ${folder}`,
    close: () => {
      opened.release();
    },
  };
}

function inMemory(note: string | undefined): LocalLedger {
  return { storage: { kind: 'memory' }, note, close: () => undefined };
}
