// The CPU time of a process, as the kernel counts it.
import { readdirSync, readFileSync } from 'node:fs';

/** The unit of /proc/PID/stat, 100 a second on every Linux: proc_pid_stat(5), sysconf(_SC_CLK_TCK). */
const TICK_MS = 10;

const NS_PER_MS = 1e6;

/**
 * CPU time that a process has used, user and system, in ms. In nanoseconds where the kernel keeps
 * statistics of its scheduler, of the threads that are there now; else in ticks of 10 ms.
 *
 * @throws where there is no /proc: only Linux has it
 */
export function readCpuMs(pid: number): number {
  return readScheduledMs(pid) ?? readTicksMs(pid);
}

/** https://docs.kernel.org/scheduler/sched-stats.html: the first number is the time on a CPU. */
function readScheduledMs(pid: number): number | undefined {
  let sumMs = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const [spent] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      sumMs += Number(spent) / NS_PER_MS;
    } catch {
      // The thread has just ended, or the kernel keeps no statistics.
    }
  }
  return sumMs > 0 ? sumMs : undefined;
}

/** All threads, and the children that have ended. */
function readTicksMs(pid: number): number {
  // The second field is the name in parentheses and may contain spaces. Count the fields after it.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  return ((user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0)) * TICK_MS;
}
