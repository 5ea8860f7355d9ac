// Random sequences of calls, clock changes and crashes, against the reference.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterAsk, Period, ReserveRequest } from '../../worker/contract/ledger.ts';
import { usageOf } from './requests.ts';
import { ReferenceLedger } from './reference.ts';
import { startLedger, type LedgerClient, type RunningLedger } from './running-ledger.ts';

/** A Friday near the end of a month, so that all kinds of spans end soon. */
const START = Date.UTC(2026, 10, 27, 23, 58, 30);

const PERIODS: readonly Period[] = ['open', 'minute', 'day', 'week', 'month', 'total'];

interface Model {
  readonly reference: ReferenceLedger;
}

interface Real {
  readonly running: RunningLedger;
  readonly ledger: LedgerClient;
}

type Command = fc.AsyncCommand<Model, Real>;

/** A counter's limit is part of its name: it does not change within a sequence. */
const counter: fc.Arbitrary<CounterAsk> = fc
  .record({
    per: fc.constantFrom(...PERIODS),
    scope: fc.constantFrom('alice', 'team'),
    base: fc.integer({ min: 0, max: 8 }),
    each: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ per, scope, base, each }) => {
    const limit = scope === 'alice' ? 40 : 90;
    return per === 'open'
      ? { key: `${scope} open`, per, limit: 3, base: 1, each: 0 }
      : { key: `${scope} ${per}`, per, limit, base, each };
  });

const id = fc.integer({ min: 0, max: 6 }).map((number) => `r${number}`);

const reserveRequest: fc.Arbitrary<ReserveRequest> = fc
  .record({
    id,
    subject: fc.constantFrom('alice', 'bob'),
    item: fc.constantFrom('gpt-5.4-mini', 'gpt-4o'),
    counters: fc.uniqueArray(counter, { maxLength: 5, selector: ({ key }) => key }),
    least: fc.integer({ min: 0, max: 4 }),
    whole: fc.integer({ min: 0, max: 6 }),
    most: fc.integer({ min: 0, max: 20 }),
    share: fc.constantFrom(0, 0.25, 0.5, 1),
    expiresInMs: fc.constantFrom(1000, 900_000, 2 * 86_400_000, 7 * 86_400_000),
    force: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    tally: fc.constantFrom(
      { requests: { base: 1, each: 0 }, outputTokens: { base: 0, each: 1 } },
      { nanoDollars: { base: 3, each: 2 } },
    ),
  })
  .map(({ least, whole, most, share, ...rest }) => ({
    ...rest,
    units: { least, whole: least + whole, most: least + most, share },
  }));

/** Amounts that were used, from nothing to more than was reserved. */
const used = fc.option(
  fc.dictionary(
    fc.constantFrom(
      ...['alice', 'team'].flatMap((scope) => PERIODS.map((per) => `${scope} ${per}`)),
    ),
    fc.integer({ min: 0, max: 60 }),
    { maxKeys: 8 },
  ),
  { nil: undefined },
);

const tally = fc.option(
  fc.dictionary(fc.constantFrom('requests', 'outputTokens', 'nanoDollars'), fc.nat(50)),
  { nil: undefined },
);

class Reserve implements Command {
  readonly #request: ReserveRequest;
  constructor(request: ReserveRequest) {
    this.#request = request;
  }
  check = () => true;
  async run({ reference }: Model, { running, ledger }: Real): Promise<void> {
    const request = this.#request;
    const isRepeated = reference.isOpen(request.id, running.now);
    const units = reference.reserve(request, running.now);
    const reply = await ledger.reserve(request);
    expect(reply.kind === 'granted' ? reply.units : undefined).toBe(units);
    if (reply.kind === 'moved') throw new Error('moved');
    for (const [index, { key, per, limit }] of request.counters.entries()) {
      const expected = reference.figures(key, per, running.now);
      expect(reply.states[index]).toMatchObject({ key, ...expected });
      const { spent, reserved } = expected;
      if (reply.kind === 'granted' && request.force !== true && !isRepeated)
        expect(spent + reserved).toBeLessThanOrEqual(limit);
    }
  }
  toString = () => `reserve(${JSON.stringify(this.#request)})`;
}

class Settle implements Command {
  readonly #id: string;
  readonly #used: Record<string, number> | undefined;
  readonly #tally: Record<string, number> | undefined;
  constructor(
    settled: string,
    amounts: Record<string, number> | undefined,
    recorded: Record<string, number> | undefined,
  ) {
    this.#id = settled;
    this.#used = amounts;
    this.#tally = recorded;
  }
  check = () => true;
  async run({ reference }: Model, { ledger }: Real): Promise<void> {
    const settled = reference.settle(this.#id, this.#used, this.#tally);
    const reply = await ledger.settle({
      id: this.#id,
      ...(this.#used && { used: this.#used }),
      ...(this.#tally && { tally: this.#tally }),
    });
    expect(reply.kind).toBe(settled ? 'settled' : 'unknown');
  }
  toString = () =>
    `settle(${this.#id}, ${JSON.stringify(this.#used)}, ${JSON.stringify(this.#tally)})`;
}

class MoveClock implements Command {
  readonly #milliseconds: number;
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }
  check = () => true;
  run(_: Model, { running }: Real): Promise<void> {
    running.now += this.#milliseconds;
    return Promise.resolve();
  }
  toString = () => `clock(${this.#milliseconds})`;
}

class Crash implements Command {
  check = () => true;
  run = (_: Model, { running }: Real) => running.crash();
  toString = () => 'crash';
}

class Compare implements Command {
  check = () => true;
  run = compare;
  toString = () => 'compare';
}

/** Compares everything that can be seen. */
async function compare({ reference }: Model, { running, ledger }: Real): Promise<void> {
  const counters = ['alice', 'team'].flatMap((scope) =>
    PERIODS.map((per) => ({ key: `${scope} ${per}`, per })),
  );
  reference.expire(running.now);
  const reply = await ledger.read({ counters, from: '2000-01-01', to: '9999-12-31' });
  if (reply.kind === 'moved') throw new Error('moved');
  expect(reply.states).toMatchObject(
    counters.map(({ key, per }) => ({ key, ...reference.figures(key, per, running.now) })),
  );
  const rows = await usageOf(ledger);
  const recorded = rows.flatMap(({ day, subject, item, tally: amounts }) =>
    Object.entries(amounts).map(([name, amount]) => [`${day} ${subject} ${item} ${name}`, amount]),
  );
  expect(Object.fromEntries(recorded)).toEqual(reference.usage());
}

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: reserveRequest.map((request) => new Reserve(request)) },
  {
    weight: 8,
    arbitrary: fc.tuple(id, used, tally).map((args) => new Settle(...args)),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(999, 61_000, 899_000, 86_400_000, 8 * 86_400_000, -30_000, -90_000, -86_400_000)
      .map((milliseconds) => new MoveClock(milliseconds)),
  },
  { weight: 1, arbitrary: fc.constant(new Crash()) },
  { weight: 2, arbitrary: fc.constant(new Compare()) },
);

let running: RunningLedger;
beforeAll(async () => {
  running = await startLedger();
});
afterAll(() => running.stop());

test('counts as the reference does', async () => {
  let sequence = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands([command], { maxCommands: 60, size: 'max' }), async (commands) => {
      running.now = START;
      const ledger = running.object(`sequence ${sequence++}`);
      const model: Model = { reference: new ReferenceLedger() };
      const real: Real = { running, ledger };
      await fc.asyncModelRun(() => ({ model, real }), commands);
      await compare(model, real);
    }),
    { numRuns: 30 },
  );
});
