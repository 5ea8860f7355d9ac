// Where an error was thrown, without its message, which may hold anything.

/** The first places on an error's stack: functions, and lines of the bundle. */
export function placesOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = [...stack.matchAll(/^\s+at (?:(.+) \()?(.+?:\d+:\d+)\)?$/gm)];
  const places = frames.slice(0, 5).map(([, name = '', place = '']) => {
    const file = place.slice(place.lastIndexOf('/') + 1);
    return `${name} ${file}`.trimStart();
  });
  return places.length === 0 ? undefined : places.join(', ');
}
