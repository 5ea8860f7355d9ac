// What one object counts: the calls of the protocol as changes of its tables. Nothing here waits, so calls
// cannot come between each other.
import type {
  CounterAsk,
  ReachedMark,
  ReadReply,
  ReadRequest,
  ReserveReply,
  ReserveRequest,
  SettleReply,
  SettleRequest,
} from '../worker/contract/ledger.ts';
import { isAnnounced, pruneAlerts } from './alerts.ts';
import { Counters, type Present } from './counters.ts';
import { findObstacle, grantUnits, isUsedUp, type Room } from './grant.ts';
import { Reservations, type Held, type Reservation } from './reservations.ts';
import { dayOf, spanAt } from './spans.ts';
import { addUsage, pruneUsage, readUsage } from './usage.ts';

const DAY_MS = 86_400_000;
const USAGE_MS = 400 * DAY_MS;

/** Longer than any span with an end. */
const MARKS_MS = 62 * DAY_MS;

export class Book {
  readonly #sql: SqlStorage;
  readonly #reservations: Reservations;
  readonly #counters: Counters;
  #prunedOn = '';

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#reservations = new Reservations(sql);
    this.#counters = new Counters(sql, this.#reservations);
  }

  reserve(request: ReserveRequest, now: number): ReserveReply {
    this.#expire(now);
    this.#prune(now);
    const { id, counters, units } = request;
    const known = this.#reservations.get(id);
    if (known !== undefined) return this.#granted(known.units, counters, now);

    const rooms = counters.map((ask) => ({
      ask,
      ...this.#counters.present(ask.key, ask.per, now),
    }));
    const granted = request.force === true ? units.most : grantUnits(rooms, units);
    if (granted === undefined) return this.#refused(rooms, request);
    this.#reservations.add(id, toReservation(request, rooms, granted, now));
    return this.#granted(granted, counters, now);
  }

  #granted(units: number, counters: readonly CounterAsk[], now: number): ReserveReply {
    const states = counters.map(({ key, per }) => toState(this.#counters.present(key, per, now)));
    return { kind: 'granted', units, states };
  }

  #refused(rooms: readonly (Room & Present)[], { units }: ReserveRequest): ReserveReply {
    const obstacle = findObstacle(rooms, units);
    const reached = rooms.flatMap((room) => {
      const { limit, marks = [] } = room.ask;
      const up = isUsedUp(room, units) ? limit : room.spent;
      return this.#newMarks(
        room,
        marks.filter((mark) => mark <= up && mark <= limit),
      );
    });
    return {
      kind: 'refused',
      key: obstacle?.room.ask.key ?? '',
      neverFits: obstacle?.neverFits ?? false,
      states: rooms.map(toState),
      reached,
    };
  }

  settle({ id, used, tally }: SettleRequest, now: number): SettleReply {
    const reservation = this.#reservations.get(id);
    if (reservation === undefined) return { kind: 'unknown', reached: [] };
    this.#charge(id, reservation, used, tally);
    const reached = reservation.held.flatMap(({ key, per, marks }) => {
      if (marks.length === 0) return [];
      const present = this.#counters.present(key, per, now);
      return this.#newMarks(
        present,
        marks.filter((mark) => mark <= present.spent),
      );
    });
    return { kind: 'settled', reached };
  }

  read(request: ReadRequest, now: number): ReadReply {
    this.#expire(now);
    const states = request.counters.map(({ key, per }) =>
      toState(this.#counters.present(key, per, now)),
    );
    return { kind: 'read', states, ...readUsage(this.#sql, request) };
  }

  /** Removes the reservation and counts what was used; undefined: all that was reserved. */
  #charge(
    id: string,
    reservation: Reservation,
    used: SettleRequest['used'] = {},
    tally: SettleRequest['tally'] = reservation.tally,
  ): void {
    this.#reservations.remove(id);
    for (const { key, per, since, amount } of reservation.held) {
      if (per !== 'open') this.#counters.charge(key, since, used[key] ?? amount);
    }
    addUsage(this.#sql, reservation, tally);
  }

  #expire(now: number): void {
    for (const [id, reservation] of this.#reservations.overdue(now)) this.#charge(id, reservation);
  }

  /** Once a day. */
  #prune(now: number): void {
    const today = dayOf(now);
    if (today === this.#prunedOn) return;
    this.#prunedOn = today;
    pruneUsage(this.#sql, dayOf(now - USAGE_MS));
    pruneAlerts(this.#sql, now - MARKS_MS);
  }

  #newMarks(
    { key, since, spent, resetsAt }: Present,
    marks: readonly number[],
  ): readonly ReachedMark[] {
    return marks
      .map((mark) => ({ key, mark, since, spent, resetsAt }))
      .filter((each) => !isAnnounced(this.#sql, each));
  }
}

function toReservation(
  { subject, item, counters, tally, expiresInMs }: ReserveRequest,
  rooms: readonly Present[],
  units: number,
  now: number,
): Reservation {
  const held = counters.map(({ key, per, base, each, marks = [] }, index): Held => ({
    key,
    per,
    since: rooms[index]?.since ?? 0,
    amount: base + each * units,
    marks,
  }));
  const amounts = Object.entries(tally).map(
    ([name, { base, each }]) => [name, base + each * units] as const,
  );
  return {
    subject,
    item,
    day: dayOf(now),
    expires: now + expiresInMs,
    units,
    held,
    tally: Object.fromEntries(amounts),
  };
}

function toState({ key, spent, reserved, resetsAt }: Present) {
  return { key, spent, reserved, resetsAt };
}

/** The reply of an object that was never used. */
export function readNothing({ counters }: ReadRequest, now: number): ReadReply {
  const states = counters.map(({ key, per }) => {
    const { end: resetsAt } = spanAt(per, now);
    return { key, spent: 0, reserved: 0, resetsAt };
  });
  return { kind: 'read', states, rows: [] };
}
