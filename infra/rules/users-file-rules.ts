// The users of users.<stack>.yaml follow those of the stack file, and the same schemas and rules hold for
// them. Only their places differ, and the file is not encrypted, so it must not hold a key.
import { applyMergeKeys } from '../settings/merge-keys.ts';
import type { RawConfig } from '../settings/raw-config.ts';
import type { LooseSettings } from './loose-settings.ts';
import type { Fault, FaultContext, FileUsers } from './settings-faults.ts';
import { placeOf } from './settings-faults.ts';

/** The configuration with the users of both files. */
export interface MergedUsers {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the file's users are in `users`. */
  readonly usersFile?: FileUsers;
  /** What is wrong with the file as a whole. */
  readonly faults: readonly Fault[];
}

/** Appends the file's users. Without a list in either place `users` stays as it is. */
export function mergeUsers(
  values: Readonly<Record<string, unknown>>,
  {
    stack,
    usersFile: file,
    lastUsersFile,
  }: Pick<RawConfig, 'stack' | 'usersFile' | 'lastUsersFile'>,
): MergedUsers {
  if (file === undefined) {
    return {
      values,
      faults: lastUsersFile === undefined ? [] : [missingFile(stack, lastUsersFile)],
    };
  }
  const { name } = file;
  if ('unreadable' in file) {
    return { values, faults: [{ key: name, kind: 'invalid', text: file.unreadable }] };
  }
  if (!Array.isArray(file.users)) {
    const text = 'not a list; expected a list of users, such as `- name: alice`';
    return { values, faults: [{ key: name, kind: 'invalid', text }] };
  }
  const { users = [] } = values;
  // Users of the wrong form are reported alone.
  if (!Array.isArray(users)) return { values, faults: [] };
  const added = applyMergeKeys(file.users) as unknown[];
  const all: readonly unknown[] = [...(users as unknown[]), ...added];
  return {
    values: { ...values, users: all },
    usersFile: { name, first: users.length },
    faults: [],
  };
}

/** A renamed stack, or a checkout without the file, must not lose its users silently. */
function missingFile(stack: string, last: string): Fault {
  const name = `users.${stack}.yaml`;
  const found = last === name ? 'restore it' : `rename ${last} to it, or restore it`;
  return {
    key: name,
    kind: 'missing',
    text: `missing, and the last \`up\` had users from ${last}; ${found}. If these users are to lose their keys, create an empty file of this name, run \`npm run up\`, and delete it then`,
  };
}

/** A fault for each key in the file, of whatever form. */
export function keysInFile(loose: LooseSettings, context: FaultContext): readonly Fault[] {
  const { usersFile } = context;
  if (usersFile === undefined) return [];
  return loose.users.flatMap(({ key, keys = [] }, index) => {
    if (index < usersFile.first) return [];
    const own = ['users', index];
    const paths = [
      ...(key === undefined ? [] : [[...own, 'key']]),
      ...keys.flatMap((entry, place) =>
        // An entry that is not an object reads as an empty key, and has a fault of its own.
        entry.key === undefined || entry.key === '' ? [] : [[...own, 'keys', place, 'key']],
      ),
    ];
    return paths.map((path): Fault => ({
      key: placeOf(path, context),
      kind: 'plain-text',
      text: 'a key, and this file is not encrypted; move the user to the stack file, or write the `sha256` of the key',
    }));
  });
}
