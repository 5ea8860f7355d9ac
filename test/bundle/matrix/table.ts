// The matrix as text: a line for each operation and form, a column for each fault.
import type { Fault } from './fault.ts';
import { isBeforeBody, POOLS, type End, type Expected, type Pool } from './rules.ts';

/** What each pool's cell came to; undefined: there is none. */
export type Square = Readonly<
  Record<Pool, { readonly expected: Expected; readonly ok: boolean } | undefined>
>;

export const LEGEND = `Each square: one account, three of which the first goes wrong, three which all do; in each the
number of requests to Azure and the end. k: whole, as if nothing were wrong; s: an error status in
OpenAI's shape; e: an error event that the SDK raises; b: a connection that breaks off; c: a socket
that ends as a failure; g: Azure's request ends with the client's. A dot: no such cell. An exclamation
mark: it is not so.`;

const SIGNS: Readonly<Record<End['kind'], string>> = {
  whole: 'k',
  status: 's',
  event: 'e',
  broken: 'b',
  closed: 'c',
  gone: 'g',
};

/** One line. */
export function tableLine(
  title: string,
  faults: readonly Fault[],
  squareOf: (fault: Fault) => Square,
): string {
  const squares = faults.map((fault) => {
    const square = squareOf(fault);
    const text = POOLS.map((pool) => signOf(square[pool]))
      .join('')
      .replace(/\.+$/, '');
    return (text || '.').padEnd(width(fault));
  });
  return `${title.padEnd(TITLE_WIDTH)} ${squares.join(' ')}`.trimEnd();
}

/** The line above all others. */
export function tableHead(faults: readonly Fault[]): string {
  return `${''.padEnd(TITLE_WIDTH)} ${faults.map((fault) => fault.code.padEnd(width(fault))).join(' ')}`;
}

const TITLE_WIDTH = 44;

function width(fault: Fault): number {
  return Math.max(fault.code.length, isBeforeBody(fault) ? 6 : 4);
}

function signOf(cell: Square[Pool]): string {
  if (cell === undefined) return '.';
  return cell.ok ? `${cell.expected.requests}${SIGNS[cell.expected.end.kind]}` : '!';
}
