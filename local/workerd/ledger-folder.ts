// The folder in which workerd keeps the ledger's counts. Two processes that counted in one folder would
// each miss what the other one counts, so one of them has it alone.
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A folder that this process has for itself, until `release` or the end of the process. */
export interface LedgerFolder {
  readonly path: string;
  release(): void;
}

/** Why a folder cannot be used. */
export type FolderFault = 'not writable' | 'in use';

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** A lock that nothing refers to would be closed with its garbage. */
const locks = new Set<DatabaseSync>();

/**
 * Creates the folder where it is missing and locks it. The lock is one of the operating system's, on a
 * file of SQLite's, so it ends with the process however that ends.
 */
export function openLedgerFolder(path: string): LedgerFolder | FolderFault {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch {
    return 'not writable';
  }
  const lock = lockFile(join(path, 'lock.sqlite'));
  if (typeof lock === 'string') return lock;
  // A workerd whose starter was killed may still run.
  const isOpen = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .some(({ name }) => isOpenInWorkerd(join(path, name, 'metadata.sqlite')));
  if (isOpen) {
    lock.close();
    return 'in use';
  }
  locks.add(lock);
  return {
    path,
    release: () => {
      if (locks.delete(lock)) lock.close();
    },
  };
}

function lockFile(file: string): DatabaseSync | FolderFault {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    return isBusy(error) ? 'in use' : 'not writable';
  }
}

/** workerd has this file open, in WAL mode, for as long as it runs. */
function isOpenInWorkerd(file: string): boolean {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    // Succeeds only without another connection: https://sqlite.org/wal.html#use_of_wal_without_shared_memory
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database?.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
