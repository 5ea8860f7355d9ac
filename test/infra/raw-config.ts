// Raw stack configurations for tests, as Pulumi would hand them over.
import type { RawConfig } from '../../infra/settings/raw-config.ts';

/** The day on which the tests are. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');

export const ACCOUNT_ID = '0123456789abcdef0123456789abcdef';

/** The least that a stack must set, with whatever is given on top; "" unsets. */
export function rawConfig(
  values: Readonly<Record<string, unknown>> = {},
  more: Partial<Omit<RawConfig, 'values'>> = {},
): RawConfig {
  const all = {
    cloudflareAccountId: ACCOUNT_ID,
    workersDevSubdomain: 'alice',
    models: [{ name: 'gpt-5.4-mini', version: '2026-03-17' }],
    users: [{ name: 'alice' }],
    ...values,
  };
  const texts = Object.entries(all).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    project: 'cf-openai-azure-proxy',
    stack: 'dev',
    secretKeys: new Set(),
    hasCloudflareCredentials: true,
    azureSubscriptionId: undefined,
    env: {},
    now: NOW,
    ...more,
    values: Object.fromEntries(texts),
  };
}
