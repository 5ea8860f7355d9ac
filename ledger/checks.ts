// What a call may contain. The gateway keeps to it; a fault there must not fill the object's storage.
import type {
  Amount,
  AnnounceRequest,
  CounterAsk,
  Mark,
  ReadRequest,
  ReserveRequest,
  SettleRequest,
  UnitsAsk,
} from '../worker/contract/ledger.ts';

/** A counter's key is stored with each reservation and mark. */
const MAX_KEY = 2000;
const MAX_ID = 200;
const MAX_URL = 4000;
const MAX_BODY = 65_536;
const MAX_COUNTERS = 32;
const MAX_MARKS = 32;
const MAX_TALLY = 64;
const MAX_EXPIRY_MS = 7 * 86_400_000;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function checkReserve(request: ReserveRequest): void {
  checkText('id', request.id, MAX_ID);
  checkText('subject', request.subject, MAX_KEY);
  checkText('item', request.item, MAX_KEY);
  checkUnits(request.units);
  checkLength('counters', request.counters, MAX_COUNTERS);
  const keys = new Set(request.counters.map(({ key }) => key));
  if (keys.size < request.counters.length) throw new Error('counters has a key twice');
  for (const counter of request.counters) checkCounter(counter, request.units.most);
  checkLength('tally', Object.keys(request.tally), MAX_TALLY);
  for (const [name, amount] of Object.entries(request.tally)) {
    checkText('a name in tally', name, MAX_ID);
    checkAmount(`tally ${name}`, amount, request.units.most);
  }
  checkWhole('expiresInMs', request.expiresInMs, MAX_EXPIRY_MS);
}

function checkUnits({ least, whole, most, share }: UnitsAsk): void {
  for (const [name, value] of Object.entries({ least, whole, most })) checkWhole(name, value);
  if (least > most || least > whole) throw new Error('units.least is above most or whole');
  if (!(share >= 0 && share <= 1)) throw new Error('units.share is not between 0 and 1');
}

function checkCounter({ key, limit, marks = [], ...amount }: CounterAsk, most: number): void {
  checkText('key', key, MAX_KEY);
  checkWhole(`limit of ${key}`, limit);
  checkAmount(key, amount, most);
  checkLength(`marks of ${key}`, marks, MAX_MARKS);
  for (const mark of marks) checkWhole(`a mark of ${key}`, mark);
}

function checkAmount(name: string, { base, each }: Amount, most: number): void {
  checkWhole(`base of ${name}`, base);
  checkWhole(`each of ${name}`, each);
  checkWhole(`the most of ${name}`, base + each * most);
}

export function checkSettle({ id, used = {}, tally = {} }: SettleRequest): void {
  checkText('id', id, MAX_ID);
  checkLength('used', Object.keys(used), MAX_COUNTERS);
  checkLength('tally', Object.keys(tally), MAX_TALLY);
  for (const [key, amount] of Object.entries(used)) checkWhole(`used of ${key}`, amount);
  for (const [name, amount] of Object.entries(tally)) {
    checkText('a name in tally', name, MAX_ID);
    checkWhole(`tally ${name}`, amount);
  }
}

export function checkAnnounce({ marks, url, body }: AnnounceRequest): void {
  checkLength('marks', marks, MAX_COUNTERS * MAX_MARKS);
  for (const mark of marks) checkMark(mark);
  checkText('url', url, MAX_URL);
  checkText('body', body, MAX_BODY);
}

function checkMark({ key, mark, since }: Mark): void {
  checkText('key', key, MAX_KEY);
  checkWhole(`a mark of ${key}`, mark);
  checkWhole(`since of ${key}`, since);
}

export function checkRead({ counters, subject, from, to, after }: ReadRequest): void {
  checkLength('counters', counters, MAX_COUNTERS);
  for (const { key } of counters) checkText('key', key, MAX_KEY);
  if (subject !== undefined) checkText('subject', subject, MAX_KEY);
  if (!DAY.test(from) || !DAY.test(to)) throw new Error('from and to take days: 2026-11-27');
  if (after !== undefined) checkText('after', after, 4 * MAX_KEY);
}

function checkText(name: string, text: string, most: number): void {
  if (typeof text === 'string' && text.length > 0 && text.length <= most) return;
  throw new Error(`${name} takes a text of 1 to ${most} characters`);
}

function checkLength(name: string, list: readonly unknown[], most: number): void {
  if (list.length > most) throw new Error(`${name} takes at most ${most} entries`);
}

function checkWhole(name: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return;
  throw new Error(`${name.slice(0, 200)} takes a whole number from 0 to ${most}`);
}
