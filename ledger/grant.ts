// How many units a request gets, and which counter is in the way. Pure.
import type { CounterAsk, UnitsAsk } from '../worker/contract/ledger.ts';

/** A counter of a request, with what was taken of it so far in the present span. */
export interface Room {
  readonly ask: CounterAsk;
  readonly spent: number;
  readonly reserved: number;
  readonly resetsAt: number | null;
}

/** The units; undefined: a counter has too little for the least. */
export function grantUnits(rooms: readonly Room[], units: UnitsAsk): number | undefined {
  let granted = units.most;
  for (const room of rooms) {
    if (!fits(room, units)) return undefined;
    const { base, each, limit } = room.ask;
    if (each === 0) continue;
    const affordable = Math.floor((limit - room.spent - room.reserved - base) / each);
    const shared = Math.max(units.whole, Math.floor(affordable * units.share));
    granted = Math.min(granted, affordable, shared);
  }
  // A share is never below `whole`, and `whole` never below `least`.
  return granted;
}

function fits({ ask, spent, reserved }: Room, units: UnitsAsk): boolean {
  return spent + reserved + leastOf(ask, units) <= ask.limit;
}

function leastOf({ base, each }: CounterAsk, { least }: UnitsAsk): number {
  return base + each * least;
}

/** Why a request is refused. */
export interface Obstacle {
  readonly room: Room;
  /** Its span would have to be larger. */
  readonly neverFits: boolean;
}

/**
 * The counter that keeps the request waiting longest: one into which it never fits, otherwise the one
 * whose span ends last.
 */
export function findObstacle(rooms: readonly Room[], units: UnitsAsk): Obstacle | undefined {
  const [longest] = rooms
    .filter((room) => !fits(room, units))
    .map((room) => ({ room, neverFits: neverFits(room, units) }))
    .toSorted((a, b) => waitOf(b) - waitOf(a));
  return longest;
}

/** A total that is spent stays spent. What is only reserved may be given back. */
function neverFits({ ask, spent }: Room, units: UnitsAsk): boolean {
  return (ask.per === 'total' ? spent : 0) + leastOf(ask, units) > ask.limit;
}

function waitOf({ room, neverFits: never }: Obstacle): number {
  return never ? Infinity : (room.resetsAt ?? 0);
}

/** Requests are refused before the last of a budget is spent: so much of it counts as all. */
const NEARLY_ALL = 0.95;

/**
 * True where a refused request shows that a budget is used up: nearly all is spent, and the request would
 * not fit if everything that is reserved were given back.
 */
export function isUsedUp({ ask, spent }: Room, units: UnitsAsk): boolean {
  return spent >= ask.limit * NEARLY_ALL && spent + leastOf(ask, units) > ask.limit;
}
