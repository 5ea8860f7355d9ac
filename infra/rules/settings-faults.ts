// The words for what is wrong with a stack's configuration. Neither a secret's value nor what
// stands where a key belongs gets into them. Decides nothing about what is allowed.
import type { z } from 'zod';
import { nearest } from './nearest.ts';

/** One thing wrong: where, such as `models[1].sku`, and what about it. */
export interface Fault {
  readonly key: string;
  readonly text: string;
}

/** What the faults are found in. */
export interface FaultContext {
  /** The configuration as decoded, before any check. */
  readonly values: unknown;
  /** Top-level keys of which no value may be shown. */
  readonly hidden: ReadonlySet<string>;
}

type Path = readonly PropertyKey[];

/**
 * A value that is not what it should be.
 *
 * @param allowed what would be right, to follow "expected"
 * @param candidates words one of which may have been meant
 */
export function wrongValue(
  context: FaultContext,
  path: Path,
  allowed: string,
  candidates: readonly string[] = [],
): Fault {
  const value = valueAt(context.values, path);
  const hidden = isHidden(context, path);
  const guess = typeof value === 'string' && !hidden ? nearest(value, candidates) : undefined;
  const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
  return { key: toKey(path), text: `${describe(value, hidden)}; expected ${allowed}${hint}` };
}

/** A key that means nothing here. Its value is never shown: nobody knows whether it is a secret. */
export function unknownKey(path: Path, known: readonly string[]): Fault {
  const guess = nearest(String(path.at(-1)), known);
  const hint = guess === undefined ? `known are ${known.join(', ')}` : `did you mean "${guess}"?`;
  return { key: toKey(path), text: `unknown key; ${hint}` };
}

/** The faults of one zod issue, whose message says what is allowed. */
export function toFaults(
  issue: z.core.$ZodIssue,
  context: FaultContext,
  knownKeys: (path: Path) => readonly string[],
): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...issue.path, key], knownKeys(issue.path)));
  }
  const allowed = issue.code === 'invalid_value' ? issue.values : [];
  const words = allowed.filter((value) => typeof value === 'string');
  const message = `${toMessage(issue)}${emptyKeyHint(context, issue.path)}`;
  return [wrongValue(context, issue.path, message, words)];
}

/** An empty key stands for one that is yet to be set, as in the files of `npm run migrate`. */
function emptyKeyHint({ values }: FaultContext, path: Path): string {
  const value = valueAt(values, path);
  const isKey = KEY_HOLDERS.has(String(path[0])) && path.at(-1) === 'key';
  return isKey && (value === '' || value === null) ? `: ${secretCommand(path)}` : '';
}

/** Of a member's name, zod itself says only that it is wrong. */
function toMessage(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

/** The command that sets a secret, as faults hold it: `explainFault` adds the stack. */
export function secretCommand(path: Path): string {
  return `\`pulumi config set --path '${toKey(path)}' --secret\``;
}

/** One fault as a line. Each command in it names the stack, which need not be the selected one. */
export function explainFault(stack: string, { key, text }: Fault): string {
  const set = '`pulumi config set ';
  return `${key}: ${text.replaceAll(set, `${set}--stack ${stack} `)}`;
}

/** Every fault in one message, for the operator's terminal. */
export function explainFaults(stack: string, faults: readonly Fault[]): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  const lines = faults.map((fault) => `  ${explainFault(stack, fault)}`);
  return [
    `The configuration of stack "${stack}" has ${count}:`,
    ...lines,
    `Change it with \`pulumi config set\` or in Pulumi.${stack}.yaml; Pulumi.yaml describes every key.`,
  ].join('\n');
}

/** A path as `pulumi config set --path` takes it: `models[1].sku`. */
export function toKey(path: Path): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${part}]`;
    return key === '' ? printable(String(part)) : `${key}.${printable(String(part))}`;
  }, '');
}

/** Lists that hold keys, whether Pulumi keeps them encrypted or not. */
const KEY_HOLDERS: ReadonlySet<string> = new Set(['users', 'regions']);

/** Members of their entries that are not shown. */
const KEY_MEMBERS: ReadonlySet<string> = new Set(['key', 'keys', 'sha256', 'notes']);

function isHidden({ hidden }: FaultContext, path: Path): boolean {
  const [list, , member] = path.map(String);
  if (list === undefined || hidden.has(list)) return true;
  // What stands in the place of the list or of an entry may be a key as well.
  return KEY_HOLDERS.has(list) && (member === undefined || KEY_MEMBERS.has(member));
}

function describe(value: unknown, hidden: boolean): string {
  if (value === undefined) return 'missing';
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (hidden) return 'a value not shown here';
  return typeof value === 'string' ? `"${printable(value)}"` : JSON.stringify(value);
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    return Reflect.get(value, part);
  }, values);
}

/** Keeps a line one line, and short. */
function printable(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return short.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}
