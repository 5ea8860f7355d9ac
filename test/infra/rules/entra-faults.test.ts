// What is refused about signing in with tokens, before anything is registered.
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { explain, message } from '../fault-message.ts';
import { foundFaults } from '../found-faults.ts';
import { rawConfig } from '../raw-config.ts';

type Values = Readonly<Record<string, unknown>>;

const keyed = { account: 'ours', key: '0123456789abcdef' };
const secret = { secretKeys: new Set(['regions']) };
const WORKERS_DEV = 'cf-openai-azure-proxy-dev.alice.workers.dev';

function gateways(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `g${index}.example.com`);
}

describe('with azureAuth: entra', () => {
  test.each<[what: string, values: Values, faults: readonly string[]]>([
    [
      'an existing account by its group',
      { regions: [{ account: 'ours', resourceGroup: 'g' }] },
      [],
    ],
    ['a region that says key', { regions: [{ ...keyed, azureAuth: 'key' }] }, []],
    ['a region with a key', { regions: [keyed] }, ['regions[0].azureAuth: missing']],
    [
      'a region with a key that says otherwise',
      { regions: [{ ...keyed, azureAuth: 'key-with-roles' }] },
      ['regions[0].azureAuth: invalid (hidden)'],
    ],
    [
      'a step that is misspelt',
      { regions: [{ location: 'eastus2', azureAuth: 'entra-with-key' }] },
      ['regions[0].azureAuth: invalid (hidden)'],
    ],
    ['the name below workers.dev', { issuerHost: WORKERS_DEV }, []],
    ['another host', { issuerHost: 'other.example.com' }, ['issuerHost: invalid']],
    [
      'nearly its host',
      { customDomain: 'ai.example.com', issuerHost: 'al.example.com' },
      ['issuerHost: invalid (did you mean ai.example.com?)'],
    ],
    [
      'workers.dev, which is off',
      { customDomain: 'ai.example.com', workersDev: 'false', issuerHost: WORKERS_DEV },
      ['issuerHost: invalid'],
    ],
    ['no host at all', { workersDev: 'false' }, ['workersDev: invalid']],
    ...['Gateway.example.com', 'https://a.example.com', 'a.example.com/', 'a.example.com:443'].map(
      (issuerHost): [string, Values, string[]] => [
        `the host ${issuerHost}`,
        { customDomain: 'a.example.com', issuerHost },
        ['issuerHost: invalid'],
      ],
    ),
    ['20 credentials', { otherIssuers: gateways(19) }, []],
    ['21 credentials', { otherIssuers: gateways(20) }, ['otherIssuers: too-many']],
    ['its own host twice', { otherIssuers: [WORKERS_DEV] }, ['otherIssuers[0]: conflict']],
    [
      'another host twice',
      { otherIssuers: ['a.example.com', 'a.example.com'] },
      ['otherIssuers[1]: duplicate'],
    ],
    ['an address', { otherIssuers: ['https://a.example.com'] }, ['otherIssuers[0]: invalid']],
    ['no key to sign with', { signingKeys: [] }, ['signingKeys: invalid']],
    ['six keys', { signingKeys: [1, 2, 3, 4, 5, 6] }, ['signingKeys: invalid']],
    ['a key twice', { signingKeys: [1, 2, 1] }, ['signingKeys[2]: duplicate']],
    ...[0, 1000, 1.5, '1'].map((key): [string, Values, string[]] => [
      `the key ${JSON.stringify(key)}`,
      { signingKeys: [key] },
      ['signingKeys[0]: invalid'],
    ]),
    ['a location without identities', { azureLocation: 'malaysiasouth' }, ['azureAuth: conflict']],
    [
      'such a location beside another one',
      { regions: [{ location: 'newzealandnorth' }, { location: 'eastus2' }] },
      [],
    ],
  ])('%s', (_, values, faults) => {
    expect(foundFaults({ azureAuth: 'entra', ...values }, secret)).toEqual(faults);
  });
});

test('a word that is not a step names the steps', () => {
  expect(explain({ azureAuth: 'entre' })).toBe(
    message(
      'azureAuth: "entre"; expected one of key, key-with-roles, entra-with-keys, entra; did you mean "entra"?',
    ),
  );
});

test('a host that Pulumi keeps encrypted is not shown as the right one', () => {
  const values = { customDomain: 'ai.example.com', issuerHost: 'al.example.com' };
  const hidden = { secretKeys: new Set(['customDomain']) };
  expect(explain(values, hidden)).toBe(
    message('issuerHost: "al.example.com"; expected a host on which this Worker answers'),
  );
});

test('a given key says both ways out', () => {
  expect(explain({ azureAuth: 'entra', regions: [keyed] }, secret)).toBe(
    message(
      'regions[0].azureAuth: missing; expected "key", because the region is given by its `key`; to use tokens there, name the `resourceGroup` of the account instead of the `key`',
    ),
  );
});

describe('a warning', () => {
  const warnings = (values: Values) => {
    const parsed = parseSettings(rawConfig(values));
    return parsed.ok ? parsed.warnings : parsed.faults;
  };
  test.each<[key: string, values: Values]>([
    ['issuerHost', { customDomain: 'ai.example.com', issuerHost: WORKERS_DEV }],
    ['otherIssuers', { otherIssuers: ['a.example.com'] }],
    ['signingKeys', { signingKeys: [2] }],
  ])('%s does nothing while keys are used', (key, values) => {
    expect(warnings(values)).toEqual([
      `${key}: does nothing while azureAuth is key, with which no identity is made`,
    ]);
    expect(warnings({ ...values, azureAuth: 'key-with-roles' })).toEqual([]);
  });

  test('a gateway that Microsoft cannot reach', () => {
    expect(warnings({ azureAuth: 'entra', otherIssuers: ['a.local'] })).toEqual([
      expect.stringMatching(/^otherIssuers a\.local: Microsoft Entra cannot read the keys/),
    ]);
  });
});
