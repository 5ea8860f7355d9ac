// A stack's configuration as Pulumi hands it over, and making values of its texts. Checks
// nothing.
import { JSON_KEYS } from './settings-schema.ts';

/** A stack's configuration as Pulumi hands it over. */
export interface RawConfig {
  readonly project: string;
  readonly stack: string;
  /** By key without the project's namespace; lists as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that are kept encrypted, also when only a part of them is. */
  readonly secretKeys: ReadonlySet<string>;
  /** The Azure subscription, where the provider's configuration names it. */
  readonly azureSubscriptionId: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Unix milliseconds. Only warnings depend on it. */
  readonly now: number;
}

/** The subscription that deployments to import are in. */
export function subscriptionId({ azureSubscriptionId = '', env }: RawConfig): string | undefined {
  const id = azureSubscriptionId === '' ? env['ARM_SUBSCRIPTION_ID'] : azureSubscriptionId;
  return id === '' ? undefined : id;
}

/** An empty value counts as not set; lists and objects become such where they are valid JSON. */
export function decodeConfig({ values, env }: RawConfig): Readonly<Record<string, unknown>> {
  const texts = Object.entries({
    cloudflareAccountId: env['CLOUDFLARE_ACCOUNT_ID'] ?? '',
    ...Object.fromEntries(Object.entries(values).filter(([, text]) => text !== '')),
  }).filter(([, text]) => text !== '');
  const decoded = texts.map(([key, text]): [string, unknown] => [
    key,
    JSON_KEYS.has(key) ? parseJson(text) : text,
  ]);
  return Object.fromEntries(
    decoded.filter(([key, value]) => !(EMPTY_MEANS_UNSET.has(key) && isEmpty(value))),
  );
}

/** Keys whose default in Pulumi.yaml, where each must have one, stands for "not set". */
const EMPTY_MEANS_UNSET: ReadonlySet<string> = new Set(['regions', 'budget']);

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
