// Pulumi's CLI as the operator has it, for reading alone.
import { homedir } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asObject } from '../../command-line/as-object.ts';
import { capture, type Captured } from '../../pulumi-cli/capture.ts';
import { requirePulumi } from '../../pulumi-cli/installation/check-cli.ts';
import type { PulumiCli } from '../../pulumi-cli/installation/find-cli.ts';
import { readExportedStack, type ExportedStack } from '../../pulumi-cli/repair/exported-stack.ts';
import { UserError } from '../../command-line/user-error.ts';
import { Trouble } from '../finding.ts';
import { once } from '../context/once.ts';

export interface PulumiOptions {
  /** The folder of Pulumi.yaml. */
  readonly project: string;
  /** undefined: the selected one. */
  readonly stack: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Makes the signal that ends a command. */
  readonly deadline: () => AbortSignal;
}

export class OperatorsPulumi {
  /** @throws Trouble that says how to get the CLI, or a newer one */
  readonly cli: () => Promise<PulumiCli>;
  /** The stack's name: what `--stack` says, the selected one, or dev. */
  readonly stackName: () => Promise<string>;
  /** The state, with its secrets encrypted. @throws Trouble where it cannot be read */
  readonly exported: () => Promise<ExportedStack>;
  readonly #options: PulumiOptions;

  constructor(options: PulumiOptions) {
    this.#options = options;
    this.cli = once(() => findCli(options.env));
    this.stackName = once(() => this.#findName());
    this.exported = once(() => this.#export());
  }

  /** Runs a command without questions. @throws Trouble where it does not end in time */
  async call(args: readonly string[]): Promise<Captured> {
    const { path } = await this.cli();
    const { project, env, deadline } = this.#options;
    const signal = deadline();
    const captured = await capture(path, [...args, '--non-interactive', '--color=never'], {
      cwd: project,
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: 'true' },
      signal,
    });
    if (!signal.aborted) return captured;
    throw new Trouble(
      `pulumi ${args.slice(0, 2).join(' ')} did not end in time`,
      'Type the command yourself, and see what it waits for. The backend may not answer, or a plugin is being downloaded.',
    );
  }

  /** Runs a command about the stack. */
  async callForStack(args: readonly string[]): Promise<Captured> {
    return this.call([...args, '--stack', await this.stackName()]);
  }

  /** The state; undefined where it cannot be read. */
  async exportedIfAny(): Promise<ExportedStack | undefined> {
    try {
      return await this.exported();
    } catch (error) {
      if (error instanceof Trouble) return undefined;
      throw error;
    }
  }

  /** A value of the stack's configuration; undefined where it is not set or Pulumi is not there. */
  async configured(key: string): Promise<string | undefined> {
    try {
      const { code, stdout } = await this.callForStack(['config', 'get', key]);
      const value = stdout.trim();
      return code === 0 && value !== '' ? value : undefined;
    } catch (error) {
      if (error instanceof Trouble) return undefined;
      throw error;
    }
  }

  async #findName(): Promise<string> {
    const { stack, project } = this.#options;
    if (stack !== undefined) return stack;
    const selected = await this.#selected();
    if (selected !== undefined) return selected;
    if (existsSync(join(project, 'Pulumi.dev.yaml'))) return 'dev';
    throw new Trouble('no stack is selected', 'Name one: npm run doctor -- --stack NAME');
  }

  async #selected(): Promise<string | undefined> {
    try {
      const { code, stdout } = await this.call(['stack', '--show-name']);
      return code === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
    } catch (error) {
      if (error instanceof Trouble) return undefined;
      throw error;
    }
  }

  async #export(): Promise<ExportedStack> {
    const { code, stdout, stderr } = await this.callForStack(['stack', 'export']);
    if (code === 0) return readExportedStack(stdout);
    const name = await this.stackName();
    if (/no stack named|not found/i.test(stderr)) {
      throw new Trouble(
        `Pulumi's backend has no stack ${name}`,
        `Create it: pulumi stack init ${name}. Or log in to the backend that has it: pulumi login URL. Stacks there: pulumi stack ls`,
      );
    }
    throw new Trouble(
      `Pulumi cannot read the stack ${name}: ${firstLine(stderr)}`,
      'Do what Pulumi says, and see docs/recovery.md.',
    );
  }
}

async function findCli(env: NodeJS.ProcessEnv): Promise<PulumiCli> {
  try {
    return await requirePulumi({ HOME: homedir(), ...env });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [found = '', ...rest] = error.message.split(/(?<=\.)\s+|\n/);
    throw new Trouble(found, rest.length > 0 ? rest.join(' ') : error.message);
  }
}

/** What Pulumi says, without its mark. */
export function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return (lines.find((line) => line !== '') ?? 'it said nothing').replace(/^error:\s*/, '');
}

/** The members of a JSON text that is an object. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}
