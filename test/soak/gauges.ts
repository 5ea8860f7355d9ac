// What a process holds, as the kernel counts it, and whether it grows. Only Linux has /proc.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Sample {
  readonly rssMb: number;
  readonly sockets: number;
}

/** Resident memory and open sockets of a process. */
export function sample(pid: number): Sample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssMb = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  const sockets = readdirSync(`/proc/${pid}/fd`).filter((fd) => isSocket(pid, fd)).length;
  return { rssMb, sockets };
}

function isSocket(pid: number, fd: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
  } catch {
    // Closed since the folder was read.
    return false;
  }
}

/** The first and the last third of the samples after the warm-up, each by its median. */
export function thirds(samples: readonly Sample[], of: keyof Sample): readonly [number, number] {
  const third = Math.ceil(samples.length / 3);
  return [median(samples.slice(0, third), of), median(samples.slice(-third), of)];
}

function median(samples: readonly Sample[], of: keyof Sample): number {
  const values = samples.map((each) => each[of]).toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

/** What is wrong with how it grew. */
export function growthOf(samples: readonly Sample[]): readonly string[] {
  const [rssBefore, rssAfter] = thirds(samples, 'rssMb');
  const [socketsBefore, socketsAfter] = thirds(samples, 'sockets');
  const faults: string[] = [];
  if (rssAfter > rssBefore * 1.1 + 8) {
    faults.push(`memory grew from ${rssBefore.toFixed(0)} to ${rssAfter.toFixed(0)} MB`);
  }
  if (socketsAfter > socketsBefore * 1.1 + 20) {
    faults.push(`open sockets grew from ${socketsBefore} to ${socketsAfter}`);
  }
  return faults;
}
