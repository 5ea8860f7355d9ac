// Processes that end: each has a bound on hanging, and what it started ends with it.
import { spawn } from 'node:child_process';

export interface BoundedOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** After this time it is killed. The bound is for hanging alone and decides nothing else. */
  readonly boundMs: number;
}

export interface Finished {
  /** null: killed by a signal. */
  readonly code: number | null;
  readonly hung: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws Error when the program does not exist */
export async function runBounded(
  [program = '', ...args]: readonly string[],
  { cwd, env, input, boundMs }: BoundedOptions,
): Promise<Finished> {
  const child = spawn(program, args, { cwd, env, stdio: 'pipe', detached: true });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  // A program may end without having read it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const killGroup = () => {
    if (child.pid !== undefined) killQuietly(-child.pid);
  };
  process.once('exit', killGroup);
  let hung = false;
  const bound = setTimeout(() => {
    hung = true;
    killGroup();
  }, boundMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      // What a client left running may hold its outputs open.
      child.once('exit', killGroup);
      child.once('close', resolve);
    });
    return { code, hung, ...output };
  } finally {
    clearTimeout(bound);
    process.off('exit', killGroup);
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
