// Reads users.<stack>.yaml, a list of users beside the stack file. Pulumi passes a stack's configuration in
// one environment variable, which Linux limits to 128 KiB and Windows to 32 KiB; a file has no such limit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import type { UsersFile } from './settings/raw-config.ts';

/**
 * The file of the stack; undefined where there is none. Never throws: what is wrong with the file is a
 * fault, reported with all others. A fault contains nothing of the file's text.
 *
 * @param folder of Pulumi.yaml, in which Pulumi runs the program
 */
export function readUsersFile(folder: string, stack: string): UsersFile | undefined {
  const name = `users.${stack}.yaml`;
  try {
    const content: unknown = parse(readFileSync(join(folder, name), 'utf8'), { logLevel: 'error' });
    return { name, users: content ?? [] };
  } catch (error) {
    if (isMissing(error)) return undefined;
    return { name, unreadable: explain(error) };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function explain(error: unknown): string {
  if (error instanceof YAMLParseError) {
    const [start] = error.linePos ?? [];
    const place = start === undefined ? '' : ` in line ${start.line}`;
    return `not valid YAML${place} (${error.code})`;
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `cannot be read${code}`;
}
