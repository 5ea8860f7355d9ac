// The schema of each setting, with its default. Each check's message says what is allowed;
// settings-faults.ts adds the place and the value. Rules between settings are in rules/.
import { z } from 'zod';
import {
  budgetSchema,
  contentFilterSchema,
  tagsSchema,
  workspaceIdSchema,
} from './azure-schema.ts';
import { modelSchema } from './model-schema.ts';
import { AZURE_AUTH_STEPS } from './azure-auth.ts';
import { location, regionSchema } from './region-schema.ts';
import { choice, origin, resourceGroupName, text, topFlag, typewriter } from './fields.ts';
import { alertsSchema, stackLimitsSchema, teamSchema } from './limits/limit-schema.ts';
import { userSchema } from './user-schema.ts';

const MODELS = 'a list of at least one model';
const USERS = 'a list of at least one user';
const TEAMS = 'a list of up to 1,000 teams';
const REGIONS = 'a list of up to 20 regions';
const ORIGINS = 'a list of up to 20 origins, ["*"] for all, [] for none';
const FILTERS = 'a list of content filters';
const ISSUERS = 'a list of host names of other gateways that use the same identity';
const GENERATION = 'a whole number from 1 to 999';
const SIGNING_KEYS = 'a list of 1 to 5 whole numbers from 1 to 999';
const HOST =
  'a host name alone, in lower case, such as "openai.example.com" (no https://, path, port, ' +
  'underscore, wildcard or dot at the end)';

function hostName(): z.ZodString {
  return text(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    HOST,
  );
}

/** A key that is not set is absent. */
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
  customDomain: hostName().optional(),
  zoneName: hostName().optional(),
  workersDev: topFlag('true'),
  workersDevSubdomain: text(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'the account\'s own part of <name>.workers.dev alone, such as "alice"',
  ).optional(),
  workersPlan: choice(['free', 'paid']).default('free'),
  azureLocation: location().default('swedencentral'),
  resourceGroup: resourceGroupName().optional(),
  models: z.array(modelSchema, MODELS).min(1, MODELS),
  regions: z.array(regionSchema, REGIONS).max(20, REGIONS).optional(),
  activeKey: choice(['1', '2'])
    .default('1')
    .transform((value) => (value === '1' ? 1 : 2)),
  azureAuth: choice(AZURE_AUTH_STEPS).default('key'),
  issuerHost: hostName().optional(),
  otherIssuers: z.array(hostName(), ISSUERS).default([]),
  signingKeys: z
    .array(z.int(GENERATION).min(1, GENERATION).max(999, GENERATION), SIGNING_KEYS)
    .refine(({ length }) => length >= 1 && length <= 5, SIGNING_KEYS)
    .default([1]),
  users: z.array(userSchema, USERS).min(1, USERS),
  teams: z
    .array(teamSchema, TEAMS)
    .refine(({ length }) => length <= 1000, TEAMS)
    .default([]),
  limits: stackLimitsSchema.default({}),
  onLedgerFailure: choice(['refuse', 'allow']).default('refuse'),
  alerts: alertsSchema.optional(),
  userKeys: choice(['random', 'derived']).default('random'),
  typewriter: typewriter().default('off'),
  usage: topFlag('false'),
  page: topFlag('true'),
  corsOrigins: z
    .array(origin(), ORIGINS)
    // Not max(), which also checks the length of a text.
    .refine(({ length }) => length <= 20, ORIGINS)
    .default(['*']),
  requestsPerMinute: text(/^\d{1,6}$/, 'a whole number up to 999999; 0 sets no limit')
    .default('0')
    .transform(Number),
  contentFilters: z.array(contentFilterSchema, FILTERS).default([]),
  budget: budgetSchema.optional(),
  logAnalyticsWorkspaceId: workspaceIdSchema.optional(),
  tags: tagsSchema.default({}),
  protect: topFlag('false'),
});

/** Keys whose values Pulumi passes as JSON. */
export const JSON_KEYS: ReadonlySet<string> = new Set([
  'models',
  'regions',
  'users',
  'teams',
  'limits',
  'alerts',
  'otherIssuers',
  'signingKeys',
  'corsOrigins',
  'contentFilters',
  'budget',
  'tags',
]);

/** The keys that an object at this path may have; empty where any key is allowed. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = settingsSchema;
  for (const part of path) {
    const outer = optionFor(part, unwrap(schema));
    if (outer instanceof z.ZodArray) schema = outer.element;
    else if (outer instanceof z.ZodObject) schema = outer.shape[String(part)];
  }
  const inner = optionFor('', unwrap(schema));
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

/** Of a setting that is one object or a list of them: the schema of that which has such a member. */
function optionFor(part: PropertyKey, schema: unknown): unknown {
  if (!(schema instanceof z.ZodUnion)) return schema;
  return schema.options.find(
    (option) => option instanceof z.ZodArray === (typeof part === 'number'),
  );
}
