// A user of the stack after parsing. Keys become one list, and aliases become the names of their models.
import type { z } from 'zod';
import type { LimitSet } from '../../worker/contract/budgets.ts';
import type { Typewriter } from '../../worker/contract/env.ts';
import { isSet, pickLimits, type MemberDefaults } from './limits/limit-settings.ts';
import type { userSchema } from './user-schema.ts';

/** One user. */
export interface UserSettings {
  readonly name: string;
  /** At least one; all of them are valid. The last one is the newest. */
  readonly keys: readonly KeySettings[];
  /** May use the files, batches and stores that all users of the Azure account share. */
  readonly accountData?: boolean | undefined;
  /** Names of the models that the user may use; undefined: all. */
  readonly models?: readonly string[] | undefined;
  /** Unix seconds from which the keys are refused. */
  readonly expires?: number | undefined;
  readonly disabled?: boolean | undefined;
  /** Overrides the stack's setting. */
  readonly typewriter?: Typewriter | undefined;
  /** Name of an entry of `teams`. */
  readonly team?: string | undefined;
  /** May see what all users used. */
  readonly admin?: boolean | undefined;
  /** The user's own limits, at least one; undefined: there are none. */
  readonly limits?: LimitSet | undefined;
}

/** A key of a user. */
export type KeySettings =
  | { readonly kind: 'given'; readonly key: string }
  | { readonly kind: 'hashed'; readonly sha256: string }
  /** A random key. Each generation is another key. */
  | { readonly kind: 'random'; readonly generation: number };

type ParsedUser = z.output<typeof userSchema>;
type ParsedKey = NonNullable<ParsedUser['keys']>[number];

/** A model with the names that clients use for it. */
interface NamedModel {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Drops the notes, which are for readers of the stack file.
 *
 * @param defaults what the user's team sets for its members
 */
export function toUserSettings(
  parsed: ParsedUser,
  models: readonly NamedModel[],
  defaults: MemberDefaults = {},
): UserSettings {
  const { name, disabled, team, admin } = parsed;
  const {
    accountData = defaults.accountData,
    models: allowed = defaults.models,
    expires = defaults.expires,
    typewriter = defaults.typewriter,
  } = parsed;
  const limits = pickLimits(parsed);
  return {
    name,
    keys: keysOf(parsed),
    ...(accountData !== undefined && { accountData }),
    ...(allowed !== undefined && { models: modelsNamed(allowed, models) }),
    ...(expires !== undefined && { expires }),
    ...(disabled !== undefined && { disabled }),
    ...(typewriter !== undefined && { typewriter }),
    ...(team !== undefined && { team }),
    ...(admin !== undefined && { admin }),
    ...(isSet(limits) && { limits }),
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

/** Replaces aliases by the names of their models, in the order of `models`. */
function modelsNamed(names: readonly string[], models: readonly NamedModel[]): readonly string[] {
  return models
    .filter(({ name, aliases }) => [name, ...aliases].some((own) => names.includes(own)))
    .map(({ name }) => name);
}
