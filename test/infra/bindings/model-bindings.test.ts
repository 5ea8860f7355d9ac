import { describe, expect, test } from 'vitest';
import { modelNames, toModelBindings } from '../../../infra/bindings/model-bindings.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import type { Settings } from '../../../infra/settings/settings.ts';
import { rawConfig } from '../raw-config.ts';

function settings(values: Readonly<Record<string, unknown>>): Settings {
  const parsed = parseSettings(rawConfig(values, { secretKeys: new Set(['regions']) }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.settings;
}

/** The MODELS binding for these models, in one region unless others are given. */
function bindingsOf(models: readonly object[], regions?: readonly object[]) {
  return toModelBindings(settings({ models, ...(regions !== undefined && { regions }) }));
}

const model = { name: 'gpt-4', version: '1' };

test('a model with defaults only is a name', () => {
  expect(bindingsOf([model])).toEqual([{ id: 'gpt-4' }]);
});

test('aliases, style, API version and date are written', () => {
  const more = { aliases: ['a'], upstream: 'deployment', apiVersion: '2025-04-01-preview' };
  expect(bindingsOf([{ ...model, ...more, version: 'turbo-2024-04-09' }])).toEqual([
    { id: 'gpt-4', ...more, created: Date.UTC(2024, 3, 9) / 1000 },
  ]);
});

test('a version that only looks like a date has none', () => {
  expect(bindingsOf([{ ...model, version: '2026-99-99' }])).toEqual([{ id: 'gpt-4' }]);
});

test('names are listed with each model before its aliases', () => {
  const { models } = settings({
    models: [
      { ...model, aliases: ['a', 'b'] },
      { ...model, name: 'gpt-5', aliases: ['c'] },
    ],
  });
  expect(modelNames(models)).toEqual(['gpt-4', 'a', 'b', 'gpt-5', 'c']);
});

test("values that are the Worker's own defaults are left out", () => {
  const flags = { adaptParameters: false, asynchronousFilter: true };
  const plain = { adaptParameters: true, asynchronousFilter: false };
  expect(bindingsOf([{ ...model, ...flags }])).toEqual([{ id: 'gpt-4', ...flags }]);
  expect(bindingsOf([{ ...model, ...plain }])).toEqual([{ id: 'gpt-4' }]);
});

test('a model and a deployment are written where they differ from the name', () => {
  expect(bindingsOf([{ ...model, model: 'gpt-5', deployment: 'ours' }])).toEqual([
    { id: 'gpt-4', model: 'gpt-5', deployment: 'ours' },
  ]);
  expect(bindingsOf([{ ...model, model: 'gpt-4', deployment: 'gpt-4' }])).toEqual([
    { id: 'gpt-4' },
  ]);
});

describe('of a deployment that is only listed', () => {
  const regions = [{ account: 'ours', key: '0123456789abcdef' }];

  test('nothing is assumed without version or model', () => {
    expect(bindingsOf([{ name: 'gpt-4' }], regions)).toEqual([{ id: 'gpt-4', model: null }]);
  });

  test.each([
    ['the model has a version', { name: 'gpt-4', version: '1' }, regions, {}],
    ['the model is named', { name: 'gpt-4', model: 'gpt-5' }, regions, { model: 'gpt-5' }],
    [
      'a region has a version',
      { name: 'gpt-4' },
      [{ ...regions[0], models: [{ name: 'gpt-4', version: '1' }] }],
      {},
    ],
  ])('the model is known when %s', (_, entry, where, expected) => {
    expect(bindingsOf([entry], where)).toEqual([{ id: 'gpt-4', ...expected }]);
  });
});

describe('streams are inspected when the filter is asynchronous', () => {
  const later = { name: 'later', mode: 'asynchronous' };
  const values = (more: object) => ({
    models: [{ ...model, contentFilter: 'later', ...more }],
    contentFilters: [later],
  });

  test('as the content filter of the stack says', () => {
    expect(toModelBindings(settings(values({})))).toEqual([
      { id: 'gpt-4', asynchronousFilter: true },
    ]);
  });

  test('unless the model says otherwise', () => {
    expect(toModelBindings(settings(values({ asynchronousFilter: false })))).toEqual([
      { id: 'gpt-4' },
    ]);
  });
});

describe('of several regions', () => {
  const eastus2 = { location: 'eastus2' };
  const sweden = { location: 'swedencentral' };

  test('nothing is said where all serve a model alike', () => {
    expect(bindingsOf([model], [eastus2, sweden])).toEqual([{ id: 'gpt-4' }]);
  });

  test('those that serve it are named, with weight and priority', () => {
    const models = [model, { ...model, name: 'gpt-5', capacity: 7 }];
    const few = { ...sweden, models: [{ name: 'gpt-5', capacity: 3 }] };
    expect(bindingsOf(models, [eastus2, few])).toEqual([
      { id: 'gpt-4', backends: [{ name: 'eastus2', weight: 10, priority: 2 }] },
      {
        id: 'gpt-5',
        backends: [
          { name: 'eastus2', weight: 7, priority: 2 },
          { name: 'swedencentral', weight: 3, priority: 2 },
        ],
      },
    ]);
  });

  test('provisioned throughput comes first, and a weight and a priority count as written', () => {
    const reserved = { name: 'gpt-4', sku: 'DataZoneProvisionedManaged', capacity: 15 };
    const written = { name: 'gpt-4', weight: 0.5, priority: 9 };
    const regions = [
      { ...eastus2, models: [reserved] },
      { ...sweden, models: [written] },
    ];
    expect(bindingsOf([model], regions)).toEqual([
      {
        id: 'gpt-4',
        backends: [
          { name: 'eastus2', weight: 15, priority: 1 },
          { name: 'swedencentral', weight: 0.5, priority: 9 },
        ],
      },
    ]);
  });

  test("a deployment's name is said once, and again where it differs", () => {
    const regions = [
      { ...eastus2, models: [{ name: 'gpt-4', deployment: 'ours' }] },
      { ...sweden, models: [{ name: 'gpt-4', deployment: 'theirs' }] },
    ];
    expect(bindingsOf([model], regions)).toEqual([
      {
        id: 'gpt-4',
        deployment: 'ours',
        backends: [
          { name: 'eastus2', weight: 10, priority: 2 },
          { name: 'swedencentral', weight: 10, priority: 2, deployment: 'theirs' },
        ],
      },
    ]);
  });
});
