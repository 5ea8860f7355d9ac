// Settings that Pulumi does not pass to the program, because they are at a wrong place in the stack file.
// Without a word about that, the faults would be about models and users that the file has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { knownKeys } from './settings/settings-schema.ts';
import { toObject } from './to-object.ts';

/** What Pulumi passes, and where the stack file is. */
export interface PassedConfig {
  readonly project: string;
  readonly stack: string;
  /** Texts by key with its namespace: `project:models`. */
  readonly values: Readonly<Record<string, string>>;
  /** Of Pulumi.yaml and the stack file. */
  readonly folder: string;
}

/** Namespaces of the providers and of Pulumi itself. */
const FOREIGN: ReadonlySet<string> = new Set([
  ...['azure-native', 'cloudflare', 'random', 'tls', 'pulumi', 'pulumi-nodejs'],
]);

/** What is wrong with the places of all settings; undefined: nothing that can be seen. */
export function explainMisplaced(config: PassedConfig): string | undefined {
  return ofAnotherProject(config) ?? (isFilled(config) ? undefined : outsideOfConfig(config));
}

/** A list that the stack file does not have: Pulumi.yaml sets an empty one. */
const UNSET: ReadonlySet<string | undefined> = new Set([undefined, '', '[]']);

/** Whether any model or user is set. */
function isFilled({ project, values }: PassedConfig): boolean {
  return ['models', 'users'].some((key) => !UNSET.has(values[`${project}:${key}`]));
}

function ofAnotherProject({ project, stack, values }: PassedConfig): string | undefined {
  const known = knownKeys([]);
  const others = Object.keys(values).filter((key) => {
    const [namespace = '', name = ''] = key.split(/:(.*)/s, 2);
    return namespace !== project && !FOREIGN.has(namespace) && known.includes(name);
  });
  const [first = ''] = others;
  if (first === '') return undefined;
  const name = first.slice(first.indexOf(':') + 1);
  return `Pulumi.${stack}.yaml has settings of another project: ${others.join(', ')}. This project is called "${project}" (\`name\` in Pulumi.yaml). Write ${project}:${name}, or ${name} alone.`;
}

function outsideOfConfig({ stack, folder }: PassedConfig): string | undefined {
  const file = `Pulumi.${stack}.yaml`;
  const text = readText(join(folder, file));
  if (text === undefined) return undefined;
  const content = toObject(parseYaml(text));
  if (Object.keys(toObject(content['config'])).length > 0) return undefined;
  const known = knownKeys([]);
  const outside = Object.keys(content).filter((key) => known.includes(key.replace(/^.*:/s, '')));
  if (outside.length > 0) {
    return `${file} has settings outside of \`config:\`, which Pulumi does not read: ${outside.join(', ')}. Write a line \`config:\` above them, and indent them by two spaces.`;
  }
  const found = text.trim() === '' ? 'is empty' : 'has no settings';
  return `${file} ${found}. Copy \`config:\` with models and users from Pulumi.dev.yaml, and change them; docs/configuration.md describes every setting.`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Pulumi has read the file before, and reported what is not YAML. */
function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    return undefined;
  }
}
