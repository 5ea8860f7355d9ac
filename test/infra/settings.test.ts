import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../infra/settings.ts';
import { ACCOUNT_ID, rawConfig } from './raw-config.ts';

describe('settings', () => {
  test('have a default for everything but accounts, address, models and users', () => {
    expect(parseSettings(rawConfig())).toEqual({
      ok: true,
      warnings: [],
      settings: {
        accountId: ACCOUNT_ID,
        workerName: 'cf-openai-azure-proxy-dev',
        customDomain: undefined,
        workersDev: true,
        workersDevSubdomain: 'alice',
        workersPlan: 'free',
        azureLocation: 'swedencentral',
        resourceGroup: undefined,
        models: [
          {
            name: 'gpt-5.4-mini',
            version: '2026-03-17',
            sku: 'GlobalStandard',
            capacity: 10,
            aliases: [],
            versionUpgradeOption: 'NoAutoUpgrade',
          },
        ],
        users: [{ name: 'alice' }],
      },
    });
  });

  test('keep everything that a stack sets', () => {
    const model = {
      name: 'gpt-image-2',
      version: '2026-04-21',
      sku: 'DataZoneStandard',
      capacity: 3,
      aliases: ['dall-e-3', 'openai/gpt-image-1'],
      upstream: 'deployment',
      apiVersion: '2025-04-01-preview',
      versionUpgradeOption: 'OnceCurrentVersionExpired',
    };
    const raw = rawConfig(
      {
        workerName: 'proxy',
        customDomain: 'openai.example.com',
        workersDev: 'false',
        workersDevSubdomain: '',
        workersPlan: 'paid',
        azureLocation: 'eastus2',
        resourceGroup: 'team_a.(eu)-1',
        models: [model],
        users: [{ name: '王芳', key: 'sk-0123456789abcdef' }],
      },
      { secretKeys: new Set(['users']) },
    );
    expect(parseSettings(raw)).toEqual({
      ok: true,
      warnings: [],
      settings: {
        accountId: ACCOUNT_ID,
        workerName: 'proxy',
        customDomain: 'openai.example.com',
        workersDev: false,
        workersDevSubdomain: undefined,
        workersPlan: 'paid',
        azureLocation: 'eastus2',
        resourceGroup: 'team_a.(eu)-1',
        models: [model],
        users: [{ name: '王芳', key: 'sk-0123456789abcdef' }],
      },
    });
  });

  test('take the account id from the environment when the stack has none', () => {
    const raw = rawConfig(
      { cloudflareAccountId: '' },
      { env: { CLOUDFLARE_ACCOUNT_ID: 'f'.repeat(32) } },
    );
    expect(parseSettings(raw)).toMatchObject({ settings: { accountId: 'f'.repeat(32) } });
  });

  test("prefer the stack's account id to the environment's", () => {
    const raw = rawConfig({}, { env: { CLOUDFLARE_ACCOUNT_ID: 'f'.repeat(32) } });
    expect(parseSettings(raw)).toMatchObject({ settings: { accountId: ACCOUNT_ID } });
  });

  test.each([
    ['a date as YAML and Pulumi turn it', '2026-03-17 00:00:00 +0000 UTC', '2026-03-17'],
    ['a date in JSON', '2026-03-17T00:00:00Z', '2026-03-17'],
    ['a one-digit number', 1, '1'],
    ['text', '0613', '0613'],
  ])('undo what happens to a version without quotes: %s', (_, version, expected) => {
    const raw = rawConfig({ models: [{ name: 'gpt-4', version }] });
    expect(parseSettings(raw)).toMatchObject({ settings: { models: [{ version: expected }] } });
  });

  test.each([
    ['a date as YAML and Pulumi turn it', '2024-10-21 00:00:00 +0000 UTC'],
    ['a date in JSON', '2024-10-21T00:00:00Z'],
    ['text', '2024-10-21'],
  ])('undo what happens to an API version without quotes: %s', (_, apiVersion) => {
    const raw = rawConfig({ models: [{ name: 'gpt-4', version: '0613', apiVersion }] });
    expect(parseSettings(raw)).toMatchObject({
      settings: { models: [{ apiVersion: '2024-10-21' }] },
    });
  });

  test('compose and trim user names, and sort users by name', () => {
    const raw = rawConfig({ users: [{ name: ' ze\u0301 ' }, { name: 'bob' }] });
    expect(parseSettings(raw)).toMatchObject({
      settings: { users: [{ name: 'bob' }, { name: 'z\u00e9' }] },
    });
  });

  test('name the Worker after project and stack within 63 characters', () => {
    const raw = rawConfig({}, { project: 'P'.repeat(40), stack: `Team_A.${'b'.repeat(40)}` });
    expect(parseSettings(raw)).toMatchObject({
      settings: { workerName: `${'p'.repeat(40)}-team-a-${'b'.repeat(15)}` },
    });
  });

  test('remark a short key without showing it', () => {
    const users = [
      { name: 'a', key: 'long-enough-0123' },
      { name: 'b', key: 'short' },
    ];
    expect(parseSettings(rawConfig({ users }, { secretKeys: new Set(['users']) }))).toMatchObject({
      warnings: [
        'users[1].key has fewer than 16 characters and can be guessed; without a key, a random one is made',
      ],
    });
  });

  test('fit as many users as the plan has bindings for', () => {
    const users = Array.from({ length: 5000 }, (_, index) => ({ name: `user-${index}` }));
    expect(parseSettings(rawConfig({ users, workersPlan: 'paid' })).ok).toBe(true);
  });
});
