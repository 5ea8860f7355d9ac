// The Worker's bindings. A binding that holds a key is a secret one, and their order does not depend on
// the order of the settings. A member of the Worker's environment that is missing here does not compile.
import * as pulumi from '@pulumi/pulumi';
import type { AlertsBinding, LimitsBinding } from '../../worker/contract/budgets.ts';
import type {
  BackendBinding,
  Env,
  ModelBinding,
  SeedEnv,
  Services,
  SettingsBinding,
} from '../../worker/contract/env.ts';
import type { Settings } from '../settings/settings.ts';
import { pieceCount, pieceName, splitText } from './binding-text.ts';
import { entraKeyBinding, type EntraAccess, type SecretKeyBinding } from './entra-bindings.ts';
import { ledgerBinding, type LedgerBinding, type LedgerScripts } from './ledger-binding.ts';
import type { RateBinding } from './rate-limit.ts';
import { rateBinding } from './rate-limit.ts';
import { toUserBinding } from './user-bindings.ts';
import { encodedUsersLength, encodeUsers } from './user-codec.ts';
import type { UserKey } from './user-keys.ts';

/** One Azure OpenAI account as the Worker needs it. */
export interface Backend {
  /** Name in logs and in the `backends` of models. */
  readonly name: string;
  /** Origin without a trailing slash. */
  readonly endpoint: pulumi.Input<string>;
  /** Secret. undefined: requests carry a token of Microsoft Entra. */
  readonly key?: pulumi.Input<string> | undefined;
}

/** What the bindings are made from. */
export interface WorkerContext {
  /** Name of the Worker in its Cloudflare account, also below workers.dev. */
  readonly workerName: string;
  /** The models that clients may use; one without `backends` is served by every backend alike. */
  readonly models: readonly ModelBinding[];
  /** As returned by `createUserKeys`. */
  readonly users: readonly UserKey[];
  /** 1 to 20. */
  readonly backends: readonly Backend[];
  /** Needed where a backend has no key. */
  readonly entra?: EntraAccess | undefined;
  /** Settings of the whole Worker; default: the Worker's own defaults. */
  readonly settings?: Partial<Pick<Settings, keyof SettingsBinding>>;
  /**
   * Requests that each user may send, counted for each of Cloudflare's locations; 0, the default: any number.
   * With `limits`, the Worker uses this count only for requests that the ledger does not count.
   */
  readonly requestsPerMinute?: number;
  /** How much each user may use; undefined: nothing is counted. Needs a ledger. */
  readonly limits?: LimitsBinding | undefined;
  /** Where messages about budgets go. A secret. */
  readonly alerts?: AlertsBinding | undefined;
  /** The Workers that count. */
  readonly ledger?: LedgerScripts | undefined;
}

/** A text of any length, to be cut into bindings. */
interface BindingText {
  readonly type: TextBinding['type'];
  readonly text: pulumi.Input<string>;
  /** The number of bindings. It is known before the text is, so that a preview knows all bindings. */
  readonly pieces: number;
}

/** A binding that is a text, as `WorkersScript` calls it. */
export interface TextBinding {
  readonly type: 'plain_text' | 'secret_text';
  readonly name: string;
  readonly text: pulumi.Input<string>;
}

/** `SeedEnv` is for Workers deployed without this program, so it is never written here. */
type WrittenBinding = Exclude<keyof (Env & Services), keyof SeedEnv>;

/** A binding, as `WorkersScript` calls it. */
export type WorkerBinding = TextBinding | RateBinding | SecretKeyBinding | LedgerBinding;

/** All bindings of the Worker. */
export function toBindings(context: WorkerContext): readonly WorkerBinding[] {
  const { backends, users, workerName, requestsPerMinute, entra, limits, alerts, ledger } = context;
  const models = JSON.stringify(context.models);
  const userBindings = users.map((user) => toUserBinding(user, user.placeholder));
  const written = {
    BACKENDS: { type: 'plain_text', text: toBackends(backends), pieces: 1 },
    BACKEND_KEYS: backends.some(({ key }) => key !== undefined)
      ? { type: 'secret_text', text: toBackendKeys(backends), pieces: 1 }
      : undefined,
    CHIT_USERS: {
      type: 'secret_text',
      text: toUsers(users),
      pieces: pieceCount(encodedUsersLength(userBindings)),
    },
    MODELS: plainText(models),
    SETTINGS: { type: 'plain_text', text: toSettings(context.settings ?? {}), pieces: 1 },
    ENTRA: entra && {
      type: 'plain_text',
      text: entra.binding.apply((binding) => JSON.stringify(binding)),
      pieces: 1,
    },
    ENTRA_KEY: entra && entraKeyBinding(entra),
    // With a ledger it only guards what the ledger does not count.
    USER_RATE: rateBinding(workerName, requestsPerMinute),
    LIMITS: plainText(limits && JSON.stringify(limits)),
    ALERTS: alerts && {
      type: 'secret_text',
      text: pulumi.secret(JSON.stringify(alerts)),
      pieces: 1,
    },
    LEDGER: ledgerBinding('LEDGER', ledger?.current),
    LEDGER_BEFORE: ledgerBinding('LEDGER_BEFORE', ledger?.before),
  } satisfies Record<WrittenBinding, Written>;
  return Object.entries<Written>(written).flatMap(toPieces);
}

type Written = BindingText | RateBinding | SecretKeyBinding | LedgerBinding | undefined;

function plainText(text: string | undefined): BindingText | undefined {
  return text === undefined
    ? undefined
    : { type: 'plain_text', text, pieces: splitText(text).length };
}

function toPieces([name, binding]: readonly [string, Written]): readonly WorkerBinding[] {
  if (binding === undefined) return [];
  return 'pieces' in binding ? cut(name, binding) : [binding];
}

/** Defaults of the Worker are left out. */
function toSettings({
  typewriter,
  usage,
  corsOrigins,
}: NonNullable<WorkerContext['settings']>): string {
  // A member that is forgotten here does not compile; JSON leaves out what is undefined.
  const settings = {
    typewriter: typewriter === 'off' ? undefined : typewriter,
    usage: usage === true ? true : undefined,
    corsOrigins: corsOrigins?.includes('*') === true ? undefined : corsOrigins,
  } satisfies Record<keyof SettingsBinding, unknown>;
  return JSON.stringify(settings);
}

function cut(name: string, { type, text, pieces }: BindingText): readonly TextBinding[] {
  if (pieces === 1) return [{ type, name, text }];
  const parts = pulumi.output(text).apply(splitText);
  return Array.from({ length: pieces }, (_, index) => ({
    type,
    name: pieceName(name, index),
    text: parts.apply((part) => part[index] ?? ''),
  }));
}

function toUsers(users: readonly UserKey[]): pulumi.Output<string> {
  // A single `apply`: one for each of thousands of users would take seconds.
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
    backends.map(({ name, endpoint, key }) =>
      pulumi.output(endpoint).apply((value): BackendBinding => ({
        name,
        endpoint: value,
        ...(key === undefined && { auth: 'entra' }),
      })),
    ),
  );
  return entries.apply((list) => JSON.stringify(list));
}

function toBackendKeys(backends: readonly Backend[]): pulumi.Output<string> {
  const entries = pulumi.all(
    backends.flatMap(({ name, key }) =>
      key === undefined
        ? []
        : [pulumi.output(key).apply((value): [string, string] => [name, value])],
    ),
  );
  return pulumi.secret(entries.apply((list) => JSON.stringify(Object.fromEntries(list))));
}
