// One cell of the matrix: runs it and compares what happened with the rules.
import { encodeUsers } from '../../../infra/bindings/user-codec.ts';
import type { LogLine } from '../../../worker/contract/log.ts';
import { sendRequest, leave, openSocket, type Seen } from './client.ts';
import { busy, leavingOf, wellAnswered, type Fault, type Step } from './fault.ts';
import type { TestGateway } from './gateways.ts';
import { expectedOf, isBeforeBody, type Expected, type Pool } from './rules.ts';
import { CELL_HEADER, type Script } from './upstream.ts';
import { MODEL_OF, type Use } from './use.ts';
import { difference } from './verdict.ts';

export interface Cell {
  readonly use: Use;
  readonly fault: Fault;
  readonly pool: Pool;
  /** The name of its user, which identifies its line in the log. */
  readonly id: string;
  readonly expected: Expected;
}

export function makeCell(use: Use, fault: Fault, pool: Pool, id: string): Cell {
  return { use, fault, pool, id, expected: expectedOf(use, fault, pool) };
}

/**
 * Cells with the same key go through one gateway. A cell has its own gateway when the gateway would learn that an
 * account is busy or broken, or when an account is missing.
 */
export function gatewayKey({ use, fault, pool, id }: Cell): string {
  const coolsDown = isBeforeBody(fault) || fault.leaves === 'between';
  if (fault.steps === 'refuse' || (coolsDown && pool !== '1')) return id;
  return fault.timeouts === undefined ? pool : `${pool} ${use.form} ${fault.code}`;
}

/** The gateway of a group of cells. */
export function gatewayOf(group: readonly [Cell, ...Cell[]]): TestGateway {
  const [{ use, fault, pool }] = group;
  const cells = group.map(({ id }) => id);
  const { form } = use;
  const { timeouts } = fault;
  const names = pool === '1' ? ['west'] : ['west', 'north', 'south'];
  const typewriter = form === 'events' || form === 'smooth' ? form : 'off';
  const backends = names.map((name) => ({ name, endpoint: `https://${name}.openai.azure.com` }));
  const bindings = {
    CHIT_USERS: encodeUsers(
      cells.map((id) => ({ name: id, key: keyOf(id), accountData: true, typewriter })),
    ),
    MODELS: JSON.stringify(Object.values(MODEL_OF).map((id) => ({ id, timeouts }))),
    BACKENDS: JSON.stringify(backends),
    BACKEND_KEYS: JSON.stringify(Object.fromEntries(names.map((name) => [name, `key-of-${name}`]))),
    SETTINGS: JSON.stringify({ usage: form === 'inspected' || form === 'counted' }),
  };
  if (fault.steps !== 'refuse') return { cells, bindings, reaches: 'azure' };
  return {
    cells,
    bindings,
    reaches: pool === '3, first' ? 'closed port, then azure' : 'closed port',
  };
}

function keyOf(id: string): string {
  return `sk-${id}`;
}

/** What a cell needs to run. */
export interface Surroundings {
  readonly port: number;
  readonly scripts: Map<string, Script>;
  /** The log line of the request. */
  readonly line: Promise<LogLine>;
}

/** Runs a cell. Returns what differs from the rules, or undefined. */
export async function runCell(
  cell: Cell,
  { port, scripts, line }: Surroundings,
): Promise<string | undefined> {
  const { use, fault, pool, id, expected } = cell;
  const met = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  const left = Promise.withResolvers<undefined>();
  const resolve = (which: PromiseWithResolvers<undefined>) => () => {
    which.resolve(undefined);
  };
  let requests = 0;
  scripts.set(id, {
    stepsOf: (index) => stepsOf(cell, index),
    met: met.promise,
    onRequest: () => requests++,
    onHold: resolve(held),
    onLeft: resolve(left),
  });
  const headers = { authorization: `Bearer ${keyOf(id)}`, [CELL_HEADER]: id };
  const connection = { port, request: use.request, headers };
  let seen: Seen;
  const leaving = leavingOf(use, fault);
  if (leaving !== undefined) {
    await leave(connection, use.form === 'socket', leaving === 'amid', held.promise);
    await left.promise;
    seen = { kind: 'gone' };
  } else if (use.form === 'socket') {
    seen = await openSocket(connection, resolve(met), expected.end.kind === 'whole');
  } else {
    seen = await sendRequest(connection, resolve(met));
  }
  const { attempts, outcome, error } = await line;
  scripts.delete(id);
  const refused = fault.steps !== 'refuse' ? 0 : pool === '3, first' ? 1 : expected.requests;
  return difference(cell, seen, {
    requests: requests + refused,
    attempts,
    outcome,
    error,
  });
}

/** What Azure does to the n-th request of a cell. */
function stepsOf({ use, fault, pool }: Cell, index: number): readonly Step[] {
  const good: readonly Step[] = use.form === 'socket' ? ['open', 'hold'] : wellAnswered(use.answer);
  const { steps } = fault;
  if (steps === 'refuse') return good;
  if (fault.leaves === 'between') return index === 0 ? busy(use) : steps(use);
  if (pool === '3, first' && index > 0) return good;
  if (use.form === 'socket' && leavingOf(use, fault) === 'amid') return ['open', 'hold'];
  return steps(use);
}
