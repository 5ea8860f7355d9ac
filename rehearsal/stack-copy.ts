// A copy of the stack's file for a rehearsal. Its secrets are made up, because a rehearsal must not need
// the passphrase of the real ones.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { asObject } from '../command-line/as-object.ts';
import { SUBSCRIPTION_ID } from './stand-ins.ts';
import { loadStackConfig } from '../local/stack/stack-config.ts';

/** What `up` needs that a stack file often leaves to the environment. */
export const REHEARSAL_ACCOUNT = '0'.repeat(32);
export const REHEARSAL_TOKEN = 'token-of-the-rehearsal';

/** The stack's file as the operator wrote it. */
export interface OriginalStack {
  readonly project: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The Cloudflare account that it names. */
  readonly accountId: string | undefined;
  /** The zones that its host can be in. */
  readonly zones: readonly string[];
}

/** @throws UserError when there is no such stack, or when its file is not YAML */
export function readStack(root: string, stack: string): OriginalStack {
  // It says what is wrong with the file, and which stacks there are.
  loadStackConfig(root, stack, () => '');
  const file = join(root, `Pulumi.${stack}.yaml`);
  const project = String(asObject(parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')))['name']);
  const config = asObject(asObject(parse(readFileSync(file, 'utf8')))['config']);
  const textOf = (name: string) => {
    const value = config[name] ?? config[`${project}:${name}`];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const host = textOf('customDomain');
  const zone = textOf('zoneName') ?? host?.split('.').slice(-2).join('.');
  return {
    project,
    config,
    accountId: textOf('cloudflareAccountId'),
    zones: zone === undefined ? [] : [zone],
  };
}

export interface StackCopy {
  /** Paths such as `users[0].key` -> the text to encrypt there. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The configuration without secrets, by key as the file has it. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Writes the copy, without its secrets. The salt of an earlier copy stays.
 *
 * @param folder that gets the copy
 * @param makeUp returns a text for the secret at a path
 */
export function copyStack(
  { config: values, project }: OriginalStack,
  folder: string,
  stack: string,
  makeUp: (path: string) => string,
): StackCopy {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const secrets = new Map<string, string>();
  const plain = Object.entries(values).map(([key, value]): [string, unknown] => [
    key,
    takeSecrets(value, key, secrets, makeUp),
  ]);
  const config = withDefaults(Object.fromEntries(plain.filter(isOfTheProject)), project);
  for (const key of secrets.keys()) {
    if (!isOfTheProject([key])) secrets.delete(key);
  }
  const { encryptionsalt } = asObject(parse(readFileSync(file, 'utf8')));
  writeFileSync(file, stringify({ encryptionsalt, config }));
  chmodSync(file, 0o600);
  return { secrets, config };
}

/** Settings of the providers are left out: they may be credentials, and a rehearsal has its own. */
function isOfTheProject([key]: readonly [string, ...unknown[]]): boolean {
  return !/^(azure-native|cloudflare):/.test(key);
}

/** Values for settings that only a real deployment needs. */
function withDefaults(config: Record<string, unknown>, project: string): Record<string, unknown> {
  const completed: Record<string, unknown> = { ...config };
  for (const [name, value] of Object.entries({
    cloudflareAccountId: REHEARSAL_ACCOUNT,
    workersDevSubdomain: 'rehearsal',
    'azure-native:subscriptionId': SUBSCRIPTION_ID,
  })) {
    if (!completed[name] && !completed[`${project}:${name}`]) completed[name] = value;
  }
  return completed;
}

/** Replaces every `{secure: …}` by an empty text, which is encrypted later. */
function takeSecrets(
  value: unknown,
  path: string,
  secrets: Map<string, string>,
  makeUp: (path: string) => string,
): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => takeSecrets(item, `${path}[${index}]`, secrets, makeUp));
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('secure' in value) {
    secrets.set(path, makeUp(path));
    return '';
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      takeSecrets(item, `${path}.${key}`, secrets, makeUp),
    ]),
  );
}
