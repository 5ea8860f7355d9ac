// Knowing when a server that a person started is to end.

/** How often the parent process is looked for. */
const PARENT_CHECK_MS = 500;

/**
 * Resolves at Ctrl-C, at SIGTERM or SIGHUP, and when the process that started this one is gone: npm
 * hands a signal on to its shell, and the shell not to us.
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
    // What fails to start must be able to end.
    timer.unref();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
