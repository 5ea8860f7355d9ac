// The tables of an object, and how they pass to the next generation.
import type { LedgerDump } from '../worker/contract/ledger.ts';

/**
 * Without ROWID, so that each row is one: an index of its own would count as a second row written.
 * https://developers.cloudflare.com/durable-objects/platform/pricing/#sqlite-storage-backend
 */
const TABLES = {
  state: 'name TEXT PRIMARY KEY, value INTEGER NOT NULL',
  counters: 'key TEXT PRIMARY KEY, since INTEGER NOT NULL, spent INTEGER NOT NULL',
  reservations: 'id TEXT PRIMARY KEY, reservation TEXT NOT NULL',
  alerts:
    'key TEXT, since INTEGER, mark INTEGER, url TEXT, body TEXT, made INTEGER NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (key, since, mark)',
  usage: 'day TEXT, subject TEXT, item TEXT, tally TEXT NOT NULL, PRIMARY KEY (day, subject, item)',
} as const;

const NAMES = Object.keys(TABLES) as readonly (keyof typeof TABLES)[];

/**
 * What a dump may hold of usage, in characters: an RPC message may have 32 MiB.
 * https://developers.cloudflare.com/workers/runtime-apis/rpc/#limitations
 */
const MAX_USAGE_CHARACTERS = 12 * 1024 * 1024;

export function hasTables(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'state'").toArray().length > 0;
}

export function createTables(sql: SqlStorage): void {
  for (const name of NAMES) {
    sql.exec(`CREATE TABLE IF NOT EXISTS ${name} (${TABLES[name]}) WITHOUT ROWID`);
  }
}

export function isClosed(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM state WHERE name = 'closed'").toArray().length > 0;
}

export function close(sql: SqlStorage, time: number): void {
  sql.exec("INSERT INTO state VALUES ('closed', ?)", time);
}

/** Everything but `state`. Of usage, the newest that fits into one message. */
export function dumpTables(sql: SqlStorage): LedgerDump {
  const usage: (readonly (string | number | null)[])[] = [];
  let characters = 0;
  for (const row of sql.exec('SELECT * FROM usage ORDER BY day DESC').raw()) {
    const plain = row.map(toPlain);
    characters += plain.join('').length;
    if (characters > MAX_USAGE_CHARACTERS) break;
    usage.push(plain);
  }
  return {
    counters: allRows(sql, 'counters'),
    reservations: allRows(sql, 'reservations'),
    alerts: allRows(sql, 'alerts'),
    usage,
  };
}

function allRows(sql: SqlStorage, name: keyof typeof TABLES) {
  return [...sql.exec(`SELECT * FROM ${name}`).raw()].map((row) => row.map(toPlain));
}

function toPlain(value: SqlStorageValue): string | number | null {
  if (value instanceof ArrayBuffer) throw new Error('the ledger stores no bytes');
  return value;
}

/** Fills empty tables with a dump. */
export function loadTables(sql: SqlStorage, dump: LedgerDump): void {
  for (const name of NAMES) {
    for (const row of dump[name] ?? []) {
      sql.exec(`INSERT INTO ${name} VALUES (${row.map(() => '?').join(', ')})`, ...row);
    }
  }
}
