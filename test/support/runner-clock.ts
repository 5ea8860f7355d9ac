// The day on which a program runs. Preloaded into its process, it moves the clock that the
// program reads to the moment in RUNNER_NOW, from where it goes on.
const AHEAD_MS = Date.parse(process.env['RUNNER_NOW'] ?? '') - Date.now();

globalThis.Date = new Proxy(Date, {
  construct: (date, args: readonly unknown[], newTarget): object => {
    const moved = args.length === 0 ? [date.now() + AHEAD_MS] : args;
    return Reflect.construct(date, moved, newTarget) as object;
  },
  get: (date, property): unknown =>
    property === 'now' ? () => date.now() + AHEAD_MS : Reflect.get(date, property),
});
