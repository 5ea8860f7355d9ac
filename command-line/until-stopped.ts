/** How often to check that the parent process is still there. */
const PARENT_CHECK_MS = 500;

/**
 * Resolves at Ctrl-C, SIGTERM or SIGHUP, and when the parent process is gone: npm passes a signal to
 * its shell, but the shell does not pass it on.
 */
export function untilStopped(): Promise<'stopped'> {
  return new Promise((resolve) => {
    const stop = () => {
      clearInterval(timer);
      resolve('stopped');
    };
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid !== parent) stop();
    }, PARENT_CHECK_MS);
    // A program that fails to start must be able to end.
    timer.unref();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
