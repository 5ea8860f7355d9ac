// On what, and with what, a run was made.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly workerd: string;
}

export function readMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    workerd: workerdVersion(),
  };
}

/** A description of the machine in words. */
export function describeMachine(machine: Machine, seconds: number): string {
  const { date, processor, cores, memoryGib, system, node, workerd } = machine;
  return [
    `The run below was made on ${date}, in ${seconds.toFixed(0)} seconds,`,
    `on ${cores} cores (${processor}) with ${memoryGib} GiB of memory,`,
    `under ${system}, with workerd ${workerd} and Node ${node}.`,
  ].join(' ');
}

function workerdVersion(): string {
  const file = createRequire(import.meta.url).resolve('workerd/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
