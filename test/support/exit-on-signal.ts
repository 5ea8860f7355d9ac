// Ending a command by its signal in good order: what a process kills when it exits would
// outlive it if the signal ended it alone.

/** Exit codes as shells give them: 128 and the signal's number. */
export function exitOnSignal(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}
