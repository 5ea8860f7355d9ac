// `npm run up`, `preview`, `destroy` and `refresh`: Pulumi's command of that name with the same options,
// then what to do next. What happened is known from the exit code and the stack's state alone: the
// engine's own log of its events has secrets in plain text, and a file of it would outlive a kill.
import { delimiter, dirname, join } from 'node:path';
import { report, UserError } from '../command-line/user-error.ts';
import { capture } from './capture.ts';
import { requirePulumi } from './installation/check-cli.ts';
import { afterPreview, afterRun, afterUp, forShell } from './next-steps.ts';
import { readArguments, readCommand, type PulumiArguments } from './pulumi-arguments.ts';
import { listDeletedAccounts } from './repair/deleted-accounts.ts';
import { destroyFault } from './repair/earlier-version.ts';
import { readExportedStack, type ExportedStack } from './repair/exported-stack.ts';
import { missingAccounts } from './repair/taken-subdomain.ts';
import { runPulumi } from './run-pulumi.ts';

const ROOT = dirname(import.meta.dirname);

/** Pulumi's CLI and how to call it. */
interface Pulumi {
  readonly path: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

try {
  const [command, ...typed] = process.argv.slice(2);
  process.exitCode = await run(readArguments(readCommand(command), typed, process.env));
} catch (error) {
  report(error);
}

/** Returns Pulumi's exit code. */
async function run(args: PulumiArguments): Promise<number> {
  const { path } = await requirePulumi(process.env);
  if (args.doubtful.length > 0) {
    const names = args.doubtful.map((name) => `--${name}`).join(' ');
    say([
      `npm has an option ${names} too. To give it to Pulumi: npm run ${args.command} -- ${names}`,
    ]);
  }
  const pulumi = { path, cwd: ROOT, env: withOwnNode(process.env) };
  if (args.command === 'destroy' && !args.options.has('help')) {
    const fault = destroyFault(await exportStack(args, pulumi), args.stack);
    if (fault !== undefined) throw new UserError(fault);
  }
  const { code } = await runPulumi(path, [args.command, ...args.args], pulumi);
  say(forShell(await nextSteps(args, pulumi, code)));
  return code;
}

async function nextSteps(
  args: PulumiArguments,
  pulumi: Pulumi,
  code: number,
): Promise<readonly string[]> {
  const { command, stack, options } = args;
  if (options.has('help') || options.has('json')) return [];
  if (command === 'preview') return code === 0 ? afterPreview(stack) : [];
  const exported = await exportStack(args, pulumi);
  const mayBeTaken = code !== 0 && exported !== undefined && missingAccounts(exported).length > 0;
  const deleted = mayBeTaken ? await listDeletedAccounts(pulumi.env, exported) : undefined;
  const lines = afterRun(args, { code, exported, deleted });
  const url = exported?.url;
  if (code !== 0 || command !== 'up' || options.has('suppress-outputs') || url === undefined) {
    return lines;
  }
  return [...lines, ...afterUp(stack, url)];
}

/** Without `--show-secrets`: secrets stay encrypted. Undefined where Pulumi does not give the state. */
async function exportStack(
  { stack }: PulumiArguments,
  { path, cwd, env }: Pulumi,
): Promise<ExportedStack | undefined> {
  const named = stack === undefined ? [] : ['--stack', stack];
  const args = ['stack', 'export', ...named, '--non-interactive'];
  const { code, stdout } = await capture(path, args, { cwd, env });
  return code === 0 ? readExportedStack(stdout) : undefined;
}

/** Pulumi runs the program on the first `node` on PATH, which must be able to read TypeScript. */
function withOwnNode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = join(ROOT, 'node_modules/.bin');
  return { ...env, PATH: [own, env['PATH'] ?? ''].join(delimiter) };
}

function say(lines: readonly string[]): void {
  if (lines.length > 0) console.error(['', ...lines].join('\n'));
}
