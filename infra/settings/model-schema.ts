// The schema of an entry of `models`, with the defaults of its members.
import { z } from 'zod';
import { isOverridable, PROTECTED_PARAMETERS } from '../../worker/contract/parameter-overrides.ts';
import { apiVersion, choice, deploymentName, flag, modelVersion, text } from './fields.ts';
import { priceSchema, tokensSchema } from './limits/price-schema.ts';

/** Deployment SKUs: https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types */
const SKUS = [
  'GlobalStandard',
  'DataZoneStandard',
  'Standard',
  'GlobalProvisionedManaged',
  'DataZoneProvisionedManaged',
  'ProvisionedManaged',
  'GlobalBatch',
  'DataZoneBatch',
  'DeveloperTier',
] as const;

const UPGRADE_OPTIONS = [
  'NoAutoUpgrade',
  'OnceCurrentVersionExpired',
  'OnceNewDefaultVersionAvailable',
] as const;

const MODEL_NAME = 'the Azure model\'s name, such as "gpt-5.4-mini"';
const ALIAS = 'a name of up to 128 letters, digits and punctuation marks, without spaces';
const FILTER_NAME =
  'the name of an entry of contentFilters, or of a policy at Azure such as "Microsoft.DefaultV2"';
const FORMAT = 'the format of the model at Azure, such as "OpenAI", "DeepSeek" or "Mistral AI"';
const PARAMETER_NAME =
  'the name of a parameter such as "prompt_cache_key": up to 64 letters, digits, "_", "." and "-", perhaps with "[]" at the end, and ' +
  `none of ${PROTECTED_PARAMETERS.join(', ')}, which define the request`;
const PARAMETER_NAMES = 'a list of up to 50 names of parameters';
const NEW_NAMES = 'an object with up to 50 names, each with a new name of its own';
const UNITS = 'a whole number, 0 or more';

/** A model's name. By default it is also the name of its deployment. */
export function modelName(): z.ZodString {
  return text(/^[A-Za-z0-9][\w.-]{1,63}$/, MODEL_NAME);
}

/** A name that clients use: that of a model, or an alias. */
export function clientModelName(): z.ZodString {
  return text(/^[A-Za-z0-9@][!-~]{0,127}$/, ALIAS);
}

/** Name of a SKU. */
export function sku() {
  return choice(SKUS);
}

/** Units of capacity. */
export function capacity(): z.ZodInt {
  return z.int(UNITS).min(0, UNITS);
}

/** Two parameters of one name would be read in two ways. */
function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function parameterName(): z.ZodString {
  return z.string(PARAMETER_NAME).refine(isOverridable, PARAMETER_NAME);
}

function parameterNames() {
  // Not max(), which also checks the length of a text.
  return z
    .array(parameterName(), PARAMETER_NAMES)
    .refine(({ length }) => length <= 50, PARAMETER_NAMES);
}

/** `parameters` of an entry of `models`. */
export const parametersSchema = z.strictObject(
  {
    drop: parameterNames().optional(),
    rename: z
      .record(parameterName(), parameterName(), NEW_NAMES)
      .refine((names) => Object.keys(names).length <= 50, NEW_NAMES)
      .refine((names) => areDifferent(Object.values(names)), NEW_NAMES)
      .optional(),
    keep: parameterNames().optional(),
  },
  'an object with drop, rename and keep',
);

/** An entry of `models`. */
export const modelSchema = z.strictObject(
  {
    name: modelName(),
    model: modelName().optional(),
    format: text(/^[A-Za-z0-9](?:[\w .-]{0,62}[\w.])?$/, FORMAT).default('OpenAI'),
    version: modelVersion().optional(),
    deployment: deploymentName().optional(),
    sku: sku().default('GlobalStandard'),
    capacity: capacity().default(10),
    aliases: z.array(clientModelName(), 'a list of names').default([]),
    contentFilter: text(/^[A-Za-z0-9][\w.-]{0,63}$/, FILTER_NAME).optional(),
    upstream: choice(['v1', 'deployment']).optional(),
    apiVersion: apiVersion().optional(),
    timeouts: z
      .strictObject(
        {
          headers: seconds().optional(),
          firstByte: seconds().optional(),
          idle: seconds().optional(),
        },
        'an object with headers, firstByte and idle, in seconds',
      )
      .optional(),
    price: priceSchema.optional(),
    tokens: tokensSchema.optional(),
    adaptParameters: flag().optional(),
    parameters: parametersSchema.optional(),
    asynchronousFilter: flag().optional(),
    versionUpgradeOption: choice(UPGRADE_OPTIONS).default('NoAutoUpgrade'),
  },
  'an entry with a name and a version',
);

/** Seconds to wait. */
function seconds(): z.ZodNumber {
  const allowed = 'a number of seconds above 0, up to 3600';
  return z.number(allowed).positive(allowed).max(3600, allowed);
}
