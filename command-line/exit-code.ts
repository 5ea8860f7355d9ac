import type { ChildProcess } from 'node:child_process';

/**
 * Waits until a process has ended and its output is closed.
 *
 * @returns the exit code; null where a signal ended it
 * @throws the error with which it could not be started
 */
export function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
