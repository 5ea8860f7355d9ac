import { describe, expect, test } from 'vitest';
import { LOCATIONS_AS_OF } from '../../../infra/azure-models/locations.ts';
import { RETIREMENTS_AS_OF } from '../../../infra/azure-models/retirements.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { rawConfig } from '../raw-config.ts';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };
/** The table says that it retires on 2027-02-09. */
const retiring = { name: 'chat', model: 'gpt-5', version: '2025-08-07' };
const keyed = { account: 'ours', key: '0123456789abcdef' };
const found = { account: 'ours', resourceGroup: 'our-group' };

/** The warnings of a configuration, which must have no faults. */
function warnings(values: Readonly<Record<string, unknown>>, now?: string): readonly string[] {
  const parsed = parseSettings(
    rawConfig(values, {
      secretKeys: new Set(['users', 'regions']),
      azureSubscriptionId: 'subscription',
      ...(now !== undefined && { now: Date.parse(now) }),
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.warnings;
}

describe('a model that retires', () => {
  const about = (when: string) =>
    `chat in swedencentral: gpt-5 2025-08-07 ${when} (as known on ${RETIREMENTS_AS_OF}); choose a newer version or model`;

  test.each([
    ['2026-11-10T23:59:59Z', []],
    ['2026-11-11T00:00:00Z', [about('retires on 2027-02-09, in 90 days')]],
    ['2026-11-12T00:00:00Z', [about('retires on 2027-02-09, in 89 days')]],
    ['2027-02-08T12:00:00Z', [about('retires on 2027-02-09, in 1 day')]],
    ['2027-02-09T00:00:00Z', [about('was retired on 2027-02-09')]],
    ['2030-01-01T00:00:00Z', [about('was retired on 2027-02-09')]],
  ])('on %s', (now, expected) => {
    expect(warnings({ models: [retiring] }, now)).toEqual(expected);
  });

  test('is reported for each region, by its own version', () => {
    const regions = [
      { location: 'eastus2' },
      { location: 'polandcentral', models: [{ name: 'chat', version: 'new' }] },
      { ...keyed, models: [{ name: 'chat' }] },
    ];
    const of = (region: string) =>
      `chat in ${region}: gpt-5 2025-08-07 was retired on 2027-02-09 (as known on ${RETIREMENTS_AS_OF}); choose a newer version or model`;
    const [, ...retirements] = warnings({ models: [retiring], regions }, '2027-03-01T00:00:00Z');
    expect(retirements).toEqual([of('eastus2'), of('ours')]);
  });

  test.each([
    { name: 'gpt-unknown', version: '2025-08-07' },
    { name: 'gpt-5.1-chat', version: '2025-11-13' },
    { name: 'constructor', version: 'x' },
  ])('is none that the table does not have: %o', (unknown) => {
    expect(warnings({ models: [unknown] }, '2040-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('a model that a location does not offer', () => {
  const speech = { name: 'gpt-4o-mini-tts', version: '2025-12-15' };
  const about = (name: string, location: string, where: string) =>
    `${name} in ${location}: ${name} as GlobalStandard is not known to be offered in ${location} (as known on ${LOCATIONS_AS_OF}: ${where})`;

  test('is reported with the locations that offer the model', () => {
    const regions = [{ location: 'eastus2' }, { location: 'westus2' }];
    expect(warnings({ models: [model, speech], regions })).toEqual([
      about(model.name, 'westus2', '28 others, such as eastus2 and swedencentral'),
      about(speech.name, 'westus2', 'eastus2'),
    ]);
  });

  test.each([
    ['of an existing account', { ...found, name: 'westus2' }],
    ['of another SKU', { location: 'westus2', models: [{ name: model.name, sku: 'Standard' }] }],
  ])('is none %s', (_, region) => {
    expect(warnings({ models: [model], regions: [region] })).toEqual([]);
  });
});

describe('an azureLocation beside regions', () => {
  const about =
    'azureLocation eastus2: does nothing beside regions; if this stack has an account there, `up` deletes it with its files; to keep it, add `location: eastus2` without a name to regions; if not, remove azureLocation';
  const polandcentral = { location: 'polandcentral' };

  test.each([
    ['that no region has', [polandcentral]],
    ['that only an existing account is named after', [{ ...keyed, name: 'eastus2' }]],
    ['that a region has under another name', [{ location: 'eastus2', name: 'first' }]],
    ['that is the name of a region elsewhere', [{ ...polandcentral, name: 'eastus2' }]],
  ])('%s', (_, regions) => {
    expect(warnings({ models: [model], azureLocation: 'eastus2', regions })).toEqual([about]);
  });

  test.each([
    ['without regions', { azureLocation: 'eastus2' }],
    [
      'of a region',
      { azureLocation: 'eastus2', regions: [polandcentral, { location: 'eastus2' }] },
    ],
    ['that is the default', { azureLocation: 'swedencentral', regions: [polandcentral] }],
    ['that is not set', { regions: [polandcentral] }],
  ])('is none %s', (_, values) => {
    expect(warnings({ models: [model], ...values })).toEqual([]);
  });
});

describe('a capacity of 0', () => {
  const empty = { ...model, capacity: 0 };
  const about = (region: string) =>
    `gpt-5.4-mini in ${region}: its capacity is 0, so Azure answers every request with 429`;

  test.each([
    ['of a new account', { location: 'eastus2' }, [about('eastus2')]],
    ['of an imported deployment', { ...found, deployments: 'imported' }, [about('ours')]],
    ['of a listed deployment is not its real one', found, []],
    ['of an account with a key is not its real one', keyed, []],
  ])('%s', (_, region, expected) => {
    expect(warnings({ models: [empty], regions: [region] })).toEqual(expected);
  });
});

describe('a domain', () => {
  const foreign = (host: string) =>
    `customDomain ${host}: cannot be in one of your zones; use a host name below a domain of your Cloudflare account`;

  test.each([
    'proxy.alice.workers.dev',
    'x.pages.dev',
    'ours.openai.azure.com',
    'gateway.local',
    'a.test',
  ])('below which no customer has a zone: %s', (customDomain) => {
    expect(warnings({ customDomain })).toEqual([foreign(customDomain)]);
  });

  test.each(['openai.example.org', 'notexample.com', 'example.com.au'])(
    'that is outside the zone: %s',
    (customDomain) => {
      expect(warnings({ customDomain, zoneName: 'example.com' })).toEqual([
        `customDomain ${customDomain}: is not in the zone example.com, so Cloudflare will refuse it`,
      ]);
    },
  );

  test.each(['example.com', 'openai.example.com', 'a.b.example.com'])(
    'that is in the zone: %s',
    (customDomain) => {
      expect(warnings({ customDomain, zoneName: 'example.com' })).toEqual([]);
    },
  );

  test('that is missing where a zone is named', () => {
    expect(warnings({ zoneName: 'example.com' })).toEqual([
      'zoneName example.com: does nothing without a customDomain',
    ]);
  });
});

describe('a user', () => {
  const SHORT =
    'a key with fewer than 16 characters can be guessed; leave the key out to get a random one';
  const models = [model, { name: 'text-embedding-3-small', version: '1' }];

  test('with a short key, once and without showing it', () => {
    const users = [
      { name: 'a', key: 'long-enough-0123' },
      { name: 'b', key: 'short' },
      { name: 'c', keys: [{ key: 'short-1' }, { generation: 1 }, { key: 'short-2' }] },
    ];
    expect(warnings({ users })).toEqual([`user b: ${SHORT}`, `user c: ${SHORT}`]);
  });

  test('who may use no model', () => {
    const users = [{ name: 'a', models: [] }, { name: 'b' }];
    expect(warnings({ users })).toEqual([
      'user a: is not allowed any model; remove `models` to allow all',
    ]);
  });

  test('whose allow-list does not reach as far as account data', () => {
    const users = [
      { name: 'a', accountData: true, models: [model.name] },
      { name: 'b', accountData: true, models: models.map(({ name }) => name) },
      { name: 'c', accountData: false, models: [model.name] },
      { name: 'd', accountData: true },
    ];
    expect(warnings({ users, models })).toEqual([
      'user a: batches and fine-tuning are not allowed in spite of accountData, because their files can name any deployment and `models` allows only some',
    ]);
  });

  test.each([
    ['2027-03-30T23:59:59Z', []],
    ['2027-03-31T00:00:00Z', ['user a: expired at 2027-03-31T00:00:00.000Z; the keys are refused']],
  ])('whose keys expire, on %s', (now, expected) => {
    expect(warnings({ users: [{ name: 'a', expires: '2027-03-31' }] }, now)).toEqual(expected);
  });
});

test.each([
  ['199 random keys', 199, 'random', []],
  [
    '200 random keys',
    200,
    'random',
    [
      "users: 200 random keys are 200 resources; `userKeys: derived` makes `up` faster and changes nobody's key",
    ],
  ],
  ['200 derived keys', 200, 'derived', []],
])('%s', (_, count, userKeys, expected) => {
  const hashed = { name: 'hashed', sha256: 'a'.repeat(64) };
  const users = Array.from({ length: count - 1 }, (__, index) => ({ name: `user ${index}` }));
  const twice = { name: 'twice', keys: [{ generation: 1 }, { sha256: 'b'.repeat(64) }] };
  expect(warnings({ users: [...users, twice, hashed], userKeys })).toEqual(expected);
});

test('warnings of every kind come together, and faults leave none', () => {
  const values = {
    customDomain: 'a.test',
    models: [{ ...retiring, capacity: 0 }],
    users: [{ name: 'a', models: [] }],
  };
  expect(warnings(values, '2028-01-01T00:00:00Z').map((line) => line.split(':')[0])).toEqual([
    'customDomain a.test',
    'chat in swedencentral',
    'chat in swedencentral',
    'user a',
  ]);
});
