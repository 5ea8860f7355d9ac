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

export interface CaptureOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program, whose output is then not kept. */
  readonly signal?: AbortSignal;
}

/** Runs a program without input and keeps its output. Never throws: a missing program has the code null. */
export async function capture(
  program: string,
  args: readonly string[],
  options: CaptureOptions = {},
): Promise<Captured> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const { stdout: out, stderr: err } = child;
  // A program that it started may hold its output open.
  const leave = () => {
    out.destroy();
    err.destroy();
  };
  options.signal?.addEventListener('abort', leave);
  if (options.signal?.aborted === true) leave();
  const [code, stdout, stderr] = await Promise.all([
    exitCodeOf(child).catch(() => null),
    text(out).catch(() => ''),
    text(err).catch(() => ''),
  ]);
  options.signal?.removeEventListener('abort', leave);
  return { code, stdout, stderr };
}
