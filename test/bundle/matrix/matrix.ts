// Everything that can go wrong, with every operation: what the client gets, how often Azure is requested,
// and that a broken answer never looks whole. The rules are in rules.ts; here the cells are run. The matrix
// is cut into several test files, because it is the longest of all tests.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorker } from '../../../infra/bundle/bundle.ts';
import type { LogLine } from '../../../worker/contract/log.ts';
import { isolateKey, isolateOf, makeCell, runCell, type Cell } from './cell.ts';
import { FAULTS } from './fault.ts';
import { startIsolates } from './isolates.ts';
import { leftOut, POOLS } from './rules.ts';
import { LEGEND, tableHead, tableLine, type Square } from './table.ts';
import { startUpstream, type Upstream } from './upstream.ts';
import { USES, type Use } from './use.ts';

/**
 * Registers the tests of one part of the matrix.
 *
 * @param part from 0 up
 * @param parts how many files the matrix is cut into
 */
export function testMatrix(part: number, parts: number): void {
  const uses = USES.filter((_, index) => index % parts === part);
  const cellsOf = new Map(uses.map((use) => [use, makeCells(use)]));
  const cells = [...cellsOf.values()].flat();
  let rig: Rig;
  beforeAll(async () => {
    const root = join(import.meta.dirname, '../../..');
    const bundle = join(root, buildWorker(root).contentFile);
    rig = { bundle, upstream: await startUpstream(), wrong: new Map<Cell, string>() };
  });
  afterAll(async () => {
    await rig.upstream.close();
    const lines = [...cellsOf].map(([use, own]) =>
      tableLine(use.title, FAULTS, (fault) => squareOf(rig, own, fault.code)),
    );
    const faults = FAULTS.map(({ code, title }) => `${code}: ${title}`).join('; ');
    const legend = part === 0 ? [LEGEND, faults, ''] : [];
    console.log([`${cells.length} cells.`, ...legend, tableHead(FAULTS), ...lines].join('\n'));
  });

  test.for(uses)('$title', async (use, { signal }) => {
    const own = cellsOf.get(use) ?? [];
    const fast = own.filter(({ fault }) => fault.timeouts === undefined);
    await run(rig, fast, signal);
  });

  // They wait for the same seconds together, but a small machine can hold only so many of them.
  const slow = chunksOf(
    cells.filter(({ fault }) => fault.timeouts !== undefined),
    48,
  );
  test.for(slow)('what takes too long, %#', async (some, { signal }) => {
    await run(rig, some, signal);
  });
}

/** What the cells of a file share. */
interface Rig {
  readonly bundle: string;
  readonly upstream: Upstream;
  /** Why a cell is not as it must be. Cells that are right have no entry. */
  readonly wrong: Map<Cell, string>;
}

/** Runs cells at once. */
async function run(rig: Rig, some: readonly Cell[], signal: AbortSignal): Promise<void> {
  const { bundle, upstream, wrong } = rig;
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
