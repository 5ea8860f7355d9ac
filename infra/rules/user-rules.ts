// The rules about users between settings: names and keys that must differ, models that must
// exist, keys that must not be readable.
import { createHash } from 'node:crypto';
import type { Claim } from './unique-values.ts';
import { repeated } from './unique-values.ts';
import type { LooseSettings, LooseUser } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { secretCommand, toKey, wrongValue } from './settings-faults.ts';

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
  const keys = loose.users.flatMap((user, index) => keyClaims(user, index));
  return [
    ...repeated(names, context),
    ...repeated(
      keys.map(({ path, value }) => ({ path, value })),
      context,
    ),
    ...loose.users.flatMap((user, index) => [
      ...ambiguous(user, index, context),
      ...unknownModels(loose, user, index, context),
    ]),
    ...(secret ? [] : keys.flatMap(({ path, plain }) => (plain ? [plainKey(path)] : []))),
  ];
}

interface KeyClaim extends Claim {
  /** It is a key itself, not a hash or a number. */
  readonly plain: boolean;
}

/** Keys and hashes in one form, so that a key and its own hash are found to be the same. */
function keyClaims(user: LooseUser, index: number): readonly KeyClaim[] {
  const places: readonly (readonly [
    readonly PropertyKey[],
    NonNullable<LooseUser['keys']>[number],
  ])[] = [
    [['users', index], { ...user, generation: undefined }],
    ...(user.keys ?? []).map((key, place) => [['users', index, 'keys', place], key] as const),
  ];
  return places.flatMap(([path, { key, sha256, generation }]) => [
    // Of the wrong form, which is told already.
    ...(key === undefined || key === ''
      ? []
      : [{ path: [...path, 'key'], value: `sha256:${hash(key)}`, plain: true }]),
    ...(sha256 === undefined || sha256 === ''
      ? []
      : [{ path: [...path, 'sha256'], value: `sha256:${sha256.toLowerCase()}`, plain: false }]),
    ...(generation === undefined || generation === 0
      ? []
      : [{ path: [...path, 'generation'], value: `${index}:${generation}`, plain: false }]),
  ]);
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Which of two keys is meant must not be guessed. */
function ambiguous(user: LooseUser, index: number, context: FaultContext): readonly Fault[] {
  const given = (['key', 'sha256', 'keys'] as const).filter((member) => user[member] !== undefined);
  const last = given.at(-1);
  const faults: Fault[] = [];
  if (given.length > 1 && last !== undefined) {
    const allowed = `none beside ${given[0] ?? ''}; several keys go into the list \`keys\``;
    faults.push(wrongValue(context, ['users', index, last], allowed));
  }
  for (const [place, key] of (user.keys ?? []).entries()) {
    const members = Object.values(key).filter((value) => value !== undefined);
    if (members.length === 1) continue;
    const allowed = 'exactly one of key, sha256 and generation';
    faults.push(wrongValue(context, ['users', index, 'keys', place], allowed));
  }
  return faults;
}

function unknownModels(
  loose: LooseSettings,
  user: LooseUser,
  index: number,
  context: FaultContext,
): readonly Fault[] {
  const known = loose.models.flatMap(({ name, aliases }) =>
    [name, ...aliases].filter((text) => text !== undefined),
  );
  return (user.models ?? []).flatMap((model, place) =>
    model === undefined || known.includes(model)
      ? []
      : [
          wrongValue(
            context,
            ['users', index, 'models', place],
            'the name or an alias of one of `models`',
            known,
          ),
        ],
  );
}

/** Pulumi tells only whether some of `users` is secret, so one plain key among secret ones passes. */
function plainKey(path: readonly PropertyKey[]): Fault {
  return { key: toKey(path), text: `in plain text; expected a secret: ${secretCommand(path)}` };
}
