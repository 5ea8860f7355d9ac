// Turns a migration into the text of the stack file and says where each secret belongs. The text contains
// no key: users' keys are empty and Azure's is left out, and the program refuses both until they are set.
// A user with a random key has no `key` at all.
import { stringify } from 'yaml';
import type { Migration } from './seed.ts';
import type { KeyBinding } from '../infra/bindings/user-bindings.ts';
import type { MigratedUser } from './users.ts';

/** A key and where it belongs. */
export interface Secret {
  readonly list: 'regions' | 'users';
  readonly index: number;
  /** Path below the entry, such as `key` or `keys[1].key`. */
  readonly member: string;
  /** The entry's user, or its account at Azure. */
  readonly owner: string;
  readonly value: string;
}

/** CHIT_USERS says who is in which team. What a team may use is in LIMITS. */
export const TEAMS_WITHOUT_LIMITS =
  'The teams have no limits here: CHIT_USERS names them only. Set `budget`, `members` and so on before `up`.';

/** The teams of the users, in the order in which they are named. */
export function teamNames(users: readonly MigratedUser[]): readonly string[] {
  const names = users.map(({ rights }) => rights['team']);
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

/** Takes the place of Azure's key when that is unknown. */
const SOME_KEY = 'x'.repeat(32);

/**
 * The settings of the stack.
 *
 * @param keys `empty` for the file, `given` to check whether the program accepts them
 */
export function toSettings(
  { account, azureKey, apiVersion, models, users, cloudflareAccountId }: Migration,
  keys: 'empty' | 'given',
): Readonly<Record<string, unknown>> {
  const teams = teamNames(users);
  return {
    ...(cloudflareAccountId !== undefined && { cloudflareAccountId }),
    regions: [{ account, ...(keys === 'given' && { key: azureKey ?? SOME_KEY }) }],
    models: models.map(({ name, deployment, aliases }) => ({
      name,
      deployment,
      ...(aliases.length > 0 && { aliases }),
      ...(apiVersion !== undefined && { upstream: 'deployment', apiVersion }),
    })),
    ...(teams.length > 0 && { teams: teams.map((name) => ({ name })) }),
    users: users.map((user) => ({
      name: user.name,
      ...toKeys(keys === 'given' ? user.keys : user.keys.map(emptied)),
      ...user.rights,
    })),
  };
}

/** The text of Pulumi.<stack>.yaml. Pulumi's CLI adds the project's name to each key later. */
export function toStackFile(migration: Migration): string {
  const config = toSettings(migration, 'empty');
  // In quotes, because YAML reads a plain 2024-10-21 as a date and a plain 0613 as a number.
  const yaml = stringify(
    { config },
    { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN', lineWidth: 0 },
  );
  return `# Written by \`npm run migrate\`, without keys: the commands that it prints set them here, encrypted.
# Pulumi.yaml describes every setting.
${teamNames(migration.users).length > 0 ? `# ${TEAMS_WITHOUT_LIMITS}\n` : ''}${yaml}`;
}

/** Every known key. */
export function secretsOf({ account, azureKey, users }: Migration): readonly Secret[] {
  const region = { list: 'regions', index: 0, member: 'key', owner: account } as const;
  return [
    ...(azureKey === undefined ? [] : [{ ...region, value: azureKey }]),
    ...users.flatMap(userSecrets),
  ];
}

function userSecrets({ name, keys }: MigratedUser, index: number): readonly Secret[] {
  return keys.flatMap((key, place) => {
    if (!('key' in key)) return [];
    const member = keys.length > 1 ? `keys[${place}].key` : 'key';
    return [{ list: 'users', index, member, owner: name, value: key.key }];
  });
}

function emptied(key: KeyBinding): KeyBinding {
  return 'key' in key ? { key: '' } : key;
}

function toKeys(keys: readonly KeyBinding[]): Readonly<Record<string, unknown>> {
  const [only] = keys;
  return keys.length > 1 ? { keys } : { ...only };
}
