// Reads users.<stack>.yaml, a list of users beside the stack file. Pulumi passes a stack's configuration in
// one environment variable, which Linux limits to 128 KiB and Windows to 32 KiB; a file has no such limit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import type { UsersFile } from './settings/raw-config.ts';

const NOT_UTF_8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/**
 * The file of the stack; undefined where there is none. Never throws: what is wrong with the file is a
 * fault, reported with all others. A fault contains nothing of the file's text.
 *
 * @param folder of Pulumi.yaml, in which Pulumi runs the program
 */
export function readUsersFile(folder: string, stack: string): UsersFile | undefined {
  const name = `users.${stack}.yaml`;
  try {
    const content: unknown = parse(toText(readFileSync(join(folder, name))), { logLevel: 'error' });
    return { name, users: content ?? [] };
  } catch (error) {
    if (isMissing(error)) return undefined;
    return { name, unreadable: explain(error) };
  }
}

/** Without a byte order mark. Throws where the file is not UTF-8, as with UTF-16 of Windows' older editors. */
function toText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
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
  // An alias that is used often may stand for a text of any size: https://eemeli.org/yaml/#tojs-options
  if (error instanceof ReferenceError) {
    return error.message.startsWith('Excessive alias count')
      ? 'an anchor (`&name`) is used too often (`*name`); write the values out'
      : 'an alias (`*name`) comes before its anchor (`&name`), or has none';
  }
  if (error instanceof TypeError && 'code' in error && error.code === NOT_UTF_8) {
    return 'not UTF-8; save the file with this encoding';
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `cannot be read${code}`;
}
