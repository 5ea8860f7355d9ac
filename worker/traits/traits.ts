// What is known about a model by Azure's name for it. Nothing is assumed about a name that is not known.

import { familyOf } from './families.ts';
import { KNOWN_MODELS, undatedName, type Capability } from './known-models.ts';
import { rulesFor, type ParameterRule } from './parameter-rules.ts';

export interface ModelTraits {
  /** undefined: not known, so nothing is refused. */
  readonly capabilities: readonly Capability[] | undefined;
  /** Parameters that it refuses. */
  readonly rules: readonly ParameterRule[];
}

/**
 * Traits of a declared model.
 *
 * @param model Azure's name of one of OpenAI's models, `gpt-5.4-mini`; never a deployment's name.
 *   Empty: not known, or not a model of OpenAI's
 */
export function traitsOf(model: string): ModelTraits {
  return {
    capabilities: KNOWN_MODELS.get(undatedName(model)),
    rules: rulesFor(familyOf(model)),
  };
}
