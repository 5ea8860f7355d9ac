// The memory of a process, as the kernel counts it.
import { readFileSync } from 'node:fs';

/**
 * Resident set size in KiB: what of the process is in memory. proc_pid_status(5), VmRSS.
 *
 * @throws where there is no /proc: only Linux has it
 */
export function readMemoryKib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const size = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
  if (size === undefined) throw new Error(`/proc/${pid}/status tells no VmRSS`);
  return Number(size);
}
