// Reads a stack's configuration as Pulumi's CLI does: the values of Pulumi.<stack>.yaml over the defaults
// of Pulumi.yaml, everything as text. It decrypts nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../../command-line/user-error.ts';
import { asObject } from '../../command-line/as-object.ts';

/** The configuration that the program gets. */
export interface StackConfig {
  readonly project: string;
  readonly stack: string;
  /** `namespace:key` -> text; lists and objects as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys whose value is, or contains, an encrypted one. */
  readonly secretKeys: readonly string[];
}

/** Returns a text to use in place of an encrypted value. `path` is, for example, `users[0].key`. */
export type Decrypt = (path: string) => string;

/**
 * Loads a stack.
 *
 * @param root folder of Pulumi.yaml
 * @throws UserError for an unknown stack, a file that is not YAML, or a repeated key
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
  for (const [key, value] of stackValues(name, stackFile)) {
    const path = key.replace(`${name}:`, '');
    const plain = reveal(value, path, (secretPath) => {
      secretKeys.add(key);
      return decrypt(secretPath);
    });
    values[key] = toText(plain);
  }
  return { project: name, stack, values, secretKeys: [...secretKeys] };
}

/**
 * A stack file's values by namespaced key. A key without a namespace has the project's:
 * https://github.com/pulumi/pulumi/issues/8603. If a file has both spellings of one key, Pulumi picks
 * one at random, because it iterates over a Go map (stackConfigNamespacedWithProject in
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/loaders.go).
 *
 * @throws UserError when a file has both
 */
function stackValues(project: string, file: string): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(asObject(readYaml(file)['config']))) {
    const name = qualified(project, key);
    if (values.has(name)) {
      const bare = name.slice(project.length + 1);
      throw new UserError(
        `${basename(file)} has both "${bare}" and "${name}", which are the same key; Pulumi would use either of them. Remove one.`,
      );
    }
    values.set(name, value);
  }
  return values;
}

/** Names of the stacks that have a file in the folder. */
export function stackNames(root: string): readonly string[] {
  return readdirSync(root)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined);
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // The rest is an excerpt, which may have a secret.
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new UserError(`${file} cannot be read: ${reason.replace(/:$/, '.')}`);
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
