// The shell commands that put the keys into the stack file. A key goes to Pulumi on standard
// input: not into a file, nor into the arguments of a process, which others can list. `printf` is
// the shell's own, so it starts none.
import type { Secret } from './stack-file.ts';

/** As one word of a POSIX shell, whatever is in it. */
export function quote(text: string): string {
  return /^[\w.@%+=:,/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For a person to read: no key is in it. */
export function maskedCommand(secret: Secret, stack: string): string {
  return `printf %s ${quote(`(key of ${secret.owner})`)} | ${setCommand(secret, stack)}`;
}

/** For a shell to run. */
export function shellScript(secrets: readonly Secret[], stack: string): string {
  const lines = secrets.map(
    (secret) => `printf %s ${quote(secret.value)} | ${setCommand(secret, stack)}`,
  );
  return ['set -e', ...lines, ''].join('\n');
}

/** Takes the key from standard input; asks for it where that is a terminal. */
export function setCommand(
  { list, index, member }: Pick<Secret, 'list' | 'index' | 'member'>,
  stack: string,
): string {
  const path = `${list}[${index}].${member}`;
  return `pulumi config set --stack ${quote(stack)} --path ${quote(path)} --secret`;
}
