// The shell commands that set the keys in the stack file. Pulumi reads a key from standard input, so it
// is neither in a file nor in the arguments of a process, which others can list. `printf` is built into
// the shell and starts no process.
import type { Secret } from './stack-file.ts';

/** Quotes any text as one word of a POSIX shell. */
export function quote(text: string): string {
  return /^[\w.@%+=:,/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The command for a person to read, without the key. */
export function maskedCommand(secret: Secret, stack: string): string {
  return `printf %s ${quote(`(key of ${secret.owner})`)} | ${setCommand(secret, stack)}`;
}

/** The commands for a shell to run, with the keys. */
export function shellScript(secrets: readonly Secret[], stack: string): string {
  const lines = secrets.map(
    (secret) => `printf %s ${quote(secret.value)} | ${setCommand(secret, stack)}`,
  );
  return ['set -e', ...lines, ''].join('\n');
}

/** The command reads the key from standard input, or prompts for it in a terminal. */
export function setCommand(
  { list, index, member }: Pick<Secret, 'list' | 'index' | 'member'>,
  stack: string,
): string {
  const path = `${list}[${index}].${member}`;
  return `pulumi config set --stack ${quote(stack)} --path ${quote(path)} --secret`;
}
