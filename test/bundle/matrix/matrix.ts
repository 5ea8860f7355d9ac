// Runs every fault with every operation: what the client gets, how many requests Azure gets, and that a
// broken answer never looks complete. The rules are in rules.ts. The matrix is cut into several test files,
// because it is the longest of all tests.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorker } from '../../../infra/bundle/bundle.ts';
import type { LogLine } from '../../../worker/contract/log.ts';
import { gatewayKey, gatewayOf, makeCell, runCell, type Cell } from './cell.ts';
import { FAULTS } from './fault.ts';
import { startGateways } from './gateways.ts';
import { leftOut, POOLS } from './rules.ts';
import { LEGEND, tableHead, tableLine, type Square } from './table.ts';
import { startUpstream, type Upstream } from './upstream.ts';
import { USES, type Use } from './use.ts';

/**
 * Registers the tests of one part of the matrix, without the cells that wait for a timeout.
 *
 * @param part from 0 up
 * @param parts how many files the matrix is cut into
 */
export function testMatrix(part: number, parts: number): void {
  const uses = USES.filter((_, index) => index % parts === part);
  const cellsOf = new Map(
    uses.map((use) => [use, makeCells(use).filter((cell) => !isTimeout(cell))]),
  );
  const rigOf = testCells(cellsOf, part === 0);
  test.for(uses)('$title', async (use, { signal }) => {
    await run(rigOf(), cellsOf.get(use) ?? [], signal);
  });
}

/**
 * Registers the tests of the cells that wait for a timeout, of the whole matrix. They take seconds and
 * little CPU time, so they have a file to themselves, which waits while other files use the processor.
 */
export function testTimeouts(): void {
  const cellsOf = new Map(USES.map((use) => [use, makeCells(use).filter(isTimeout)]));
  const rigOf = testCells(cellsOf, false);
  // The cells of a test wait at the same time, but a small machine can hold only so many of them.
  const chunks = chunksOf([...cellsOf.values()].flat(), CELLS_AT_ONCE);
  test.for(chunks)('timeouts, %#', async (some, { signal }) => {
    await run(rigOf(), some, signal);
  });
}

const CELLS_AT_ONCE = 96;

function isTimeout({ fault }: Cell): boolean {
  return fault.timeouts !== undefined;
}

/** Starts what the cells of a file share, and prints their table after the tests. */
function testCells(cellsOf: ReadonlyMap<Use, readonly Cell[]>, hasLegend: boolean): () => Rig {
  let rig: Rig;
  beforeAll(async () => {
    const root = join(import.meta.dirname, '../../..');
    const bundle = join(root, buildWorker(root).contentFile);
    rig = { bundle, upstream: await startUpstream(), wrong: new Map<Cell, string>() };
  });
  afterAll(async () => {
    await rig.upstream.close();
    const lines = [...cellsOf]
      .filter(([, own]) => own.length > 0)
      .map(([use, own]) => tableLine(use.title, FAULTS, (fault) => squareOf(rig, own, fault.code)));
    const faults = FAULTS.map(({ code, title }) => `${code}: ${title}`).join('; ');
    const legend = hasLegend ? [LEGEND, faults, ''] : [];
    const count = [...cellsOf.values()].flat().length;
    console.log([`${count} cells.`, ...legend, tableHead(FAULTS), ...lines].join('\n'));
  });
  return () => rig;
}

/** What the cells of a file share. */
interface Rig {
  readonly bundle: string;
  readonly upstream: Upstream;
  /** What is wrong with a cell. Correct cells have no entry. */
  readonly wrong: Map<Cell, string>;
}

/** Runs cells at the same time. */
async function run(rig: Rig, some: readonly Cell[], signal: AbortSignal): Promise<void> {
  const { bundle, upstream, wrong } = rig;
  const logged = new Map(some.map(({ id }) => [id, Promise.withResolvers<LogLine>()]));
  const groups = Map.groupBy(some, gatewayKey);
  const needed = new Map(
    [...groups].flatMap(([key, [first, ...others]]) =>
      first === undefined ? [] : [[key, gatewayOf([first, ...others])]],
    ),
  );
  const gateways = await startGateways(bundle, [...needed.values()], upstream.port, (line) => {
    if (!line.startsWith('{')) return;
    const entry = JSON.parse(line) as LogLine;
    logged.get(entry.user ?? '')?.resolve(entry);
  });
  for (const cell of some) wrong.set(cell, 'it does not end');
  const describe = () =>
    some.filter((cell) => wrong.has(cell)).map((cell) => `${nameOf(cell)}: ${wrong.get(cell)}`);
  // Otherwise a timeout would not name the cells that it waited for.
  signal.addEventListener('abort', () => {
    console.error(describe());
    void gateways.stop();
  });
  try {
    const all = some.map(async (cell) => {
      const line = logged.get(cell.id)?.promise ?? Promise.reject(new Error('no line'));
      const port = gateways.portOf(needed.get(gatewayKey(cell))?.reaches ?? 'azure');
      const said = await runCell(cell, { port, scripts: upstream.scripts, line });
      if (said === undefined) wrong.delete(cell);
      else wrong.set(cell, said);
    });
    await Promise.all(all);
  } finally {
    await gateways.stop();
  }
  expect(describe()).toEqual([]);
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/** Every cell of an operation and form. */
export function makeCells(use: Use): readonly Cell[] {
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

function squareOf({ wrong }: Rig, some: readonly Cell[], code: string): Square {
  const entries = POOLS.map((pool) => {
    const cell = some.find((each) => each.fault.code === code && each.pool === pool);
    return [pool, cell && { expected: cell.expected, ok: !wrong.has(cell) }] as const;
  });
  return Object.fromEntries(entries) as Square;
}
