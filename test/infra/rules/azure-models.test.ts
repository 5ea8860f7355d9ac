import { expect, test } from 'vitest';
import { AS_OF, LOCATIONS, RETIREMENTS } from '../../../infra/rules/azure-models.ts';
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

test('the tables were compared on a day', () => {
  expect(isDay(AS_OF)).toBe(true);
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
