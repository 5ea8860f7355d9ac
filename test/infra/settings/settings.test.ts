import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { ACCOUNT_ID, rawConfig } from '../raw-config.ts';

const WORKSPACE =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ops/providers/Microsoft.OperationalInsights/workspaces/logs';

describe('settings', () => {
  test('have a default for everything but accounts, address, models and users', () => {
    expect(parseSettings(rawConfig())).toEqual({
      ok: true,
      warnings: [],
      settings: {
        accountId: ACCOUNT_ID,
        workerName: 'cf-openai-azure-proxy-dev',
        customDomain: undefined,
        zoneName: undefined,
        workersDev: true,
        workersDevSubdomain: 'alice',
        workersPlan: 'free',
        models: [
          {
            name: 'gpt-5.4-mini',
            format: 'OpenAI',
            version: '2026-03-17',
            sku: 'GlobalStandard',
            capacity: 10,
            aliases: [],
            versionUpgradeOption: 'NoAutoUpgrade',
          },
        ],
        regions: [
          {
            name: 'swedencentral',
            auth: 'key',
            account: {
              kind: 'created',
              location: 'swedencentral',
              resourceGroup: undefined,
              activeKey: 1,
            },
            deployments: [
              {
                name: 'gpt-5.4-mini',
                serves: 'gpt-5.4-mini',
                model: 'gpt-5.4-mini',
                format: 'OpenAI',
                version: '2026-03-17',
                sku: 'GlobalStandard',
                capacity: 10,
                contentFilter: undefined,
                versionUpgradeOption: 'NoAutoUpgrade',
                weight: 10,
                priority: 2,
              },
            ],
          },
        ],
        users: [{ name: 'alice', keys: [{ kind: 'random', generation: 1 }] }],
        contentFilters: [],
        budget: undefined,
        azureLocation: 'swedencentral',
        resourceGroup: undefined,
        azureSubscriptionId: undefined,
        issuerHost: 'cf-openai-azure-proxy-dev.alice.workers.dev',
        otherIssuers: [],
        signingKeys: [1],
        logAnalyticsWorkspaceId: undefined,
        tags: {},
        protect: false,
        userKeys: 'random',
        typewriter: 'off',
        usage: false,
        page: true,
        corsOrigins: ['*'],
        requestsPerMinute: 0,
        teams: [],
        limits: {},
        onLedgerFailure: 'refuse',
        alerts: undefined,
      },
    });
  });

  test('keep everything that a stack sets', () => {
    const model = {
      name: 'pictures',
      model: 'gpt-image-2',
      format: 'OpenAI',
      deployment: 'our-pictures',
      version: '2026-04-21',
      sku: 'DataZoneStandard',
      capacity: 3,
      aliases: ['dall-e-3', 'openai/gpt-image-1'],
      contentFilter: 'strict',
      upstream: 'deployment',
      apiVersion: '2025-04-01-preview',
      adaptParameters: false,
      parameters: { drop: ['style'], rename: { a: 'b' }, keep: ['quality'] },
      asynchronousFilter: true,
      versionUpgradeOption: 'OnceCurrentVersionExpired',
    };
    const strict = {
      name: 'strict',
      basePolicy: 'Microsoft.Default',
      mode: 'blocking',
      levels: { hate: 'low' },
      promptShields: true,
      blocklists: [{ name: 'names', terms: ['x'], patterns: ['y+'] }],
    };
    const budget = {
      amount: 500,
      startDate: '2026-12-01',
      emails: ['ops@example.com'],
      alerts: [50],
    };
    const raw = rawConfig(
      {
        workerName: 'proxy',
        customDomain: 'openai.example.com',
        zoneName: 'example.com',
        workersDev: 'false',
        workersDevSubdomain: '',
        workersPlan: 'paid',
        azureLocation: 'eastus2',
        resourceGroup: 'team_a.(eu)-1',
        models: [model],
        activeKey: '2',
        users: [
          {
            name: '王芳',
            key: 'sk-0123456789abcdef',
            accountData: true,
            models: ['dall-e-3'],
            expires: '2027-03-31',
            disabled: true,
            notes: 'On leave.',
          },
        ],
        contentFilters: [strict],
        budget,
        logAnalyticsWorkspaceId: WORKSPACE,
        tags: { team: 'platform' },
        protect: 'true',
        page: 'false',
        corsOrigins: ['https://app.example.com'],
        requestsPerMinute: '90',
        userKeys: 'derived',
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
        azureLocation: 'eastus2',
        resourceGroup: 'team_a.(eu)-1',
        azureSubscriptionId: undefined,
        issuerHost: 'openai.example.com',
        otherIssuers: [],
        signingKeys: [1],
        zoneName: 'example.com',
        workersDev: false,
        workersDevSubdomain: undefined,
        workersPlan: 'paid',
        models: [model],
        regions: [
          {
            name: 'eastus2',
            auth: 'key',
            account: {
              kind: 'created',
              location: 'eastus2',
              resourceGroup: 'team_a.(eu)-1',
              activeKey: 2,
            },
            deployments: [
              {
                name: 'our-pictures',
                serves: 'pictures',
                model: 'gpt-image-2',
                format: 'OpenAI',
                version: '2026-04-21',
                sku: 'DataZoneStandard',
                capacity: 3,
                contentFilter: 'strict',
                versionUpgradeOption: 'OnceCurrentVersionExpired',
                weight: 3,
                priority: 2,
              },
            ],
          },
        ],
        users: [
          {
            name: '王芳',
            keys: [{ kind: 'given', key: 'sk-0123456789abcdef' }],
            accountData: true,
            models: ['pictures'],
            expires: Date.UTC(2027, 2, 31) / 1000,
            disabled: true,
          },
        ],
        contentFilters: [strict],
        budget,
        logAnalyticsWorkspaceId: WORKSPACE,
        tags: { team: 'platform' },
        protect: true,
        userKeys: 'derived',
        typewriter: 'off',
        usage: false,
        page: false,
        corsOrigins: ['https://app.example.com'],
        requestsPerMinute: 90,
        teams: [],
        limits: {},
        onLedgerFailure: 'refuse',
        alerts: undefined,
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

  test('fit as many users as the plan has bindings for', () => {
    const users = Array.from({ length: 5000 }, (_, index) => ({ name: `user-${index}` }));
    expect(parseSettings(rawConfig({ users, workersPlan: 'paid' })).ok).toBe(true);
  });
});
