// One deployment's cooldown, step by step, with a clock of its own.
import { describe, expect, test } from 'vitest';
import { Cooldowns } from '../../../worker/models/cooldowns.ts';
import type { Asker } from '../../../worker/models/refusals.ts';
import type { ModelRoute } from '../../../worker/models/routes.ts';

const ROUTE: ModelRoute = {
  backend: { name: 'west', endpoint: '', credential: { kind: 'client-key' } },
  deployment: 'gpt',
  priority: 1,
  weight: 1,
  pricePercent: 100,
};
const OK = new Response(null, { status: 200 });
const BROKEN = new Response(null, { status: 503 });
const ALICE: Asker = { user: 'alice', sizeClass: 3 };
const BOB: Asker = { user: 'bob', sizeClass: 3 };
const DORA: Asker = { user: 'dora', sizeClass: 3 };

function busy(seconds: number): Response {
  return new Response(null, { status: 429, headers: { 'retry-after': String(seconds) } });
}

function sized({ user }: Asker, sizeClass: number): Asker {
  return { user, sizeClass };
}

function start() {
  const clock = { ms: 0 };
  const cooldowns = new Cooldowns(() => clock.ms);
  const begin = (asker = ALICE) => cooldowns.begin(ROUTE, asker);
  return {
    clock,
    cooldowns,
    begin,
    /** A request that is answered at once. */
    answer: (answer: Response, asker = ALICE) => {
      cooldowns.record(ROUTE, asker, begin(asker), answer);
    },
    remainingMs: (asker = ALICE) => cooldowns.remainingMs(ROUTE, asker),
  };
}

describe('a refusal', () => {
  test('is not disproved by an answer to an earlier request', () => {
    const { clock, cooldowns, begin, remainingMs } = start();
    const earlier = begin();
    cooldowns.record(ROUTE, ALICE, earlier, busy(60));
    clock.ms = 1;
    cooldowns.record(ROUTE, ALICE, earlier, OK);
    cooldowns.record(ROUTE, ALICE, earlier, BROKEN);
    expect(remainingMs()).toBe(59_999);
  });

  test('holds back its user alone, until a second user is refused', () => {
    const { answer, remainingMs } = start();
    answer(busy(60), ALICE);
    expect([remainingMs(ALICE), remainingMs(DORA)]).toEqual([60_000, 0]);
    answer(busy(20), BOB);
    expect([ALICE, BOB, DORA].map(remainingMs)).toEqual([60_000, 20_000, 20_000]);
  });

  test('holds back only requests that are at least as large', () => {
    const { answer, remainingMs } = start();
    answer(busy(60), sized(ALICE, 8));
    answer(busy(60), sized(BOB, 8));
    const remaining = (asker: Asker) => [7, 8, 9].map((size) => remainingMs(sized(asker, size)));
    expect(remaining(ALICE)).toEqual([0, 60_000, 60_000]);
    expect(remaining(DORA)).toEqual([0, 60_000, 60_000]);
  });

  test('by two users ends for all others when one request as large is answered', () => {
    const { answer, remainingMs } = start();
    answer(busy(60), ALICE);
    answer(busy(60), BOB);
    answer(OK, DORA);
    expect([ALICE, BOB, DORA].map(remainingMs)).toEqual([60_000, 60_000, 0]);
  });

  test('is not disproved by a smaller request', () => {
    const { answer, remainingMs } = start();
    answer(busy(60), ALICE);
    answer(OK, sized(ALICE, 2));
    expect(remainingMs(ALICE)).toBe(60_000);
  });

  test('whose time has come needs no probes: Azure named the time', () => {
    const { clock, answer, begin, remainingMs } = start();
    answer(busy(60));
    clock.ms = 60_000;
    begin();
    begin();
    expect(remainingMs()).toBe(0);
  });

  test.each([
    ['0', 1000],
    ['0.2', 1000],
    ['1.5', 1500],
    ['99999', 300_000],
  ])('that names %s s lasts %i ms', (seconds, ms) => {
    const { answer, remainingMs } = start();
    answer(new Response(null, { status: 429, headers: { 'retry-after': seconds } }));
    expect(remainingMs()).toBe(ms);
  });

  test('of two that crossed, the longer one counts', () => {
    const { cooldowns, begin, remainingMs } = start();
    const [first, second] = [begin(), begin()];
    cooldowns.record(ROUTE, ALICE, first, busy(60));
    cooldowns.record(ROUTE, ALICE, second, busy(2));
    expect(remainingMs()).toBe(60_000);
  });

  test('is tried all the same once a second, by one user every two seconds', () => {
    const { clock, cooldowns, answer, begin } = start();
    answer(busy(60), ALICE);
    answer(busy(60), BOB);
    const mayKnock = () => [ALICE, DORA].map((asker) => cooldowns.mayKnock(ROUTE, asker));
    expect(mayKnock()).toEqual([true, true]);
    begin(ALICE);
    expect(mayKnock()).toEqual([false, false]);
    clock.ms = 1000;
    expect(mayKnock()).toEqual([false, true]);
    clock.ms = 2000;
    expect(mayKnock()).toEqual([true, true]);
  });
});

describe('after a failure', () => {
  test('the first answer ends the cooldown, however long it takes', () => {
    const { clock, cooldowns, answer, begin, remainingMs } = start();
    answer(BROKEN);
    clock.ms = 2000;
    const first = begin();
    clock.ms = 12_000;
    begin();
    clock.ms = 17_000;
    cooldowns.record(ROUTE, ALICE, first, OK);
    for (let request = 0; request < 100; request++) begin();
    expect(remainingMs()).toBe(0);
  });

  test('probes double with every round, until all requests are sent', () => {
    const { clock, answer, begin, remainingMs } = start();
    answer(BROKEN);
    const sent = [0, 1, 2, 3, 4, 5, 6].map((round) => {
      clock.ms = 2000 + round * 5000;
      let probes = 0;
      for (; probes < 100 && remainingMs() === 0; probes++) begin();
      return probes;
    });
    expect(sent).toEqual([1, 2, 4, 8, 16, 32, 100]);
  });

  test('probes are counted from the first one, however late it comes', () => {
    const { clock, answer, begin, remainingMs } = start();
    answer(BROKEN);
    clock.ms = 100_000;
    expect(remainingMs()).toBe(0);
    begin();
    expect(remainingMs()).toBe(5000);
  });

  test('a probe that fails begins a new cooldown, which an older probe does not end', () => {
    const { clock, cooldowns, answer, begin, remainingMs } = start();
    answer(BROKEN);
    clock.ms = 2000;
    const first = begin();
    clock.ms = 7000;
    const second = begin();
    cooldowns.record(ROUTE, ALICE, second, BROKEN);
    cooldowns.record(ROUTE, ALICE, first, OK);
    expect(remainingMs()).toBe(2000);
  });

  test('requests from before it do not prolong it: they fail of the same outage', () => {
    const { clock, cooldowns, begin, remainingMs } = start();
    const [first, second] = [begin(), begin()];
    cooldowns.record(ROUTE, ALICE, first, BROKEN);
    clock.ms = 1999;
    cooldowns.record(ROUTE, ALICE, second, undefined);
    expect(remainingMs()).toBe(1);
  });

  test('all users are held back', () => {
    const { answer, remainingMs } = start();
    answer(BROKEN, ALICE);
    expect(remainingMs(DORA)).toBe(2000);
  });

  test('a 429 shows that the deployment is up', () => {
    const { clock, answer, remainingMs } = start();
    answer(BROKEN, ALICE);
    clock.ms = 2000;
    answer(busy(60), ALICE);
    expect(remainingMs(DORA)).toBe(0);
  });

  test('an abandoned probe leaves its turn to the next request', () => {
    const { clock, cooldowns, answer, begin, remainingMs } = start();
    answer(BROKEN);
    clock.ms = 2000;
    const probe = begin();
    expect(remainingMs()).toBe(5000);
    cooldowns.abandon(ROUTE, probe);
    expect(remainingMs()).toBe(0);
  });

  test('a request that ends without a result leaves the time that Azure named', () => {
    const { clock, cooldowns, answer, begin, remainingMs } = start();
    answer(busy(60));
    clock.ms = 1000;
    cooldowns.abandon(ROUTE, begin());
    expect(remainingMs()).toBe(59_000);
  });
});

test('a clock that is set back prolongs no cooldown', () => {
  const { clock, answer, remainingMs } = start();
  clock.ms = 3_600_000;
  answer(busy(2), ALICE);
  answer(BROKEN, BOB);
  clock.ms = 0;
  expect([remainingMs(ALICE), remainingMs(DORA)]).toEqual([2000, 2000]);
  clock.ms = 2000;
  expect([remainingMs(ALICE), remainingMs(DORA)]).toEqual([0, 0]);
});
