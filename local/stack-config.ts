// Owns: reading a stack's configuration as Pulumi's CLI does: Pulumi.yaml's defaults below
// Pulumi.<stack>.yaml's values, everything as text. Decrypts nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from './user-error.ts';

/** What the program is run with. */
export interface StackConfig {
  readonly project: string;
  readonly stack: string;
  /** `namespace:key` -> text; lists and objects as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys whose value is, or holds, an encrypted one. */
  readonly secretKeys: readonly string[];
}

/** Gives the text that stands for an encrypted value, by its path: `users[0].key`. */
export type Decrypt = (path: string) => string;

/**
 * Loads a stack.
 *
 * @param root folder of Pulumi.yaml
 * @throws UserError for an unknown stack or a file that is not YAML
 */
export function loadStackConfig(root: string, stack: string, decrypt: Decrypt): StackConfig {
  const project = readYaml(join(root, 'Pulumi.yaml'));
  const name = String(project['name']);
  const stackFile = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(stackFile)) {
    const known = stackNames(root).join(', ');
    throw new UserError(
      `There is no stack "${stack}": Pulumi.${stack}.yaml is missing. Stacks here: ${known}.`,
    );
  }

  const secretKeys = new Set<string>();
  const values: Record<string, string> = {};
  for (const [key, declaration] of Object.entries(asObject(project['config']))) {
    const { default: value } = asObject(declaration);
    if (value !== undefined) values[qualified(name, key)] = toText(value);
  }
  for (const [key, value] of Object.entries(asObject(readYaml(stackFile)['config']))) {
    const path = key.replace(`${name}:`, '');
    const plain = reveal(value, path, (secretPath) => {
      secretKeys.add(qualified(name, key));
      return decrypt(secretPath);
    });
    values[qualified(name, key)] = toText(plain);
  }
  return { project: name, stack, values, secretKeys: [...secretKeys] };
}

/** Stacks that have a file here. */
function stackNames(root: string): readonly string[] {
  return readdirSync(root)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined);
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UserError(`${file} cannot be read: ${reason}`);
  }
}

/** Replaces every `{secure: …}` below a value. */
function reveal(value: unknown, path: string, decrypt: Decrypt): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => reveal(item, `${path}[${index}]`, decrypt));
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('secure' in value) return decrypt(path);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, reveal(item, `${path}.${key}`, decrypt)]),
  );
}

function qualified(project: string, key: string): string {
  return key.includes(':') ? key : `${project}:${key}`;
}

function toText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
