import { expect, test } from 'vitest';
import { readCpuMs } from './process-cpu.ts';
import { readMemoryKib } from './process-memory.ts';

const onLinux = test.runIf(process.platform === 'linux');

onLinux('CPU time only grows', () => {
  const before = readCpuMs(process.pid);
  expect(before).toBeGreaterThan(0);
  expect(readCpuMs(process.pid)).toBeGreaterThanOrEqual(before);
});

onLinux('the memory of a Node process is more than 10 MB and less than 10 GB', () => {
  const kib = readMemoryKib(process.pid);
  expect(kib).toBeGreaterThan(10_000);
  expect(kib).toBeLessThan(10_000_000);
});
