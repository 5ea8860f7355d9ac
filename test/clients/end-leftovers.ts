// Some programs leave a server behind that has a session of its own. It still has the environment of its
// parent, and with it the run's home folder.
import { readdirSync, readFileSync } from 'node:fs';

/** Ends every process whose environment names the folder. Only Linux shows environments; elsewhere none. */
export function endLeftovers(home: string): readonly number[] {
  const left = processes().filter(
    (pid) => pid !== process.pid && environmentOf(pid).includes(home),
  );
  for (const pid of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
  return left;
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** proc_pid_environ(5). */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
