// The models and locations of the stack files are known, and fit together. Operators change Pulumi.dev.yaml,
// perhaps to a model that is newer than the tables, so it is compared only while it has the example's models.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { AZURE_LOCATIONS, LOCATIONS } from '../../../infra/azure-models/locations.ts';
import { VERSIONS } from '../../../infra/azure-models/versions.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { readExampleStack } from '../../support/example-stack.ts';
import { PROJECT_NAME } from '../../support/project.ts';
import { rawConfig } from '../raw-config.ts';

const ROOT = join(import.meta.dirname, '../../..');

const stackSchema = z.object({ config: z.record(z.string(), z.unknown()) });

function configOf(yaml: string): Readonly<Record<string, unknown>> {
  const { config } = stackSchema.parse(parse(yaml));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(`${PROJECT_NAME}:`, ''), value]),
  );
}

/** What the tables do not know, or do not offer in a region, as "model version SKU location". */
function unknownParts(config: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseSettings(rawConfig(config));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.settings.regions.flatMap(({ account, deployments }) => {
    if (account.kind !== 'created') return [];
    const { location } = account;
    return deployments
      .filter(
        ({ model, version = '', sku }) =>
          !AZURE_LOCATIONS.includes(location) ||
          VERSIONS.get(model)?.includes(version) !== true ||
          LOCATIONS[`${model}@${sku}`]?.includes(location) !== true,
      )
      .map(({ model, version = '', sku }) => [model, version, sku, location].join(' '));
  });
}

const example = configOf(await readExampleStack());

test.each([
  ['the example stack', example],
  ['the stack team', configOf(await readFile(join(ROOT, 'Pulumi.team.yaml'), 'utf8'))],
  ['the stack budgets', configOf(await readFile(join(ROOT, 'Pulumi.budgets.yaml'), 'utf8'))],
])('%s deploys in its own locations', (_, config) => {
  expect(unknownParts(config)).toEqual([]);
});

test('the stack dev deploys in its own location', async () => {
  const dev = configOf(await readFile(join(ROOT, 'Pulumi.dev.yaml'), 'utf8'));
  const same = JSON.stringify(dev['models']) === JSON.stringify(example['models']);
  expect(same ? unknownParts(dev) : []).toEqual([]);
});

test('a location that does not offer a model of the example is found', () => {
  expect(unknownParts({ ...example, azureLocation: 'swedencentral' })).toEqual([
    'gpt-4o-mini-tts 2025-12-15 GlobalStandard swedencentral',
  ]);
});
