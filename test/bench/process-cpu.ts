// Owns: the CPU time of a process, as the kernel counts it.
import { readFileSync } from 'node:fs';

/** The unit of /proc/PID/stat, 100 a second on every Linux: proc_pid_stat(5), sysconf(_SC_CLK_TCK). */
const TICK_MS = 10;

/**
 * CPU time that a process has used, user and system, in ms; all its threads, and those of its
 * children that have ended.
 *
 * @throws where there is no /proc: only Linux has it
 */
export function readCpuMs(pid: number): number {
  // The second field is the name in parentheses and may hold spaces: count from behind it.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  return ((user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0)) * TICK_MS;
}
