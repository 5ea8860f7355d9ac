// Does what Pulumi's CLI does with Pulumi.yaml and Pulumi.<stack>.yaml before it runs a program:
// checks, project defaults, namespaces, secrets. Follows
// https://github.com/pulumi/pulumi/blob/master/pkg/workspace/config.go (mergeConfig) and
// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/project.go.
import { parse } from 'yaml';
import { z } from 'zod';

const itemsSchema = z.strictObject({ type: z.enum(['string', 'integer', 'boolean', 'object']) });
const typeSchema = z.strictObject({
  type: z.enum(['string', 'integer', 'boolean', 'array', 'object']),
  description: z.string(),
  items: itemsSchema.optional(),
  secret: z.boolean().optional(),
  default: z.unknown().optional(),
});
/** `pulumi new` writes one: `pulumi:tags` with the template. */
const valueSchema = z.strictObject({ value: z.unknown() });
/** As the CLI has it: sdk/go/common/apitype/templates.go. `important` is no longer used. */
const templateSchema = z.strictObject({
  displayName: z.string().optional(),
  description: z.string().optional(),
  quickstart: z.string().optional(),
  config: z
    .record(
      z.string(),
      z.strictObject({
        description: z.string().optional(),
        default: z.string().optional(),
        secret: z.boolean().optional(),
      }),
    )
    .optional(),
});
const projectSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  runtime: z.strictObject({
    name: z.literal('nodejs'),
    options: z.strictObject({
      typescript: z.boolean(),
      packagemanager: z.enum(['npm', 'pnpm', 'yarn', 'bun']).optional(),
    }),
  }),
  config: z.record(z.string(), typeSchema.or(valueSchema)),
  template: templateSchema.optional(),
});
const stackSchema = z.strictObject({ config: z.record(z.string(), z.unknown()).default({}) });

/** What the CLI hands to the program. */
export interface ProgramConfig {
  readonly project: string;
  /** Whether Pulumi would load the program with its own TypeScript compiler. */
  readonly typescript: boolean;
  /** By namespaced key; objects as JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/**
 * @param projectYaml text of Pulumi.yaml
 * @param stackYaml text of Pulumi.<stack>.yaml; a secret is written `{secure: <its plain value>}`
 * @throws Error with the CLI's own message where the CLI would refuse
 */
export function readConfig(projectYaml: string, stackYaml: string, stack: string): ProgramConfig {
  const project = projectSchema.parse(parseYaml(projectYaml));
  const { config } = stackSchema.parse(parseYaml(stackYaml) ?? {});
  const merged = namespaced(project.name, config);
  const missing: string[] = [];
  for (const [key, type] of Object.entries(project.config)) {
    if (!('type' in type)) {
      // A value of the project, for a key of another namespace. The stack's own comes first.
      if (!merged.has(key)) merged.set(key, type.value);
      continue;
    }
    if (type.type === 'array' && type.items === undefined) {
      throw new Error(
        `The configuration key '${key}' declares an array but does not specify the underlying type via the 'items' attribute`,
      );
    }
    if (type.default !== undefined && !hasType(type, type.default)) {
      throw new Error(
        `The default value specified for configuration key '${key}' is not of the expected type '${typeName(type)}'`,
      );
    }
    const name = `${project.name}:${key}`;
    const value = merged.get(name);
    if (value === undefined && type.default === undefined) missing.push(key);
    else if (value === undefined) merged.set(name, type.default);
    else if (type.secret === true && !isSecure(value)) {
      throw new Error(
        `Stack '${stack}' with configuration key '${key}' must be encrypted as it's secret`,
      );
    } else if (!hasType(type, toContent(value))) {
      throw new Error(
        `Stack '${stack}' with configuration key '${key}' must be of type '${typeName(type)}'`,
      );
    }
  }
  if (missing.length > 0) {
    throw new Error(`Stack '${stack}' is missing configuration values ${missing.join(', ')}`);
  }
  return {
    project: project.name,
    typescript: project.runtime.options.typescript,
    values: Object.fromEntries([...merged].map(([key, value]) => [key, toText(value)])),
    secretKeys: [...merged].filter(([, value]) => isSecure(value)).map(([key]) => key),
  };
}

/**
 * Gives keys without a namespace the project's. If a file has both spellings of one key, the CLI picks
 * one at random, because it iterates over a Go map: sdk/go/common/workspace/loaders.go
 * (stackConfigNamespacedWithProject).
 */
function namespaced(
  project: string,
  config: Readonly<Record<string, unknown>>,
): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(config)) {
    const name = key.includes(':') ? key : `${project}:${key}`;
    if (values.has(name)) throw new Error(`'${name}' is set twice; the CLI would use either`);
    values.set(name, value);
  }
  return values;
}

/** Go's YAML reads a bare date as a time, which Pulumi then writes in Go's form. */
function parseYaml(text: string): unknown {
  return parse(text, { customTags: ['timestamp'] }) as unknown;
}

function isSecureValue(value: unknown): value is { secure: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    'secure' in value &&
    typeof value.secure === 'string'
  );
}

/** Whether the value, or anything in it, is a secret. */
function isSecure(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isSecureValue(value) || Object.values(value).some(isSecure);
}

function decrypt(value: unknown): unknown {
  if (value instanceof Date) {
    return `${value.toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
  }
  if (isSecureValue(value)) return value.secure;
  if (Array.isArray(value)) return value.map(decrypt);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decrypt(item)]));
}

function toText(value: unknown): string {
  const plain = decrypt(value);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

/** Scalars reach the check as text, objects as objects. */
function toContent(value: unknown): unknown {
  const plain = decrypt(value);
  return typeof plain === 'object' ? plain : toText(value);
}

interface ConfigType {
  readonly type: string;
  readonly items?: { readonly type: string } | undefined;
}

function hasType({ type, items }: ConfigType, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) || (typeof value === 'string' && /^[+-]?\d+$/.test(value));
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return (
        Array.isArray(value) &&
        items !== undefined &&
        value.every((item) => hasType({ type: items.type }, item))
      );
  }
}

function typeName({ type, items }: ConfigType): string {
  return items === undefined ? type : `array<${items.type}>`;
}
