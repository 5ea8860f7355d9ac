import { expect, test } from 'vitest';
import {
  AZURE_LOCATIONS,
  AZURE_LOCATIONS_AS_OF,
  LOCATIONS,
  LOCATIONS_AS_OF,
} from '../../../infra/azure-models/locations.ts';
import { RETIREMENTS, RETIREMENTS_AS_OF } from '../../../infra/azure-models/retirements.ts';
import { VERSIONS, VERSIONS_AS_OF } from '../../../infra/azure-models/versions.ts';
import { settingsSchema } from '../../../infra/settings/settings-schema.ts';

/** Whether a text is a day of the calendar. */
function isDay(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString() === `${text}T00:00:00.000Z`;
}

/** What a stack makes of a deployment of these; undefined where one of them has the wrong form. */
function parseModel(name: string, more: object) {
  const { models } = settingsSchema.shape;
  const parsed = models.safeParse([{ name, version: '1', ...more }]);
  return parsed.data?.[0];
}

test('every table was compared on a day', () => {
  const days = [AZURE_LOCATIONS_AS_OF, LOCATIONS_AS_OF, RETIREMENTS_AS_OF, VERSIONS_AS_OF];
  expect(days.filter((day) => !isDay(day))).toEqual([]);
});

test('every known version is one that a stack can name', () => {
  for (const [name, versions] of VERSIONS) {
    expect(versions.map((version) => parseModel(name, { version })?.version)).toEqual(versions);
    expect(new Set(versions).size).toBe(versions.length);
  }
});

test('every model with locations has a known version', () => {
  const models = Object.keys(LOCATIONS).map((key) => key.split('@')[0] ?? '');
  expect(models.filter((model) => !VERSIONS.has(model))).toEqual([]);
});

test('every location of a model is one of all locations, of which none is there twice', () => {
  const named = Object.values(LOCATIONS).flat();
  expect(named.filter((location) => !AZURE_LOCATIONS.includes(location))).toEqual([]);
  expect(AZURE_LOCATIONS.toSorted()).toEqual([...new Set(AZURE_LOCATIONS)].toSorted());
});

test('every version that retires is one that a stack can name, with a day', () => {
  expect(Object.keys(RETIREMENTS).length).toBeGreaterThan(40);
  for (const [key, date] of Object.entries(RETIREMENTS)) {
    const [name = '', version = ''] = key.split('@');
    const { name: parsedName, version: parsedVersion } = parseModel(name, { version }) ?? {};
    expect(`${parsedName ?? ''}@${parsedVersion ?? ''}`).toBe(key);
    expect([key, isDay(date)]).toEqual([key, true]);
  }
});

test('a dated version retires after its date', () => {
  for (const [key, date] of Object.entries(RETIREMENTS)) {
    const released = /@(\d{4}-\d{2}-\d{2})$/.exec(key)?.[1] ?? '';
    expect([key, date > released]).toEqual([key, true]);
  }
});

test('every model with locations is one that a stack can name, with locations that it can have', () => {
  const { azureLocation } = settingsSchema.shape;
  for (const [key, locations] of Object.entries(LOCATIONS)) {
    const [name = '', sku = ''] = key.split('@');
    const { name: parsedName, sku: parsedSku } = parseModel(name, { sku }) ?? {};
    expect(`${parsedName ?? ''}@${parsedSku ?? ''}`).toBe(key);
    expect(locations).not.toEqual([]);
    expect(locations.map((location) => azureLocation.parse(location))).toEqual(locations);
  }
});
