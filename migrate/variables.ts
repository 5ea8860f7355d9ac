// Reads the variables from files of any known kind; seed.ts interprets them. Messages name files, lines and
// variables, and never show a value.
import { basename } from 'node:path';
import { parseEnv } from 'node:util';
import jsonc from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { err, ok, type Result } from '../worker/contract/result.ts';
import { SEED_VARIABLE } from '../worker/config/seed-variables.ts';
import { asObject } from '../command-line/as-object.ts';
import { joinWrapped } from '../command-line/join-wrapped.ts';

/** Variables, and what else a wrangler file contains. */
export interface Variables {
  readonly values: Readonly<Record<string, string>>;
  /** `account_id` of a wrangler file. */
  readonly cloudflareAccountId?: string | undefined;
  /** What could not be used. */
  readonly faults: readonly string[];
}

type Read = Result<Variables, readonly string[]>;

/**
 * Reads one file's text; an error when nothing in it can be read.
 *
 * @param file its name, which decides its kind; `-` is standard input
 * @param env environment of a wrangler file
 */
export function readVariables(file: string, text: string, env: string | undefined): Read {
  const name = basename(file).toLowerCase();
  const content = text.replace(/^\uFEFF/, '');
  if (name.endsWith('.toml')) return readWrangler(file, () => parseToml(content), env);
  if (/\.jsonc?$/.test(name)) return readWrangler(file, () => parseJsonc(content), env);
  if (/^-$|^\.(env|dev\.vars)(\.|$)|\.(env|vars|txt)$/.test(name))
    return readLines(file, joinWrapped(content));
  const what = /\.[cm]?[jt]s$/.test(name)
    ? 'is the script itself: copy its values into lines of NAME=value, such as RESOURCE_NAME=…'
    : 'is not a known kind of file';
  return err([
    `${file} ${what}; expected .env, .dev.vars, wrangler.toml or wrangler.json(c), or -`,
  ]);
}

/** https://developers.cloudflare.com/workers/configuration/environment-variables/ */
function readWrangler(file: string, parse: () => unknown, env: string | undefined): Read {
  let root: Readonly<Record<string, unknown>>;
  try {
    root = asObject(parse());
  } catch (error) {
    // After the first line the parser's message quotes the file.
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return err([`${file} cannot be read: ${reason}`]);
  }
  const environments = asObject(root['env']);
  if (env !== undefined && !Object.hasOwn(environments, env)) {
    const known = Object.keys(environments).join(', ') || 'none';
    return err([`${file} does not have the environment that --env names. It has: ${known}`]);
  }
  // An environment does not inherit variables from the top level.
  const place = env === undefined ? root : asObject(environments[env]);
  const faults: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(asObject(place['vars']))) {
    if (!SEED_VARIABLE.test(name)) continue;
    if (typeof value === 'string') values[name] = value;
    // 2024-10-21 without quotes is a date in TOML.
    else if (value instanceof Date) values[name] = value.toISOString();
    else faults.push(`${file}: ${name} is not text; put its value in quotes`);
  }
  const account = place['account_id'] ?? root['account_id'];
  const cloudflareAccountId = typeof account === 'string' ? account : undefined;
  return ok({ values, cloudflareAccountId, faults });
}

function parseJsonc(text: string): unknown {
  const errors: jsonc.ParseError[] = [];
  const value: unknown = jsonc.parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new Error(`${jsonc.printParseErrorCode(first.error)} in line ${line}`);
  }
  return value;
}

/** Reads lines of the form that Node and wrangler use in .env files. */
function readLines(file: string, text: string): Read {
  const parsed = parseEnv(text.replaceAll('\r\n', '\n'));
  const values: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(parsed)) {
    if (SEED_VARIABLE.test(name)) values[name] = value;
  }
  const where = file === '-' ? 'Line' : `${file}: line`;
  const faults = text.split('\n').flatMap((line, index) => {
    const at = `${where} ${index + 1}`;
    if (/^\s*(const|let|var)\s/.test(line)) {
      return [`${at} is JavaScript; expected NAME=value, such as RESOURCE_NAME=…`];
    }
    const name = line.match(/\w+/g)?.find((word) => SEED_VARIABLE.test(word));
    if (name === undefined || /^\s*#/.test(line) || name in values) return [];
    return [`${at} names ${name} but sets no value; expected ${name}=value`];
  });
  return ok({ values, faults });
}
