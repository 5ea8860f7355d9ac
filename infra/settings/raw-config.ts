// A stack's configuration as Pulumi passes it, and its decoding from text. Nothing is checked here.
import { applyMergeKeys } from './merge-keys.ts';
import { JSON_KEYS } from './settings-schema.ts';

/** The content of users.<stack>.yaml, or why it cannot be read. */
export type UsersFile =
  | { readonly name: string; readonly users: unknown }
  | { readonly name: string; readonly unreadable: string };

/** A stack's configuration as Pulumi passes it. */
export interface RawConfig {
  readonly project: string;
  readonly stack: string;
  /** By key, without the project's namespace. Lists and objects are JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys of which Pulumi keeps at least a part encrypted. */
  readonly secretKeys: ReadonlySet<string>;
  /** undefined: there is no such file. */
  readonly usersFile?: UsersFile | undefined;
  /** Name of the file whose users the last `up` deployed; undefined: there was none. */
  readonly lastUsersFile?: string | undefined;
  /** Whether the Cloudflare provider has credentials. */
  readonly hasCloudflareCredentials: boolean;
  /** From the Azure provider's configuration. */
  readonly azureSubscriptionId: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Unix milliseconds. Only warnings depend on it. */
  readonly now: number;
}

/** The subscription of everything in Azure; undefined: that of Azure's login. */
export function subscriptionId({ azureSubscriptionId = '', env }: RawConfig): string | undefined {
  const id = azureSubscriptionId === '' ? env['ARM_SUBSCRIPTION_ID'] : azureSubscriptionId;
  return id === '' ? undefined : id;
}

/** Drops empty values, and parses lists and objects; invalid JSON stays a text. */
export function decodeConfig({ values, env }: RawConfig): Readonly<Record<string, unknown>> {
  const texts = Object.entries({
    cloudflareAccountId: env['CLOUDFLARE_ACCOUNT_ID'] ?? '',
    ...Object.fromEntries(Object.entries(values).filter(([, text]) => text !== '')),
  }).filter(([, text]) => text !== '');
  const decoded = texts.map(([key, text]): [string, unknown] => [
    key,
    JSON_KEYS.has(key) ? applyMergeKeys(parseJson(text)) : text,
  ]);
  return Object.fromEntries(
    decoded.filter(([key, value]) => !(EMPTY_MEANS_UNSET.has(key) && isEmpty(value))),
  );
}

/** Keys that are not set when they are empty: Pulumi.yaml must give every key a default. */
const EMPTY_MEANS_UNSET: ReadonlySet<string> = new Set(['regions', 'budget', 'alerts']);

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
