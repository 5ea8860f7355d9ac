// The folder of a stack's rehearsal below .local/: Pulumi's state, the copy of the stack's file, and what the
// clouds hold. It is the rehearsal's own, so nothing of an earlier, killed one may stand in the way.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clouds, CloudsState } from '../azure-stand-in/clouds/clouds.ts';
import { asObject } from '../command-line/as-object.ts';
import { rehearsalFolder } from './doctor-file.ts';
import { UserError } from '../command-line/user-error.ts';

export class RehearsalFolder {
  readonly path: string;
  readonly #lock: string;
  readonly #clouds: string;

  /**
   * Opens the folder for this process.
   *
   * @param root the project's folder
   * @throws UserError while another rehearsal of this stack runs
   */
  constructor(root: string, stack: string) {
    this.path = rehearsalFolder(root, stack);
    this.#lock = join(this.path, 'rehearsal.pid');
    this.#clouds = join(this.path, 'clouds.json');
    const owner = readNumber(this.#lock);
    if (owner !== undefined && owner !== process.pid && isRunning(owner)) {
      throw new UserError(
        `A rehearsal of the stack ${stack} is running (process ${owner}). Stop it first, with Ctrl-C in its terminal.`,
      );
    }
    // Killed before Pulumi had made the stack: there is nothing to go on with.
    if (!existsSync(join(this.path, `Pulumi.${stack}.yaml`))) this.forget();
    mkdirSync(join(this.path, 'state'), { recursive: true, mode: 0o700 });
    writeFileSync(this.#lock, String(process.pid));
    // Pulumi's own lock of a run that was killed.
    rmSync(join(this.path, 'state/.pulumi/locks'), { recursive: true, force: true });
  }

  readClouds(): CloudsState | undefined {
    if (!existsSync(this.#clouds)) return undefined;
    return JSON.parse(readFileSync(this.#clouds, 'utf8')) as CloudsState;
  }

  /** Keeps what the clouds hold, now and after each change, as the real clouds would. */
  keepClouds(clouds: Clouds): void {
    const save = () => {
      const state: CloudsState = {
        azure: clouds.azure.state,
        cloudflare: clouds.cloudflare.state,
      };
      const next = `${this.#clouds}.next`;
      // It has the Worker's keys.
      writeFileSync(next, JSON.stringify(state), { mode: 0o600 });
      renameSync(next, this.#clouds);
    };
    clouds.traffic.onChange(save);
    save();
  }

  /** Lets another process open the folder. */
  close(): void {
    rmSync(this.#lock, { force: true });
  }

  /** Deletes the rehearsal. */
  forget(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function readNumber(file: string): number | undefined {
  const number = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  return Number.isInteger(number) ? number : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists and belongs to somebody else.
    return asObject(error)['code'] === 'EPERM';
  }
}
