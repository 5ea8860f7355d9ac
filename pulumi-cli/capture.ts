import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { exitCodeOf } from '../command-line/exit-code.ts';

/** A process that has ended. */
export interface Captured {
  /** Null where the program could not be started or a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without input and keeps its output. Never throws: a missing program has the code null. */
export async function capture(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Captured> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [code, stdout, stderr] = await Promise.all([
    exitCodeOf(child).catch(() => null),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}
