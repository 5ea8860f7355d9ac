import { describe, expect, test } from 'vitest';
import { findSubscription } from '../../../infra/azure/subscription.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { register } from '../mocks.ts';
import { rawConfig } from '../raw-config.ts';

const GET_CLIENT_CONFIG = 'azure-native:authorization:getClientConfig';

describe('the subscription', () => {
  const budget = { amount: 1, startDate: '2026-12-01', emails: ['ops@example.com'] };
  const read = async (
    values: Parameters<typeof rawConfig>[0],
    subscription: string | undefined,
    answer: Error | { subscriptionId: string },
  ) => {
    const parsed = parseSettings(rawConfig(values, { azureSubscriptionId: subscription }));
    if (!parsed.ok) throw new Error('the settings are wrong');
    return register(() => findSubscription(parsed.settings), { [GET_CLIENT_CONFIG]: answer });
  };

  test('is read from the login where it is not set, and only for a budget or for roles', async () => {
    const answer = { subscriptionId: 'of-the-login' };
    expect((await read({ budget }, undefined, answer)).result).toBe('of-the-login');
    expect(await read({ budget }, 'set', answer)).toMatchObject({ result: 'set', calls: [] });
    expect((await read({}, undefined, answer)).calls).toEqual([]);
    const keyless = { azureAuth: 'entra' };
    expect((await read(keyless, undefined, answer)).result).toBe('of-the-login');
  });

  test('that is not known says what to do', async () => {
    await expect(read({ budget }, undefined, new Error('no login'))).rejects.toThrow(
      /budget: Azure's login does not say .*no login.*az login.*azure-native:subscriptionId/,
    );
    await expect(read({ azureAuth: 'entra' }, undefined, new Error('no login'))).rejects.toThrow(
      /azureAuth: Azure's login does not say /,
    );
  });
});
