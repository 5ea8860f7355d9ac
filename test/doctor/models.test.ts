// Models and quota as Azure lists them.
import { expect, test } from 'vitest';
import { lineOf, openStack } from './checked-stack.ts';

interface Offer {
  readonly version: string;
  readonly isDefaultVersion?: boolean;
  readonly retires?: string;
  readonly usageName?: string;
}

async function line(
  id: string,
  offers: readonly Offer[],
  usages: Readonly<Record<string, number>> = {},
  version?: string,
) {
  const models = offers.map(({ version, isDefaultVersion = false, retires, usageName }) => ({
    model: {
      ...{ name: 'gpt-5.4-mini', format: 'OpenAI', version, isDefaultVersion },
      skus: [{ name: 'GlobalStandard', usageName, deprecationDate: retires }],
    },
  }));
  const rows = Object.entries(usages).map(([value, limit]) => ({
    name: { value },
    ...{ currentValue: 0, limit },
  }));
  const context = await openStack({
    answer: (path) => {
      if (path.includes('/models?')) return { body: { value: models } };
      return path.includes('/usages?') ? { body: { value: rows } } : undefined;
    },
  });
  const settings = await context.settings();
  const regions = settings.regions.map((region) => ({
    ...region,
    deployments: region.deployments.map((each) => ({ ...each, version })),
  }));
  return lineOf(id, { ...context, settings: () => Promise.resolve({ ...settings, regions }) });
}

const OLD = { version: '2025-01-01', retires: '2026-01-01T00:00:00Z' };
const CURRENT = { version: '2026-03-17', isDefaultVersion: true };

test("without a version, Azure's default is judged", async () => {
  expect((await line('models', [OLD, CURRENT])).status).toBe('ok');
  const retired = await line('models', [{ ...OLD, isDefaultVersion: true }, { version: 'new' }]);
  expect(retired.details?.join()).toContain('was retired on 2026-01-01');
});

test('a version that is named is judged itself', async () => {
  expect((await line('models', [OLD, CURRENT], {}, OLD.version)).status).toBe('failed');
});

const USAGE = 'OpenAI.GlobalStandard.gpt-5.4-mini';

test('the quota of the default version counts', async () => {
  const offers = [
    { ...OLD, usageName: 'another' },
    { ...CURRENT, usageName: USAGE },
  ];
  expect(await line('quota', offers, { another: 0, [USAGE]: 100_000 })).toMatchObject({
    status: 'ok',
    found: 'enough for 1 deployments',
  });
  expect((await line('quota', offers, { another: 100_000, [USAGE]: 0 })).details).toEqual([
    expect.stringMatching(
      /^gpt-5\.4-mini as GlobalStandard in eastus2: the stack has capacity \d+, and 0 of 0 units/,
    ),
  ]);
});

test.each([
  ['the model names no quota', [CURRENT], { [USAGE]: 1000 }],
  ['Azure lists no usage of it', [{ ...CURRENT, usageName: USAGE }], {}],
])('where %s, the line says so', async (_, offers, usages) => {
  const { found, details } = await line('quota', offers, usages);
  expect(found).toBe('enough for 0 of 1 deployments');
  expect(details).toEqual([
    'gpt-5.4-mini as GlobalStandard in eastus2: Azure shows no quota for it, so it was not checked',
  ]);
});
