// Where a gateway on this machine keeps what its users have spent.
import { openLedgerFolder } from './workerd/ledger-folder.ts';
import type { WorkerScript } from './workerd/worker-script.ts';

/** The counts of one running gateway. */
export interface LocalLedger {
  /** undefined: a temporary one. */
  readonly folder: string | undefined;
  /** What users should know about it; undefined: the gateway has no ledger. */
  readonly note: string | undefined;
  /** Lets another process count in the folder. workerd must have ended. */
  close(): void;
}

/**
 * Counts are kept in the folder for the next start. While another gateway of the stack uses it, this one
 * counts for itself.
 *
 * @param folder absolute path; it is created where it is missing
 */
export function openLocalLedger({ ledgers = [] }: WorkerScript, folder: string): LocalLedger {
  if (ledgers.length === 0) return temporary(undefined);
  const opened = openLedgerFolder(folder);
  if (opened === 'in use')
    return temporary('counts until it stops: another gateway of this stack has the kept counts');
  if (opened === 'not writable')
    return temporary(`counts until it stops: this process may not write to ${folder}`);
  return {
    folder: opened.path,
    note: `counts in ${folder}`,
    close: () => {
      opened.release();
    },
  };
}

function temporary(note: string | undefined): LocalLedger {
  return { folder: undefined, note, close: () => undefined };
}
