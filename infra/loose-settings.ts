// Owns: what can be read of a configuration that may be wrong anywhere. The rules between settings
// look at it, so that they are reported together with what has the wrong form.
import { z } from 'zod';

const someText = z.string().optional().catch(undefined);
const someNumber = z.number().optional().catch(undefined);

/** An array of objects with these members, each member or item that is wrong being absent. */
function list<Shape extends z.ZodRawShape>(shape: Shape) {
  const item = z.object(shape);
  return z.array(item.or(z.unknown().transform(() => item.parse({})))).catch([]);
}

const key = { key: someText, sha256: someText, generation: someNumber };

const looseSchema = z.object({
  customDomain: someText,
  workersDev: someText,
  workersDevSubdomain: someText,
  resourceGroup: someText,
  budget: z.unknown().optional(),
  models: list({
    name: someText,
    version: z.unknown().optional(),
    aliases: z.array(someText).catch([]),
    contentFilter: someText,
  }),
  regions: list({
    name: someText,
    location: someText,
    resourceGroup: someText,
    account: someText,
    key: someText,
    activeKey: z.unknown().optional(),
    deployments: someText,
    models: list({ name: someText, version: z.unknown().optional() }).optional(),
  }),
  contentFilters: list({ name: someText }),
  users: list({
    ...key,
    name: someText,
    keys: list(key).optional(),
    models: z.array(someText).optional().catch(undefined),
  }),
});

/** The settings as far as they can be read. */
export type LooseSettings = z.output<typeof looseSchema>;
export type LooseRegion = LooseSettings['regions'][number];
export type LooseUser = LooseSettings['users'][number];

/** Reads what can be read; never throws. */
export function readLoosely(values: unknown): LooseSettings {
  return looseSchema.parse(typeof values === 'object' && values !== null ? values : {});
}
