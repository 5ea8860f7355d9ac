// The deployments that the stack file describes in existing accounts. `npm start` reaches no Azure, so the
// stand-in provider answers as if they were there.
import { asObject } from '../../command-line/as-object.ts';
import type { StackConfig } from './stack-config.ts';

/** `<account>/<deployment>` -> Azure's name of the model. */
export type ExistingDeployments = ReadonlyMap<string, string>;

/** Reads them from a configuration that may be wrong in any way. */
export function existingDeployments({ project, values }: StackConfig): ExistingDeployments {
  const models = entries(values[`${project}:models`]);
  return new Map(
    entries(values[`${project}:regions`]).flatMap((region): [string, string][] => {
      const served = Array.isArray(region['models']) ? region['models'].map(asObject) : models;
      return served.flatMap((here): [string, string][] => {
        const model = models.find(({ name }) => name === here['name']);
        if (model === undefined) return [];
        const deployment = here['deployment'] ?? model['deployment'] ?? model['name'];
        const name = model['model'] ?? model['name'];
        return [[`${String(region['account'])}/${String(deployment)}`, String(name)]];
      });
    }),
  );
}

function entries(json: string | undefined): readonly Readonly<Record<string, unknown>>[] {
  try {
    const list: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(list) ? list.map(asObject) : [];
  } catch {
    return [];
  }
}
