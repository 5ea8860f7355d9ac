/** How often to check that the parent process is still there. */
const PARENT_CHECK_MS = 500;

/**
 * Resolves at Ctrl-C, SIGTERM or SIGHUP, and when the parent process is gone: npm passes a signal to
 * its shell, but the shell does not pass it on.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid !== parent) stop();
    }, PARENT_CHECK_MS);
    function stop(): void {
      clearInterval(timer);
      resolve();
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
