const DAY_MS = 86_400_000;

/** How many days after `from` the time is. Both in Unix milliseconds. */
export function daysUntil(time: number, from: number): number {
  return (time - from) / DAY_MS;
}
