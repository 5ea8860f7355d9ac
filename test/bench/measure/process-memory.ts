// The memory of a process, as the kernel counts it.
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Resident set size in KiB: what of the process is in memory. proc_pid_status(5), VmRSS.
 *
 * @throws where there is no /proc: only Linux has it
 */
export function readMemoryKib(pid: number): number {
  return readField(pid, 'VmRSS');
}

/** The largest resident set size since `resetPeak`, in KiB. proc_pid_status(5), VmHWM. */
export function readPeakKib(pid: number): number {
  return readField(pid, 'VmHWM');
}

/** Begins a new peak. proc_pid_clear_refs(5), 5. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function readField(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const size = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1];
  if (size === undefined) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(size);
}
