/**
 * Shifts the clock of this process so that it starts at `now`.
 *
 * @param now an ISO time
 * @returns a function that restores the real clock
 */
export function moveClock(now: string): () => void {
  const real = globalThis.Date;
  const aheadMs = real.parse(now) - real.now();
  globalThis.Date = new Proxy(real, {
    construct: (date, args: readonly unknown[], newTarget): object => {
      const moved = args.length === 0 ? [date.now() + aheadMs] : args;
      return Reflect.construct(date, moved, newTarget) as object;
    },
    get: (date, property): unknown =>
      property === 'now' ? () => date.now() + aheadMs : Reflect.get(date, property),
  });
  return () => {
    globalThis.Date = real;
  };
}
