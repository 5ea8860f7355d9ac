// Owns: another day. Preloaded into a process, it moves the clock that its program reads.
const AHEAD_MS = 400 * 24 * 60 * 60 * 1000;

globalThis.Date = new Proxy(Date, {
  construct: (date, args: readonly unknown[], newTarget): object => {
    const moved = args.length === 0 ? [date.now() + AHEAD_MS] : args;
    return Reflect.construct(date, moved, newTarget) as object;
  },
  get: (date, property): unknown =>
    property === 'now' ? () => date.now() + AHEAD_MS : Reflect.get(date, property),
});
