/**
 * Exits at SIGINT, SIGTERM and SIGHUP with the code that shells use: 128 plus the signal's number.
 * Without a handler, a signal ends the process without its `exit` event, and processes that are killed
 * in this event would go on running.
 */
export function exitOnSignal(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}
