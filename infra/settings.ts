// Owns: a stack's settings, parsed once. Pure: configuration and environment in, settings or every
// fault out. Reading them from Pulumi is stack-config.ts; no other file looks at raw configuration.
import type { UpstreamStyle } from '../worker/env.ts';
import type { WorkersPlan } from './binding-text.ts';
import type { Fault } from './settings-faults.ts';
import { toFaults } from './settings-faults.ts';
import { toLabel } from './label.ts';
import { bindingFaults, crossFaults } from './settings-rules.ts';
import { knownKeys, settingsSchema } from './settings-schema.ts';

/** Everything a stack can set, defaults applied. */
export interface Settings {
  readonly accountId: string;
  readonly workerName: string;
  readonly customDomain: string | undefined;
  readonly workersDev: boolean;
  readonly workersDevSubdomain: string | undefined;
  readonly workersPlan: WorkersPlan;
  readonly azureLocation: string;
  /** An existing resource group; undefined: one is created. */
  readonly resourceGroup: string | undefined;
  readonly models: readonly ModelSettings[];
  /** Sorted by name, so that their order in the configuration changes nothing. */
  readonly users: readonly UserSettings[];
}

/** One model deployment. */
export interface ModelSettings {
  readonly name: string;
  readonly version: string;
  readonly sku: string;
  /** Units; for most models 1,000 tokens a minute each. */
  readonly capacity: number;
  readonly aliases: readonly string[];
  readonly upstream?: UpstreamStyle | undefined;
  readonly apiVersion?: string | undefined;
  /** Whether the Worker adapts parameters that the model refuses; default true. */
  readonly adaptParameters?: boolean | undefined;
  /** Whether the deployment's content filter is known to run asynchronously. */
  readonly asynchronousFilter?: boolean | undefined;
  readonly versionUpgradeOption: string;
}

/** One user; without a key, a random one is made. */
export interface UserSettings {
  readonly name: string;
  readonly key?: string | undefined;
  /** May use what all users of the Azure account share. */
  readonly accountData?: boolean | undefined;
}

/** A stack's configuration as Pulumi hands it over. */
export interface RawConfig {
  readonly project: string;
  readonly stack: string;
  /** By key without the project's namespace; lists as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are kept encrypted, also when only a part of them is. */
  readonly secretKeys: ReadonlySet<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Settings, with remarks for the operator; or everything that is wrong. */
export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** A shorter key can be found by trying. */
const SHORT_KEY_LENGTH = 16;

/** Never throws, whatever the configuration holds; never puts a secret's value into a message. */
export function parseSettings(raw: RawConfig): ParsedSettings {
  const values = decode(raw);
  const hidden = new Set(raw.secretKeys);
  // What stands in an environment variable by mistake may be anything.
  if (!raw.values['cloudflareAccountId']) hidden.add('cloudflareAccountId');
  const context = { values, hidden };

  const parsed = settingsSchema.safeParse(values);
  const faults = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => toFaults(issue, context, knownKeys)),
    ...crossFaults(context, raw.secretKeys.has('users')),
  ];
  if (!parsed.success) return { ok: false, faults: inOrder(faults) };

  const { cloudflareAccountId, workerName, ...rest } = parsed.data;
  const settings: Settings = {
    ...rest,
    accountId: cloudflareAccountId,
    workerName: workerName ?? defaultWorkerName(raw),
    customDomain: rest.customDomain,
    workersDevSubdomain: rest.workersDevSubdomain,
    resourceGroup: rest.resourceGroup,
    users: rest.users.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  faults.push(...bindingFaults(settings));
  if (faults.length > 0) return { ok: false, faults: inOrder(faults) };
  return { ok: true, settings, warnings: shortKeyWarnings(rest.users) };
}

/** An empty value counts as not set; lists become lists where they are valid JSON. */
function decode({ values, env }: RawConfig): unknown {
  const entries = Object.entries({
    cloudflareAccountId: env['CLOUDFLARE_ACCOUNT_ID'] ?? '',
    ...dropEmpty(values),
  });
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (value === '') return [];
      return [[key, key === 'models' || key === 'users' ? parseJson(value) : value]];
    }),
  );
}

function dropEmpty(values: RawConfig['values']): RawConfig['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** In the order of Pulumi.yaml's keys, unknown ones last. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const keys = knownKeys([]);
  const rank = ({ key }: Fault) => {
    const index = keys.findIndex((known) => /^[^.[]*/.exec(key)?.[0] === known);
    return index === -1 ? keys.length : index;
  };
  return faults.toSorted((a, b) => rank(a) - rank(b));
}

/** Two stacks of one account must not overwrite each other's Worker. */
function defaultWorkerName({ project, stack }: RawConfig): string {
  return toLabel(`${project}-${stack}`, 63);
}

function shortKeyWarnings(users: readonly UserSettings[]): readonly string[] {
  return users.flatMap(({ key }, index) =>
    key !== undefined && key.length < SHORT_KEY_LENGTH
      ? [
          `users[${index}].key has fewer than ${SHORT_KEY_LENGTH} characters and can be guessed; without a key, a random one is made`,
        ]
      : [],
  );
}
