import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SharedTimer } from '../../worker/shared-timer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function never(): Promise<string> {
  return new Promise(() => undefined);
}

test('gives the value of a promise, or undefined when the time is up', async () => {
  const timer = new SharedTimer(Date.now);
  expect(await timer.waitFor(1000, Promise.resolve('soon'))).toBe('soon');
  const late = timer.waitFor(1000, never());
  await vi.advanceTimersByTimeAsync(1000);
  expect(await late).toBeUndefined();
});

test('a wait that follows a longer one ends in its own time', async () => {
  const timer = new SharedTimer(Date.now);
  await timer.waitFor(60_000, Promise.resolve());
  const late = timer.waitFor(10, never());
  await vi.advanceTimersByTimeAsync(10);
  expect(await late).toBeUndefined();
});

test('a wait that follows a shorter one ends in its own time', async () => {
  const timer = new SharedTimer(Date.now);
  await timer.waitFor(10, Promise.resolve());
  let isOver = false;
  const late = timer.waitFor(1000, never()).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await late;
});

test('a clock that is set back prolongs a wait by its own length at most', async () => {
  const clock = { ms: 3_600_000 };
  const timer = new SharedTimer(() => clock.ms);
  const late = timer.waitFor(1000, never());
  clock.ms = 0;
  await vi.advanceTimersByTimeAsync(1000);
  clock.ms = 2000;
  await vi.advanceTimersByTimeAsync(1000);
  clock.ms = 3_700_000;
  await vi.advanceTimersByTimeAsync(1000);
  expect(await late).toBeUndefined();
});

test('two waits at once are a bug that shows', async () => {
  const timer = new SharedTimer(Date.now);
  const first = timer.waitFor(1000, never());
  await expect(timer.waitFor(1000, never())).rejects.toThrow('two waits at once');
  timer.stop();
  expect(await first).toBeUndefined();
});

test('nothing is waited for once it is stopped, and no rejection is left over', async () => {
  const timer = new SharedTimer(Date.now);
  timer.stop();
  const rejected = Promise.reject<string>(new Error('late'));
  expect(await timer.waitFor(1000, rejected)).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});
