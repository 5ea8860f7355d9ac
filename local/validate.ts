// `npm run validate`: checks the stack files, without accounts, secrets and Pulumi.
import { dirname } from 'node:path';
import { parseCommandLine } from '../command-line/parse-command-line.ts';
import { report, UserError } from '../command-line/user-error.ts';
import { stackNames } from './stack/stack-config.ts';
import { validateStack, type StackReport } from './stack/validate-stack.ts';

const HELP = `Checks Pulumi.<stack>.yaml and users.<stack>.yaml: every fault that npm run preview would report
before it calls Azure or Cloudflare. Needs no account, no passphrase and no Pulumi CLI. Encrypted values
are not decrypted. The exit code is 1 when a stack has a fault.

  npm run validate -- [options]

  --stack NAME   this stack alone; default: all that have a file here
  --help         print this text`;

const ROOT = dirname(import.meta.dirname);

try {
  const { values } = parseCommandLine(
    {
      command: 'npm run validate',
      options: { stack: { type: 'string' }, help: { type: 'boolean', default: false } },
    },
    process.argv.slice(2),
  );
  if (values.help) console.log(HELP);
  else validate(values.stack === undefined ? stackNames(ROOT) : [values.stack]);
} catch (error) {
  report(error);
}

function validate(stacks: readonly string[]): void {
  if (stacks.length === 0) {
    throw new UserError('There is no stack file here: no Pulumi.<stack>.yaml.');
  }
  for (const stack of stacks) {
    const lines = check(stack);
    if (lines.ok) console.log(lines.text);
    else {
      console.error(lines.text);
      process.exitCode = 1;
    }
  }
}

function check(stack: string): { readonly ok: boolean; readonly text: string } {
  try {
    const found = validateStack(ROOT, stack, Date.now());
    return { ok: found.faults === undefined, text: describe(found) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ok: false, text: `✗ ${stack}: ${error.message}` };
  }
}

function describe({ stack, faults, warnings, toBeSet }: StackReport): string {
  if (faults !== undefined) return `✗ ${stack}: ${faults}`;
  return [
    `✓ ${stack}`,
    ...warnings.map((warning) => `  warning: ${warning}`),
    ...(toBeSet.length === 0 ? [] : [`  To deploy it, also set ${toBeSet.join(' and ')}.`]),
  ].join('\n');
}
