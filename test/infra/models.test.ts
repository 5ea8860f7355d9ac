import { expect, test } from 'vitest';
import { modelNames, toModelBindings } from '../../infra/models.ts';

const model = {
  name: 'gpt-4',
  version: '1',
  sku: 'Standard',
  capacity: 1,
  aliases: [],
  versionUpgradeOption: 'NoAutoUpgrade',
};

test('the Worker is told a name alone when there is no more to say', () => {
  expect(toModelBindings([model])).toEqual([{ id: 'gpt-4' }]);
});

test('the Worker is told aliases, style, API version and date', () => {
  const more = {
    aliases: ['a'],
    upstream: 'deployment',
    apiVersion: '2025-04-01-preview',
  } as const;
  expect(toModelBindings([{ ...model, ...more, version: 'turbo-2024-04-09' }])).toEqual([
    { id: 'gpt-4', ...more, created: Date.UTC(2024, 3, 9) / 1000 },
  ]);
});

test('a version that only looks like a date has none', () => {
  expect(toModelBindings([{ ...model, version: '2026-99-99' }])).toEqual([{ id: 'gpt-4' }]);
});

test('names are listed with each model before its aliases', () => {
  const other = { ...model, name: 'gpt-5', aliases: ['c'] };
  expect(modelNames([{ ...model, aliases: ['a', 'b'] }, other])).toEqual([
    'gpt-4',
    'a',
    'b',
    'gpt-5',
    'c',
  ]);
});

test('tells the Worker only of what differs from its own defaults', () => {
  const model = { name: 'm', version: '1', sku: 's', capacity: 1, aliases: [] };
  const flags = { adaptParameters: false, asynchronousFilter: true };
  const plain = { adaptParameters: true, asynchronousFilter: false };
  const upgrade = { versionUpgradeOption: 'NoAutoUpgrade' };
  expect(toModelBindings([{ ...model, ...upgrade, ...flags }])).toEqual([{ id: 'm', ...flags }]);
  expect(toModelBindings([{ ...model, ...upgrade, ...plain }])).toEqual([{ id: 'm' }]);
});
