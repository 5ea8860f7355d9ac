// The pacing of the typewriter, by a clock that only the test moves.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pace } from '../../../worker/stream/pacing.ts';

/** Events that come together, and when. */
interface Burst {
  readonly at: number;
  readonly events: readonly Uint8Array[];
}

interface Written {
  readonly at: number;
  readonly event: Uint8Array;
}

/** Plays a stream: wakes when the pacing asks for it, and when a burst or the end comes. */
function play(bursts: readonly Burst[], end: number): readonly Written[] {
  const pacing = pace();
  const written: Written[] = [];
  const writeDue = (now: number) => {
    for (const event of pacing.due(now)) written.push({ at: now, event });
  };
  let now = 0;
  const wakeUntil = (until: number) => {
    for (;;) {
      const wait = pacing.wait(now);
      if (wait === undefined || now + wait >= until) break;
      now += wait;
      writeDue(now);
    }
    now = until;
  };
  for (const { at, events } of bursts) {
    wakeUntil(at);
    pacing.onBurst(at, events);
    writeDue(at);
  }
  wakeUntil(end);
  pacing.onEnd(end);
  writeDue(end);
  wakeUntil(Infinity);
  return written;
}

let made = 0;
function eventsOf(count: number, size = 200): readonly Uint8Array[] {
  return Array.from({ length: count }, () => new Uint8Array(size).fill(made++ % 256));
}

/** Standard deviation of the time from one event to the next, without the first and last bursts. */
function unevenness(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
}

test.each([
  ['the same from one to the next', () => 0],
  ['now shorter, now longer', (index: number) => ((index * 7) % 11) * 10 - 50],
])('bursts of twenty words become even, their gaps %s', (_, jitter) => {
  const bursts = Array.from({ length: 30 }, (_unused, index) => ({
    at: index * 400 + jitter(index),
    events: eventsOf(20),
  }));
  const written = play(bursts, 30 * 400);
  const steady = ({ at }: { readonly at: number }) => at >= 1000 && at <= 11_000;
  const before = bursts.filter(steady).flatMap(({ at, events }) => events.map(() => at));
  const after = written.filter(steady).map(({ at }) => at);
  // Twenty words at once and then 400 ms of nothing: 87 ms.
  expect(unevenness(before)).toBeGreaterThan(80);
  expect(unevenness(after)).toBeLessThan(unevenness(before) / 4);
});

test.each([
  ['single words', 1, 50],
  ['two at a time', 2, 100],
  ['many, but with hardly a gap', 20, 15],
])('adds nothing to %s', (_, count, gap) => {
  const bursts = Array.from({ length: 50 }, (_unused, index) => ({
    at: index * gap,
    events: eventsOf(count),
  }));
  expect(play(bursts, 50 * gap).map(({ at }) => at)).toEqual(
    bursts.flatMap(({ at, events }) => events.map(() => at)),
  );
});

test('the first burst, after which nothing is known yet, is written at once', () => {
  expect(play([{ at: 5, events: eventsOf(50) }], 9000).map(({ at }) => at)).toEqual(
    Array.from({ length: 50 }, () => 5),
  );
});

test('one long pause does not slow what follows', () => {
  const times = [0, 200, 400, 600, 20_600, 20_800, 21_000];
  const written = play(
    times.map((at) => ({ at, events: eventsOf(10) })),
    21_200,
  );
  // The burst after the pause is out within twice the gap before it.
  expect(written[49]?.at).toBeLessThanOrEqual(20_600 + 2 * 200);
});

test('what is more than may be held is written at once', () => {
  const bursts = [0, 500, 1000].map((at) => ({ at, events: eventsOf(100, 1000) }));
  const written = play(bursts, 1500);
  // 100,000 bytes came, of which 65,536 may wait, with 128 for each event.
  expect(written.filter(({ at }) => at === 500)).toHaveLength(42);
});

const burst = fc.record({
  pause: fc.oneof(fc.nat(30), fc.nat(1000), fc.nat(20_000)),
  count: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 200 })),
  /** Of the burst. */
  size: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constant(80_000)),
});

test('whatever comes is written once, in order, and the end is late by 5 % or 250 ms at most', () => {
  fc.assert(
    fc.property(fc.array(burst, { minLength: 1, maxLength: 40 }), fc.nat(3000), (plan, tail) => {
      let at = 0;
      const bursts = plan.map(({ pause, count, size }) => {
        at += pause;
        return { at, events: eventsOf(count, Math.max(1, size / count)) };
      });
      const end = at + tail;
      const written = play(bursts, end);
      const all = bursts.flatMap(({ events }) => events);
      expect(written).toHaveLength(all.length);
      // Copies, each filled with a number of its own.
      const isSame = (event: Uint8Array, index: number) =>
        event.length === all[index]?.length && event[0] === all[index][0];
      expect(written.every(({ event }, index) => isSame(event, index))).toBe(true);
      const last = written.at(-1)?.at ?? 0;
      expect(last).toBeLessThanOrEqual(end + Math.min(250, (end - (bursts[0]?.at ?? 0)) * 0.05));
    }),
    { numRuns: 500 },
  );
});

test('no event is written before it came', () => {
  fc.assert(
    fc.property(fc.array(burst, { minLength: 1, maxLength: 20 }), (plan) => {
      let at = 0;
      const bursts = plan.map(({ pause, count }) => ({
        at: (at += pause),
        events: eventsOf(count),
      }));
      const came = bursts.flatMap((each) => each.events.map(() => each.at));
      const written = play(bursts, at);
      expect(written.every((each, index) => each.at >= (came[index] ?? 0))).toBe(true);
    }),
  );
});

test('timers are set for ten milliseconds or more', () => {
  const pacing = pace();
  pacing.onBurst(0, eventsOf(1));
  pacing.due(0);
  pacing.onBurst(100, eventsOf(200));
  pacing.due(100);
  expect(pacing.wait(100)).toBe(10);
  expect(pacing.due(110).length).toBeGreaterThan(15);
});
