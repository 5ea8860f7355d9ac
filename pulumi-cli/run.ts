// `npm run up`, `preview`, `destroy` and `refresh`: Pulumi's command of that name with the same options,
// then what to do next.
import { delimiter, dirname, join } from 'node:path';
import { report } from '../command-line/user-error.ts';
import { capture } from './capture.ts';
import { requirePulumi } from './installation/check-cli.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { afterPreview, afterTrouble, afterUp, sawPending } from './next-steps.ts';
import { readArguments, readCommand, type PulumiArguments } from './pulumi-arguments.ts';
import { readExportedStack, type ExportedStack } from './repair/exported-stack.ts';
import { runPulumi } from './run-pulumi.ts';

/** `preview --expect-no-changes` and the like found changes. */
const CHANGES_FOUND = 7;

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
  // Pulumi takes the option only once.
  const log = args.options.has('event-log') ? undefined : createEventLog();
  try {
    const { code } = await runPulumi(path, [args.command, ...args.args, ...(log?.args ?? [])], {
      ...pulumi,
      env: { ...pulumi.env, ...log?.env },
    });
    say(await nextSteps(args, pulumi, code, log));
    return code;
  } finally {
    log?.remove();
  }
}

async function nextSteps(
  args: PulumiArguments,
  pulumi: Pulumi,
  code: number,
  log: EventLog | undefined,
): Promise<readonly string[]> {
  const { command, stack, options } = args;
  if (options.has('help') || options.has('json')) return [];
  const reported = log?.read();
  if (code !== 0) {
    if (command === 'preview' || code === CHANGES_FOUND) return [];
    return afterTrouble(args, code, reported, await exportStack(args, pulumi));
  }
  if (command === 'preview') return afterPreview(stack);
  const left = sawPending(reported)
    ? afterTrouble(args, code, reported, await exportStack(args, pulumi))
    : [];
  if (command !== 'up' || options.has('suppress-outputs')) return left;
  const url = await call(pulumi, ['stack', 'output', 'url'], stack);
  return [...left, ...(url === '' ? [] : afterUp(stack, url))];
}

/** Without `--show-secrets`: secrets stay encrypted. */
async function exportStack({ stack }: PulumiArguments, pulumi: Pulumi): Promise<ExportedStack> {
  return readExportedStack(await call(pulumi, ['stack', 'export'], stack));
}

/** Pulumi's output, or an empty text where it fails. */
async function call(
  { path, cwd, env }: Pulumi,
  args: readonly string[],
  stack: string | undefined,
): Promise<string> {
  const named = stack === undefined ? args : [...args, '--stack', stack];
  const { code, stdout } = await capture(path, [...named, '--non-interactive'], { cwd, env });
  return code === 0 ? stdout.trim() : '';
}

/** Pulumi runs the program on the first `node` on PATH, which must be able to read TypeScript. */
function withOwnNode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = join(ROOT, 'node_modules/.bin');
  return { ...env, PATH: [own, env['PATH'] ?? ''].join(delimiter) };
}

function say(lines: readonly string[]): void {
  if (lines.length > 0) console.error(['', ...lines].join('\n'));
}
