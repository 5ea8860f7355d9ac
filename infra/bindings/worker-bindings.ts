// The stack's part of the Worker's environment as Cloudflare bindings. What holds a key is a
// secret binding; the order is the same whatever the order of the settings.
import * as pulumi from '@pulumi/pulumi';
import type {
  BackendBinding,
  ModelBinding,
  SettingsBinding,
  StackEnv,
} from '../../worker/contract/env.ts';
import { pieceCount, pieceName, splitText } from './binding-text.ts';
import type { Settings } from '../settings/settings.ts';
import { encodedUsersLength, encodeUsers } from './user-codec.ts';
import { toUserBinding } from './user-bindings.ts';
import type { UserKey } from './user-keys.ts';

/** One Azure OpenAI account as the Worker needs it. */
export interface Backend {
  /** In logs, and what `models` call it. */
  readonly name: string;
  /** Origin without a trailing slash. */
  readonly endpoint: pulumi.Input<string>;
  /** Secret. */
  readonly key: pulumi.Input<string>;
}

/** All that the Worker is told. */
export interface WorkerFacts {
  /** What clients may ask for; without `backends`, every backend serves it alike. */
  readonly models: readonly ModelBinding[];
  /** As `createUserKeys` makes them. */
  readonly users: readonly UserKey[];
  /** At least one, at most 20. */
  readonly backends: readonly Backend[];
  /** What holds for the whole Worker; unset: its defaults. */
  readonly settings?: Partial<Pick<Settings, keyof SettingsBinding>>;
}

/** A text of any length, and into how many bindings it goes. */
interface BindingText {
  readonly type: Binding['type'];
  readonly text: pulumi.Input<string>;
  /** Known before the text is: resources must not depend on what only an apply knows. */
  readonly pieces: number;
}

/** A part of what `cloudflare.WorkersScript` calls a binding. */
export interface Binding {
  readonly type: 'plain_text' | 'secret_text';
  readonly name: string;
  readonly text: pulumi.Input<string>;
}

/** Bindings for everything in `StackEnv`, sorted by name. */
export function toBindings(facts: WorkerFacts): readonly Binding[] {
  const models = JSON.stringify(facts.models);
  const texts = {
    BACKENDS: { type: 'plain_text', text: toBackends(facts.backends), pieces: 1 },
    BACKEND_KEYS: { type: 'secret_text', text: toBackendKeys(facts.backends), pieces: 1 },
    CHIT_USERS: {
      type: 'secret_text',
      text: toUsers(facts.users),
      pieces: pieceCount(
        encodedUsersLength(facts.users.map((user) => toUserBinding(user, user.placeholder))),
      ),
    },
    MODELS: { type: 'plain_text', text: models, pieces: splitText(models).length },
    SETTINGS: { type: 'plain_text', text: toSettings(facts.settings ?? {}), pieces: 1 },
  } satisfies Record<keyof StackEnv, BindingText>;
  return Object.entries<BindingText>(texts).flatMap(([name, text]) => cut(name, text));
}

/** What is the Worker's own default is left out. */
function toSettings({
  typewriter,
  usage,
  corsOrigins,
}: NonNullable<WorkerFacts['settings']>): string {
  const settings: SettingsBinding = {
    ...(typewriter !== 'off' && { typewriter }),
    ...(usage && { usage }),
    ...(corsOrigins?.includes('*') === false && { corsOrigins }),
  };
  return JSON.stringify(settings);
}

function cut(name: string, { type, text, pieces }: BindingText): readonly Binding[] {
  if (pieces === 1) return [{ type, name, text }];
  const parts = pulumi.output(text).apply(splitText);
  return Array.from({ length: pieces }, (_, index) => ({
    type,
    name: pieceName(name, index),
    text: parts.apply((part) => part[index] ?? ''),
  }));
}

function toUsers(users: readonly UserKey[]): pulumi.Output<string> {
  // One `apply` for all: with thousands of users, one for each would take seconds.
  const secrets = pulumi.all(users.map(({ secret }) => secret));
  return pulumi.secret(
    secrets.apply((keys) =>
      encodeUsers(
        users.flatMap((user, index) => {
          const key = keys[index];
          return key === undefined ? [] : [toUserBinding(user, key)];
        }),
      ),
    ),
  );
}

function toBackends(backends: readonly Backend[]): pulumi.Output<string> {
  const entries = pulumi.all(
    backends.map(({ name, endpoint }) =>
      pulumi.output(endpoint).apply((value): BackendBinding => ({ name, endpoint: value })),
    ),
  );
  return entries.apply((list) => JSON.stringify(list));
}

function toBackendKeys(backends: readonly Backend[]): pulumi.Output<string> {
  const entries = pulumi.all(
    backends.map(({ name, key }) =>
      pulumi.output(key).apply((value): [string, string] => [name, value]),
    ),
  );
  return pulumi.secret(entries.apply((list) => JSON.stringify(Object.fromEntries(list))));
}
