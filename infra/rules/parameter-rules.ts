// The rules inside `parameters` of a model: each parameter has one fate.
import type { LooseSettings } from './loose-settings.ts';
import { conflict, type Fault, type FaultContext } from './settings-faults.ts';
import { findDuplicates } from './unique-values.ts';

/** Everything wrong about the parameters of all models. */
export function parameterFaults(
  { models }: LooseSettings,
  context: FaultContext,
): readonly Fault[] {
  return models.flatMap(({ parameters }, index) => {
    const { drop = [], rename = {}, keep = [] } = parameters ?? {};
    const path = (...rest: readonly PropertyKey[]) => ['models', index, 'parameters', ...rest];
    const named = Object.entries(rename);
    return [
      ...findDuplicates(
        [
          ...drop.map((value, place) => ({ path: path('drop', place), value })),
          ...keep.map((value, place) => ({ path: path('keep', place), value })),
        ],
        context,
      ),
      ...named.flatMap(([from, to]) => {
        if (drop.includes(from) || keep.includes(from)) {
          return [conflict(path('rename', from), 'is also dropped or kept; choose one')];
        }
        if (to === undefined || !(to === from || drop.includes(to) || to in rename)) return [];
        const text = 'its new name is dropped, renamed, or the same; choose another';
        return [conflict(path('rename', from), text)];
      }),
    ];
  });
}
