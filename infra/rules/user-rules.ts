// The rules about users between settings: unique names and keys, known models, encrypted keys.
import { createHash } from 'node:crypto';
import type { LooseSettings, LooseUser } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { conflict, plainTextKey, wrongValue } from './settings-faults.ts';
import type { Occurrence } from './unique-values.ts';
import { findDuplicates } from './unique-values.ts';

/**
 * Everything wrong about the users.
 *
 * @param secret whether Pulumi keeps (part of) `users` encrypted
 */
export function userFaults(
  loose: LooseSettings,
  context: FaultContext,
  secret: boolean,
): readonly Fault[] {
  const names = loose.users.map(({ name }, index) => ({
    path: ['users', index, 'name'],
    value: name?.normalize('NFC').trim(),
  }));
  const entries = loose.users.flatMap(keyEntries);
  return [
    ...findDuplicates(names, context),
    ...findDuplicates(entries.flatMap(keyOccurrences), context),
    ...loose.users.flatMap((user, index) => [
      ...ambiguousKeys(user, index, context),
      ...unknownModels(loose, user.models, ['users', index, 'models'], context),
    ]),
    // Pulumi reports only whether some part of `users` is secret, so one plain key among encrypted ones
    // passes.
    ...(secret ? [] : entries.filter((entry) => hasKey(entry) && !isInFile(entry, context))).map(
      ({ path }) => plainTextKey([...path, 'key']),
    ),
  ];
}

/** An object that may hold a key: the user's own entry, or an entry of its `keys`. */
interface KeyEntry {
  readonly path: readonly PropertyKey[];
  readonly userIndex: number;
  readonly key?: string | undefined;
  readonly sha256?: string | undefined;
  readonly generation?: number | undefined;
}

function keyEntries({ key, sha256, keys = [] }: LooseUser, userIndex: number): readonly KeyEntry[] {
  const path = ['users', userIndex];
  return [
    { path, userIndex, key, sha256 },
    ...keys.map((entry, index) => ({ ...entry, path: [...path, 'keys', index], userIndex })),
  ];
}

/** An empty key has the wrong form, which is already reported. */
function hasKey({ key }: KeyEntry): boolean {
  return key !== undefined && key !== '';
}

/** A key in the users file is a fault in any case: users-file-rules.ts. */
function isInFile({ userIndex }: KeyEntry, { usersFile }: FaultContext): boolean {
  return usersFile !== undefined && userIndex >= usersFile.first;
}

/** Keys and hashes in one form, so that a key and its own hash count as the same. */
function keyOccurrences({ path, userIndex, ...entry }: KeyEntry): readonly Occurrence[] {
  const { key = '', sha256 = '', generation = 0 } = entry;
  const occurrences: Occurrence[] = [];
  if (key !== '') occurrences.push({ path: [...path, 'key'], value: `sha256:${hash(key)}` });
  if (sha256 !== '') {
    occurrences.push({ path: [...path, 'sha256'], value: `sha256:${sha256.toLowerCase()}` });
  }
  if (generation !== 0) {
    occurrences.push({ path: [...path, 'generation'], value: `${userIndex}:${generation}` });
  }
  return occurrences;
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** With two keys in one place, choosing one of them would be a guess. */
function ambiguousKeys(user: LooseUser, index: number, context: FaultContext): readonly Fault[] {
  const given = (['key', 'sha256', 'keys'] as const).filter((member) => user[member] !== undefined);
  const [first, ...others] = given;
  const last = others.at(-1);
  const faults: Fault[] = [];
  if (first !== undefined && last !== undefined) {
    const text = `cannot be combined with \`${first}\`; for several keys, use the list \`keys\``;
    faults.push(conflict(context, ['users', index, last], text));
  }
  for (const [place, entry] of (user.keys ?? []).entries()) {
    const members = Object.values(entry).filter((value) => value !== undefined);
    if (members.length === 1) continue;
    const allowed = 'exactly one of key, sha256 and generation';
    faults.push(wrongValue(context, ['users', index, 'keys', place], allowed));
  }
  return faults;
}

/**
 * A fault for each name in a list that no model has.
 *
 * @param path of the list
 */
export function unknownModels(
  loose: LooseSettings,
  names: LooseUser['models'],
  path: readonly PropertyKey[],
  context: FaultContext,
): readonly Fault[] {
  const known = loose.models.flatMap(({ name, aliases }) =>
    [name, ...aliases].filter((text) => text !== undefined),
  );
  const allowed = 'the name or an alias of one of `models`';
  return (names ?? []).flatMap((model, place) =>
    model === undefined || known.includes(model)
      ? []
      : [wrongValue(context, [...path, place], allowed, known)],
  );
}
