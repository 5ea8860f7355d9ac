// The schema of `parameters` of a model: what the Worker does with parameters beside its own table.
import { z } from 'zod';
import { isOverridable, PROTECTED_PARAMETERS } from '../../worker/contract/parameter-overrides.ts';

const NAME =
  'the name of a parameter such as "prompt_cache_key": up to 64 letters, digits, "_", "." and "-", perhaps with "[]" at the end, and ' +
  `none of ${PROTECTED_PARAMETERS.join(', ')}, without which a request is another one`;
const NAMES = 'a list of up to 50 names of parameters';
const RENAMES = 'an object with up to 50 names, each with the new name';

function parameterName(): z.ZodString {
  return z.string(NAME).refine(isOverridable, NAME);
}

function parameterNames() {
  // Not max(), which also checks the length of a text.
  return z.array(parameterName(), NAMES).refine(({ length }) => length <= 50, NAMES);
}

/** `parameters` of an entry of `models`. */
export const parametersSchema = z.strictObject(
  {
    drop: parameterNames().optional(),
    rename: z
      .record(parameterName(), parameterName(), RENAMES)
      .refine((names) => Object.keys(names).length <= 50, RENAMES)
      .optional(),
    keep: parameterNames().optional(),
  },
  'an object with drop, rename and keep',
);
