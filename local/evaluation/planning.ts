// Plans a start in a process of its own: the program is a module that runs once per process, and this process
// stays free for signals.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { asObject } from '../../command-line/as-object.ts';
import type { Plan } from '../plan.ts';
import type { Source } from '../variables/choose-source.ts';

/** What the process is sent. */
export interface PlanRequest {
  /** The project's folder, also the working directory. */
  readonly root: string;
  readonly source: Source;
}

/** What the process sends: steps, then one of the others. */
export type PlanMessage =
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** A message for the person at the terminal. */
  | { readonly kind: 'fault'; readonly message: string }
  /** With its stack trace. */
  | { readonly kind: 'bug'; readonly message: string };

/** How planning ends. */
export type Outcome = Exclude<PlanMessage, { readonly kind: 'step' }>;

export interface Planning {
  readonly outcome: Promise<Outcome>;
  /** Ends the process, whatever it does. */
  cancel(): Promise<void>;
}

export function startPlanning(request: PlanRequest, onStep: (text: string) => void): Planning {
  const child = fork(join(import.meta.dirname, 'plan-process.ts'), {
    serialization: 'advanced',
    // Standard output may be for a program.
    stdio: ['ignore', 2, 2, 'ipc'],
    // Ctrl-C in a terminal reaches the whole process group, but only this process is to end it.
    detached: true,
  });
  const exited = once(child, 'exit');
  const outcome = new Promise<Outcome>((resolve) => {
    child.on('message', (message) => {
      if (!isPlanMessage(message)) return;
      if (message.kind === 'step') onStep(message.text);
      else resolve(message);
    });
    // After all messages.
    child.once('disconnect', () => {
      resolve({ kind: 'bug', message: 'The program ended without a result.' });
    });
  });
  child.send(request);
  return {
    outcome,
    async cancel() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const KINDS: readonly unknown[] = ['step', 'plan', 'fault', 'bug'] satisfies PlanMessage['kind'][];

/** Only plan-process.ts has the channel, so the kind says all. */
function isPlanMessage(message: unknown): message is PlanMessage {
  return KINDS.includes(asObject(message)['kind']);
}
