// Owns: the form of each setting on its own, and its default. Every check's message says what is
// allowed; settings-faults.ts adds where and what was found. Rules between settings are in
// settings-rules.ts.
import { z } from 'zod';

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

const MODELS = 'a list of at least one model';
const USERS = 'a list of at least one user';
const MODEL_NAME = 'the Azure model\'s name, such as "gpt-5.4-mini"';
const VERSION = 'the model\'s version in quotes, such as "2026-03-17"';
const ALIAS = 'a name of up to 128 letters, digits and punctuation marks, without spaces';
const USER_NAME = 'a name of up to 64 characters, without control characters';
const USER_KEY = 'up to 256 letters, digits and punctuation marks, without spaces';

const modelSchema = z.strictObject(
  {
    name: text(/^[A-Za-z0-9][\w.-]{1,63}$/, MODEL_NAME),
    version: z.preprocess(plainVersion, text(/^\w[\w.-]{0,63}$/, VERSION)),
    sku: choice(SKUS).default('GlobalStandard'),
    capacity: z.int('a whole number from 1 up').min(1, 'a whole number from 1 up').default(10),
    aliases: z.array(text(/^[A-Za-z0-9@][!-~]{0,127}$/, ALIAS), 'a list of names').default([]),
    upstream: choice(['v1', 'deployment']).optional(),
    apiVersion: z.preprocess(
      plainVersion,
      text(
        /^\d{4}-\d{2}-\d{2}(-preview)?$/,
        'a dated version such as "2025-04-01-preview"',
      ).optional(),
    ),
    adaptParameters: flag().optional(),
    asynchronousFilter: flag().optional(),
    versionUpgradeOption: choice(UPGRADE_OPTIONS).default('NoAutoUpgrade'),
  },
  'an entry with a name and a version',
);

const userSchema = z.strictObject(
  {
    // Two spellings of one name would look alike in every log: https://unicode.org/reports/tr15/
    name: z
      .string(USER_NAME)
      .transform((name) => name.normalize('NFC').trim())
      .pipe(z.string().refine(isUserName, USER_NAME)),
    key: text(/^[!-~]{1,256}$/, USER_KEY).optional(),
    accountData: flag().optional(),
  },
  'an entry with a name',
);

/** The settings by their own forms; a key that is not set is absent. */
export const settingsSchema = z.strictObject({
  cloudflareAccountId: text(
    /^[0-9a-f]{32}$/,
    "the account's 32 hexadecimal digits, which the dashboard shows in its address " +
      '(https://dash.cloudflare.com/<account id>): `pulumi config set cloudflareAccountId <account id>`, ' +
      'or CLOUDFLARE_ACCOUNT_ID in the environment',
  ),
  workerName: text(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'up to 63 lower-case letters, digits and inner hyphens',
  ).optional(),
  customDomain: text(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'a host name alone, in lower case, such as "openai.example.com" (no https://, path, port, ' +
      'underscore, wildcard or dot at the end)',
  ).optional(),
  workersDev: choice(['true', 'false'])
    .default('true')
    .transform((value) => value === 'true'),
  workersDevSubdomain: text(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'the account\'s own part of <name>.workers.dev alone, such as "alice"',
  ).optional(),
  workersPlan: choice(['free', 'paid']).default('free'),
  azureLocation: text(
    /^[a-z][a-z0-9]{2,29}$/,
    'an Azure location in its short form, such as "swedencentral"',
  ).default('swedencentral'),
  resourceGroup: text(
    /^[\w.()-]{0,89}[\w()-]$/,
    'the name of an existing Azure resource group (not its resource id), or nothing to have one created',
  ).optional(),
  models: z.array(modelSchema, MODELS).min(1, MODELS),
  users: z.array(userSchema, USERS).min(1, USERS),
});

/** The keys that an object at this path may have. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(settingsSchema.shape);
  return Object.keys(path[0] === 'models' ? modelSchema.shape : userSchema.shape);
}

function text(form: RegExp, allowed: string): z.ZodString {
  return z.string(allowed).regex(form, allowed);
}

function flag(): z.ZodBoolean {
  return z.boolean('true or false');
}

function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `one of ${values.join(', ')}`);
}

/**
 * Undoes what YAML and Pulumi do to a version without quotes: a date arrives as
 * "2026-03-17 00:00:00 +0000 UTC", 1 as a number. Longer numbers stay refused, for 0613 has become
 * 395 by now: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/config/object.go
 */
function plainVersion(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value > 0 && value < 10 ? String(value) : value;
  }
  if (typeof value !== 'string') return value;
  return value.replace(/^(\d{4}-\d{2}-\d{2})(?:T00:00:00Z| 00:00:00 \+0000 UTC)$/, '$1');
}

function isUserName(name: string): boolean {
  // `__proto__` would set the prototype of the output that maps names to keys.
  return /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u.test(name) && name !== '__proto__';
}
