import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

export interface Ended {
  /** 128 and the signal's number where a signal ended it, as shells have it. */
  readonly code: number;
}

/**
 * Runs Pulumi's CLI in this terminal and waits for it, also after Ctrl-C: the terminal sends that to both,
 * and Pulumi finishes the step that it is at. Other signals, and an interrupt without a terminal, are
 * passed on once, because Pulumi stops at once at the second one and leaves the step unrecorded.
 */
export async function runPulumi(
  path: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const running: ChildProcess[] = [];
  let passed = false;
  const handle = (signal: NodeJS.Signals) => {
    if (passed || (signal === 'SIGINT' && process.stdin.isTTY)) return;
    passed = true;
    // Pulumi does not handle a hangup, and would leave the step unrecorded.
    running[0]?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  };
  // For as long as this process runs: npm repeats an interrupt, perhaps when Pulumi has ended already.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
  const child = spawn(path, args, { cwd, env, stdio: 'inherit' });
  running.push(child);
  return await endOf(child);
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) });
    });
  });
}
