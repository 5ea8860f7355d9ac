// Reads as much as possible of a configuration that may be wrong anywhere. The rules between settings
// work on the result, so that their faults are reported together with wrong forms.
import { z } from 'zod';

const someText = z.string().optional().catch(undefined);
/** A value of the wrong form reads as empty, so that it is not reported as missing as well. */
const givenText = z.string().optional().catch('');
const givenNumber = z.number().optional().catch(0);

/**
 * An array of objects with these members.
 *
 * @param unreadable the members of an item that is not an object
 */
function list<Shape extends z.ZodRawShape>(
  shape: Shape,
  unreadable: Readonly<Record<string, unknown>> = {},
) {
  const item = z.object(shape);
  return z.array(item.or(z.unknown().transform(() => item.parse(unreadable)))).catch([]);
}

const key = { key: givenText, sha256: givenText, generation: givenNumber };

const regionModel = z
  .object({ name: someText, version: z.unknown().optional(), deployment: someText })
  .catch({});

const looseModels = z.array(someText).optional().catch(undefined);

const looseSchema = z.object({
  customDomain: someText,
  workersDev: someText,
  workersDevSubdomain: someText,
  workerName: someText,
  azureLocation: someText,
  resourceGroup: someText,
  azureAuth: someText,
  issuerHost: someText,
  otherIssuers: z.array(someText).catch([]),
  signingKeys: z.array(z.number().optional().catch(undefined)).catch([]),
  budget: z.unknown().optional(),
  models: list({
    name: someText,
    version: z.unknown().optional(),
    deployment: someText,
    aliases: z.array(someText).catch([]),
    contentFilter: someText,
    parameters: z
      .object({
        drop: z.array(someText).catch([]).optional(),
        rename: z.record(z.string(), someText).catch({}).optional(),
        keep: z.array(someText).catch([]).optional(),
      })
      .optional()
      .catch(undefined),
  }),
  regions: list(
    {
      name: givenText,
      location: givenText,
      resourceGroup: givenText,
      account: givenText,
      key: givenText,
      azureAuth: someText,
      activeKey: z.unknown().optional(),
      deployments: someText,
      models: z.array(regionModel).min(1).optional().catch(undefined),
    },
    { location: '' },
  ),
  contentFilters: list({ name: someText, blocklists: list({ name: someText }) }),
  users: list({
    ...key,
    name: someText,
    keys: list(key, { key: '' }).optional(),
    models: looseModels,
    team: someText,
    budget: z.unknown().optional(),
  }),
  teams: list({
    name: someText,
    budget: z.unknown().optional(),
    members: z
      .object({ models: looseModels, budget: z.unknown().optional() })
      .optional()
      .catch(undefined),
  }),
  limits: z.object({ budget: z.unknown().optional() }).catch({}),
  alerts: z.object({ webhook: someText }).optional().catch(undefined),
});

/** The settings as far as they can be read. */
export type LooseSettings = z.output<typeof looseSchema>;
export type LooseRegion = LooseSettings['regions'][number];
export type LooseUser = LooseSettings['users'][number];

/** Reads what can be read; never throws. */
export function readLoosely(values: unknown): LooseSettings {
  return looseSchema.parse(typeof values === 'object' && values !== null ? values : {});
}
