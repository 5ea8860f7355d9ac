// What a user of the stack is, once parsed: one list of keys and one name for each model,
// however they are written. Pure.
import type { z } from 'zod';
import type { Typewriter } from '../../worker/contract/env.ts';
import type { userSchema } from './user-schema.ts';

/** One user. */
export interface UserSettings {
  readonly name: string;
  /** At least one; all of them open the gateway. The last one is the newest. */
  readonly keys: readonly KeySettings[];
  /** May use what all users of the Azure account share. */
  readonly accountData?: boolean | undefined;
  /** Names of the only models that the user may use; undefined: all. */
  readonly models?: readonly string[] | undefined;
  /** Unix seconds from which on the keys are refused. */
  readonly expires?: number | undefined;
  readonly disabled?: boolean | undefined;
  /** In place of the stack's. */
  readonly typewriter?: Typewriter | undefined;
}

/** A key of a user. */
export type KeySettings =
  | { readonly kind: 'given'; readonly key: string }
  | { readonly kind: 'hashed'; readonly sha256: string }
  /** A random one; another generation is another key. */
  | { readonly kind: 'random'; readonly generation: number };

type ParsedUser = z.output<typeof userSchema>;
type ParsedKey = NonNullable<ParsedUser['keys']>[number];

/** A model with the names that clients use for it. */
interface NamedModel {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The user without its notes, which are for people who read the stack file. */
export function toUserSettings(parsed: ParsedUser, models: readonly NamedModel[]): UserSettings {
  const { name, accountData, expires, disabled, typewriter } = parsed;
  return {
    name,
    keys: keysOf(parsed),
    ...(accountData !== undefined && { accountData }),
    ...(parsed.models !== undefined && { models: modelsNamed(parsed.models, models) }),
    ...(expires !== undefined && { expires }),
    ...(disabled !== undefined && { disabled }),
    ...(typewriter !== undefined && { typewriter }),
  };
}

function keysOf({ key, sha256, keys }: ParsedUser): readonly KeySettings[] {
  return (keys ?? [{ key, sha256 }]).map(toKeySettings);
}

function toKeySettings({ key, sha256, generation }: Partial<ParsedKey>): KeySettings {
  if (key !== undefined) return { kind: 'given', key };
  if (sha256 !== undefined) return { kind: 'hashed', sha256 };
  return { kind: 'random', generation: generation ?? 1 };
}

/** Without aliases, in the order of `models`. */
function modelsNamed(names: readonly string[], models: readonly NamedModel[]): readonly string[] {
  return models
    .filter(({ name, aliases }) => [name, ...aliases].some((own) => names.includes(own)))
    .map(({ name }) => name);
}
