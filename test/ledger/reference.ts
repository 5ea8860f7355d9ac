// A ledger that is easy to check: a list of everything that happened, from which each figure is computed
// anew. It shares no code with ledger/.
import type { Period, ReserveRequest } from '../../worker/contract/ledger.ts';

interface Entry {
  readonly request: ReserveRequest;
  readonly day: string;
  readonly units: number;
  readonly expires: number;
  /** By key. */
  readonly spans: Readonly<Record<string, string>>;
  state: 'open' | 'charged';
  tally: Record<string, number>;
}

/** A counter, without the end of its span. */
export interface Figures {
  readonly spent: number;
  readonly reserved: number;
}

/** The span of a moment as a text that sorts like time. */
function spanText(per: Period, now: number): string {
  const text = new Date(now).toISOString();
  if (per === 'minute') return text.slice(0, 16);
  if (per === 'day') return text.slice(0, 10);
  if (per === 'month') return text.slice(0, 7);
  if (per === 'week') {
    const daysSinceMonday = (new Date(now).getUTCDay() + 6) % 7;
    return new Date(now - daysSinceMonday * 86_400_000).toISOString().slice(0, 10);
  }
  return '';
}

export class ReferenceLedger {
  readonly #settled: Entry[] = [];
  readonly #entries = new Map<string, Entry>();
  /** What was charged, in order: charges of a span that is over are dropped. */
  readonly #charges: { readonly key: string; readonly span: string; readonly amount: number }[] =
    [];

  /** The units; undefined: refused. */
  reserve(request: ReserveRequest, now: number): number | undefined {
    this.expire(now);
    const known = this.#entries.get(request.id);
    if (known?.state === 'open') return known.units;
    const units = request.force === true ? request.units.most : this.#mostThatFits(request, now);
    if (units === undefined) return undefined;
    const spans = request.counters.map(({ key, per }) => [key, this.#span(key, per, now)] as const);
    this.#entries.set(request.id, {
      request,
      day: spanText('day', now),
      units,
      expires: now + request.expiresInMs,
      spans: Object.fromEntries(spans),
      state: 'open',
      tally: {},
    });
    return units;
  }

  isOpen(id: string, now: number): boolean {
    this.expire(now);
    return this.#entries.get(id)?.state === 'open';
  }

  /** Whether there was something to settle. */
  settle(
    id: string,
    used: Readonly<Record<string, number>> | undefined,
    tally: Readonly<Record<string, number>> | undefined,
  ): boolean {
    const entry = this.#entries.get(id);
    if (entry?.state !== 'open') return false;
    entry.state = 'charged';
    for (const { key, per, base, each } of entry.request.counters) {
      if (per === 'open') continue;
      const amount = used?.[key] ?? base + each * entry.units;
      const span = entry.spans[key] ?? '';
      if (amount > 0 && span >= this.#lastCharged(key)) this.#charges.push({ key, span, amount });
    }
    for (const [name, { base, each }] of Object.entries(entry.request.tally)) {
      entry.tally[name] = tally === undefined ? base + each * entry.units : 0;
    }
    Object.assign(entry.tally, tally);
    this.#settled.push({ ...entry });
    return true;
  }

  expire(now: number): void {
    for (const [id, { state, expires }] of this.#entries) {
      if (state === 'open' && expires <= now) this.settle(id, undefined, undefined);
    }
  }

  figures(key: string, per: Period, now: number): Figures {
    const span = this.#span(key, per, now);
    const charged = this.#charges.filter((each) => each.key === key && each.span === span);
    const open = [...this.#entries.values()].filter(
      (entry) => entry.state === 'open' && entry.spans[key] === span,
    );
    return {
      spent: charged.reduce((sum, { amount }) => sum + amount, 0),
      reserved: open.reduce((sum, entry) => sum + amountOf(entry, key), 0),
    };
  }

  /** All that was charged, by day, subject, item and name. */
  usage(): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const { day, request, tally } of this.#settled) {
      for (const [name, amount] of Object.entries(tally)) {
        if (amount === 0) continue;
        const place = [day, request.subject, request.item, name].join(' ');
        sums[place] = (sums[place] ?? 0) + amount;
      }
    }
    return sums;
  }

  #mostThatFits(request: ReserveRequest, now: number): number | undefined {
    for (let units = request.units.most; units >= request.units.least; units--) {
      if (request.counters.every((ask) => this.#fits(request, ask.key, units, now))) return units;
    }
    return undefined;
  }

  #fits(
    { counters, units: { whole, share } }: ReserveRequest,
    key: string,
    units: number,
    now: number,
  ) {
    const ask = counters.find((each) => each.key === key);
    if (ask === undefined) return true;
    const { spent, reserved } = this.figures(key, ask.per, now);
    const left = ask.limit - spent - reserved - ask.base;
    if (left < ask.each * units) return false;
    if (units <= whole || ask.each === 0) return true;
    return units <= Math.floor(left / ask.each) * share;
  }

  /** The latest span of which something was charged or is set aside, or that of now. */
  #span(key: string, per: Period, now: number): string {
    const open = [...this.#entries.values()]
      .filter((entry) => entry.state === 'open' && amountOf(entry, key) > 0)
      .map((entry) => entry.spans[key] ?? '');
    return [spanText(per, now), this.#lastCharged(key), ...open].toSorted().at(-1) ?? '';
  }

  #lastCharged(key: string): string {
    return this.#charges.findLast((each) => each.key === key)?.span ?? '';
  }
}

function amountOf({ request, units }: Entry, key: string): number {
  const ask = request.counters.find((each) => each.key === key);
  return ask === undefined ? 0 : ask.base + ask.each * units;
}
