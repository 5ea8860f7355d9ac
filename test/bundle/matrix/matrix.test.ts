// Everything that goes wrong with every operation: what the client gets, how often Azure is asked, and
// that nothing that broke passes for whole. The rules are in rules.ts; here the cells are run.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorker } from '../../../infra/bundle/bundle.ts';
import type { LogLine } from '../../../worker/contract/log.ts';
import { OPERATIONS } from '../../../worker/operations/table.ts';
import { isolateKey, isolateOf, makeCell, runCell, type Cell } from './cell.ts';
import { FAULTS } from './fault.ts';
import { startIsolates } from './isolates.ts';
import { leftOut, POOLS } from './rules.ts';
import { LEGEND, tableHead, tableLine, type Square } from './table.ts';
import { startUpstream, type Upstream } from './upstream.ts';
import { USES, type Use } from './use.ts';

let bundle: string;
let upstream: Upstream;
/** Why a cell is not as it must be; those that are have none. */
const wrong = new Map<Cell, string>();
const cells = USES.flatMap(makeCells);
beforeAll(async () => {
  const root = join(import.meta.dirname, '../../..');
  bundle = join(root, buildWorker(root).contentFile);
  upstream = await startUpstream();
});
afterAll(async () => {
  await upstream.close();
  const lines = USES.map((use) =>
    tableLine(use.title, FAULTS, (fault) => squareOf(cellsOf(use), fault.code)),
  );
  const faults = FAULTS.map(({ code, title }) => `${code}: ${title}`).join('; ');
  console.log(
    [`${cells.length} cells.`, LEGEND, faults, '', tableHead(FAULTS), ...lines].join('\n'),
  );
});

test('every method of every row is there', () => {
  const asked = new Set(
    USES.map(({ operation, request }) => `${request.method} ${operation.path}`),
  );
  const rows = OPERATIONS.flatMap(({ methods, path }) => methods.map((each) => `${each} ${path}`));
  expect([...asked].toSorted()).toEqual([...new Set(rows)].toSorted());
});

test('every fault meets an operation', () => {
  const unmet = FAULTS.filter((fault) =>
    USES.every((use) => cellsOf(use).every((cell) => cell.fault !== fault)),
  );
  expect(unmet).toEqual([]);
});

test.for(USES)('$title', async (use, { signal }) => {
  await run(
    cellsOf(use).filter(({ fault }) => fault.timeouts === undefined),
    signal,
  );
});

/** They wait for the same seconds together, but not more of them than a small machine can hold. */
const SLOW = chunksOf(
  cells.filter(({ fault }) => fault.timeouts !== undefined),
  48,
);

test.for(SLOW)('what takes too long, %#', async (slow, { signal }) => {
  await run(slow, signal);
});

/** Runs cells at once. */
async function run(some: readonly Cell[], signal: AbortSignal): Promise<void> {
  const logged = new Map(some.map(({ id }) => [id, Promise.withResolvers<LogLine>()]));
  const groups = Map.groupBy(some, isolateKey);
  const needed = [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [isolateOf([first, ...others])],
  );
  const keys = [...groups.keys()];
  const isolates = await startIsolates(bundle, needed, upstream.port, (line) => {
    if (!line.startsWith('{')) return;
    const entry = JSON.parse(line) as LogLine;
    logged.get(entry.user ?? '')?.resolve(entry);
  });
  for (const cell of some) wrong.set(cell, 'it does not end');
  const describe = () =>
    some.filter((cell) => wrong.has(cell)).map((cell) => `${nameOf(cell)}: ${wrong.get(cell)}`);
  // A test that runs out of time tells nothing else of what it waits for.
  signal.addEventListener('abort', () => {
    console.error(describe());
    void isolates.stop();
  });
  try {
    const all = some.map(async (cell) => {
      const line = logged.get(cell.id)?.promise ?? Promise.reject(new Error('no line'));
      const port = isolates.ports[keys.indexOf(isolateKey(cell))] ?? 0;
      const said = await runCell(cell, { port, scripts: upstream.scripts, line });
      if (said === undefined) wrong.delete(cell);
      else wrong.set(cell, said);
    });
    await Promise.all(all);
  } finally {
    await isolates.stop();
  }
  expect(describe()).toEqual([]);
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}

function cellsOf(use: Use): readonly Cell[] {
  return cells.filter((cell) => cell.use === use);
}

function makeCells(use: Use): readonly Cell[] {
  const number = USES.indexOf(use);
  return FAULTS.flatMap((fault) =>
    POOLS.filter((pool) => leftOut(use, fault, pool) === undefined).map((pool) =>
      makeCell(use, fault, pool, `${number}-${fault.code}-${POOLS.indexOf(pool)}`),
    ),
  );
}

function nameOf({ use, fault, pool }: Cell): string {
  return `${use.title}: ${fault.title} (${pool})`;
}

function squareOf(some: readonly Cell[], code: string): Square {
  const entries = POOLS.map((pool) => {
    const cell = some.find((each) => each.fault.code === code && each.pool === pool);
    return [pool, cell && { expected: cell.expected, ok: !wrong.has(cell) }] as const;
  });
  return Object.fromEntries(entries) as Square;
}
