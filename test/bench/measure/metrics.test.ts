import { expect, test } from 'vitest';
import { compare } from './measure.ts';
import type { MetricName, Sample } from './metrics.ts';

function sample(cpuMs: number, memoryKib: number, firstByteMs: number, totalMs: number): Sample {
  return {
    before: { cpuMs: 100, memoryKib: 1000, peakKib: 1000 },
    after: { cpuMs: 100 + cpuMs, memoryKib, peakKib: 2 * memoryKib },
    concurrency: 10,
    sentBytes: 3 * 1024 ** 2,
    exchanges: [
      { firstByteMs, totalMs },
      { firstByteMs, totalMs: 2 * totalMs },
      { firstByteMs, totalMs: totalMs / 2 },
    ],
  };
}

test.each<[MetricName, number, number, number]>([
  ['cpu', 10, 15, 1.5],
  ['total-time', 8, 12, 1.5],
  ['slowest-time', 16, 24, 1.5],
  ['first-request', 8, 12, 4],
  ['first-byte', 2, 3, 1],
  ['memory-growth', 2, 2.5, 1.25],
  ['memory-peak', 300, 400, 100],
  ['memory-in-all', 2.9296875, 3.90625, 3.90625],
  ['cpu-per-mib', 10, 15, 15],
])('%s of a round is %d and %d, and compares as %d', (name, baseline, gateway, compared) => {
  const round = { baseline: sample(30, 2000, 2, 8), gateway: sample(45, 2500, 3, 12) };
  expect(compare(name, [round])).toEqual({
    baseline: [baseline],
    gateway: [gateway],
    compared: [compared],
  });
});
