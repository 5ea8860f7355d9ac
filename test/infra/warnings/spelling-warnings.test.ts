import { describe, expect, test } from 'vitest';
import { AZURE_LOCATIONS_AS_OF } from '../../../infra/azure-models/locations.ts';
import { VERSIONS_AS_OF } from '../../../infra/azure-models/versions.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { rawConfig } from '../raw-config.ts';

const model = { name: 'gpt-5.4-mini', version: '2026-03-17' };

/** The warnings of a configuration, which must have no faults. */
function warnings(values: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseSettings(rawConfig(values, { secretKeys: new Set(['regions']) }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.warnings;
}

describe('a location that is not known', () => {
  const about = (location: string, hint: string) =>
    `location ${location}: not a known Azure location (as known on ${AZURE_LOCATIONS_AS_OF}); ${hint}`;
  const check = 'check it with `az account list-locations --output table`';

  test.each([
    ['swedncentral', 'did you mean "swedencentral"?'],
    ['estus2', 'did you mean "eastus2"?'],
    ['polandcetnral', 'did you mean "polandcentral"?'],
    // New locations, not slips of old ones.
    ['eastus3', check],
    ['greececentral', check],
    ['taiwannorth', check],
  ])('%s is reported once, not for each model', (azureLocation, hint) => {
    const models = [model, { name: 'gpt-image-2', version: '2026-04-21' }];
    expect(warnings({ azureLocation, models })).toEqual([about(azureLocation, hint)]);
  });

  test('is reported for each such location of the regions, once', () => {
    const regions = [
      { location: 'swedncentral', name: 'a' },
      { location: 'swedncentral', name: 'b' },
      { location: 'eastus2' },
      { location: 'westerope' },
    ];
    expect(warnings({ regions })).toEqual([
      about('swedncentral', 'did you mean "swedencentral"?'),
      about('westerope', 'did you mean "westeurope"?'),
    ]);
  });
});

describe('a model that is not known', () => {
  test.each([
    ['gpt-5.4-mni', 'gpt-5.4-mini'],
    ['gpt-5.4-naon', 'gpt-5.4-nano'],
    ['GPT-5.4-mini', 'gpt-5.4-mini'],
    // OpenAI's own spelling.
    ['gpt-3.5-turbo', 'gpt-35-turbo'],
    ['text-embeding-3-small', 'text-embedding-3-small'],
    ['o3-min', 'o3-mini'],
  ])('%s may be %s', (name, meant) => {
    const regions = [{ location: 'eastus2' }, { location: 'polandcentral' }];
    expect(warnings({ models: [{ name: 'chat', model: name, version: '1' }], regions })).toEqual([
      `model ${name}: not a known model (as known on ${VERSIONS_AS_OF}); did you mean "${meant}"?`,
    ]);
  });

  test.each(['gpt-5.7-mini', 'gpt-6', 'gpt-5.4-max', 'gpt-5.5-pro', 'gpt-realtime-3', 'o5-mini'])(
    '%s may be a new one',
    (name) => {
      expect(warnings({ models: [{ name, version: '2027-01-31' }] })).toEqual([]);
    },
  );

  test('is none of another maker, and none without a version', () => {
    const key = '0123456789abcdef';
    const values = {
      models: [{ name: 'gpt-5.4-mni' }, { name: 'o3-min', format: 'OpenAI-OSS', version: '1' }],
      regions: [{ account: 'ours', key }],
    };
    expect(warnings(values)).toEqual([]);
  });
});

describe('a version that is not known of a known model', () => {
  test.each([
    ['2026-03-71', 'did you mean "2026-03-17"?'],
    ['2027-12-01', 'known versions: 2026-03-17'],
  ])('%s is reported once', (version, hint) => {
    const regions = [{ location: 'eastus2' }, { location: 'polandcentral' }];
    expect(warnings({ models: [{ ...model, version }], regions })).toEqual([
      `model gpt-5.4-mini: not a known version: ${version} (as known on ${VERSIONS_AS_OF}); ${hint}`,
    ]);
  });
});
