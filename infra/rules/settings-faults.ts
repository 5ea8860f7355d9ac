// The messages about a stack's configuration. They never contain a secret, nor any value in a place
// where a key belongs. What is allowed is decided by the schemas and the rules.
import type { z } from 'zod';
import { looksLikeKey } from '../settings/person-name.ts';
import { nearest } from '../../worker/contract/nearest.ts';

/** The kinds of faults. */
export type FaultKind =
  /** Nothing is set. */
  | 'missing'
  /** The value is null or an empty text. */
  | 'empty'
  | 'invalid'
  | 'unknown-key'
  /** Another setting has the same value. */
  | 'duplicate'
  /** The setting does nothing beside, or without, another one. */
  | 'conflict'
  /** A key that must be encrypted. */
  | 'plain-text'
  /** More than the Workers plan allows. */
  | 'too-many';

/** One thing that is wrong. */
export interface Fault {
  /** Where, such as `models[1].sku`. */
  readonly key: string;
  readonly kind: FaultKind;
  /** A known word that the operator may have meant. */
  readonly suggestion?: string | undefined;
  /** The message, without the place. */
  readonly text: string;
}

/** The configuration that is checked. */
export interface FaultContext {
  /** The configuration as decoded, before any check. */
  readonly values: unknown;
  /** Top-level keys of which no value may be shown. */
  readonly hidden: ReadonlySet<string>;
  /** The users that users.<stack>.yaml adds; undefined: there are none. */
  readonly usersFile?: FileUsers | undefined;
}

/** The users of users.<stack>.yaml among all users. */
export interface FileUsers {
  /** The file's name. */
  readonly name: string;
  /** The place of its first user in `users`. */
  readonly first: number;
}

type Path = readonly PropertyKey[];

/** Stands for a value that may be secret. */
export const HIDDEN_VALUE = 'a value not shown here';

/**
 * A value that is missing or not allowed.
 *
 * @param allowed what would be right; follows "expected" in the message
 * @param candidates known words, one of which the operator may have meant
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
  return {
    key: placeOf(path, context),
    kind: value === undefined ? 'missing' : isEmpty(value) ? 'empty' : 'invalid',
    suggestion: guess,
    text: `${describe(value, hidden)}; expected ${allowed}${hint}`,
  };
}

/** A value that an earlier setting has as well. */
export function duplicateValue(
  context: FaultContext,
  path: Path,
  earlier: Path,
  hint?: string,
): Fault {
  const value = describe(valueAt(context.values, path), isHidden(context, path));
  const more = hint === undefined ? '' : `; ${hint}`;
  return {
    key: placeOf(path, context),
    kind: 'duplicate',
    text: `duplicate: ${value} is also the value of ${placeOf(earlier, context)}${more}`,
  };
}

/** A setting that cannot be combined with another, or needs one that is not set. Never shows its value. */
export function conflict(context: FaultContext, path: Path, text: string): Fault {
  return { key: placeOf(path, context), kind: 'conflict', text };
}

/** A key that the stack file holds in plain text. */
export function plainTextKey(path: Path): Fault {
  return {
    key: toKey(path),
    kind: 'plain-text',
    text: `plain-text key; encrypt it with ${secretCommand(path)}`,
  };
}

/** A key that no setting has. Its value is never shown, because it may be a secret. */
export function unknownKey(context: FaultContext, path: Path, known: readonly string[]): Fault {
  const guess = nearest(String(path.at(-1)), known);
  const hint =
    guess === undefined ? `the known keys are ${known.join(', ')}` : `did you mean "${guess}"?`;
  const key = placeOf(path, context);
  return { key, kind: 'unknown-key', suggestion: guess, text: `unknown key; ${hint}` };
}

/** Turns one zod issue, whose message says what is allowed, into faults. */
export function toFaults(
  issue: z.core.$ZodIssue,
  context: FaultContext,
  knownKeys: (path: Path) => readonly string[],
): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      unknownKey(context, [...issue.path, key], knownKeys(issue.path)),
    );
  }
  if (issue.code === 'invalid_union') {
    // One object, or a list of them: only what is wrong with the form that was chosen.
    const isList = Array.isArray(valueAt(context.values, issue.path));
    const chosen = isList ? issue.errors.at(-1) : issue.errors[0];
    return (chosen ?? []).flatMap((inner) =>
      toFaults({ ...inner, path: [...issue.path, ...inner.path] }, context, knownKeys),
    );
  }
  const allowed = issue.code === 'invalid_value' ? issue.values : [];
  const words = allowed.filter((value) => typeof value === 'string');
  const message = `${toMessage(issue)}${emptyKeyHint(context, issue.path)}`;
  return [wrongValue(context, issue.path, message, words)];
}

/** `npm run migrate` writes empty keys, to be set with this command. */
function emptyKeyHint(context: FaultContext, path: Path): string {
  const isKey = KEY_HOLDERS.has(String(path[0])) && path.at(-1) === 'key';
  const isInStackFile = placeOf(path, context) === toKey(path);
  return isKey && isInStackFile && isEmpty(valueAt(context.values, path))
    ? `: ${secretCommand(path)}`
    : '';
}

/** For the name of a record's member, zod puts the schema's message one level down. */
function toMessage(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

/** The command that sets a secret. `explainFault` adds the stack to it. */
export function secretCommand(path: Path): string {
  return `\`pulumi config set --path '${toKey(path)}' --secret\``;
}

/** One fault as a line. Its commands name the stack, because another one may be selected. */
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

/** Where an operator finds the path: in the stack file, or in users.<stack>.yaml, whose users come last. */
export function placeOf(path: Path, { usersFile }: FaultContext): string {
  const [list, index, ...rest] = path;
  if (usersFile === undefined || list !== 'users' || typeof index !== 'number') return toKey(path);
  if (index < usersFile.first) return toKey(path);
  // Of the file's name no part is quoted or cut.
  return `${usersFile.name}${toKey(['', index - usersFile.first, ...rest])}`;
}

/** A path as `pulumi config set --path` takes it: `models[1].sku`. */
export function toKey(path: Path): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${part}]`;
    return key === '' ? printable(String(part)) : `${key}.${printable(String(part))}`;
  }, '');
}

/** Lists whose entries hold keys, encrypted or not. */
const KEY_HOLDERS: ReadonlySet<string> = new Set(['users', 'regions']);

/** Members of those entries whose values are never shown. */
const KEY_MEMBERS: ReadonlySet<string> = new Set(['key', 'keys', 'sha256', 'notes']);

function isHidden({ hidden }: FaultContext, path: Path): boolean {
  const [list, , member] = path.map(String);
  if (list === undefined || hidden.has(list)) return true;
  // The address of a webhook lets everybody who knows it write there.
  if (list === 'alerts' && path.length > 1 && path[1] !== 'format' && path[1] !== 'at') return true;
  // A key may also be written by mistake where the list or an entry belongs.
  return KEY_HOLDERS.has(list) && (member === undefined || KEY_MEMBERS.has(member));
}

function describe(value: unknown, hidden: boolean): string {
  if (value === undefined) return 'missing';
  if (isEmpty(value)) return 'empty';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (hidden || (typeof value === 'string' && looksLikeKey(value))) return HIDDEN_VALUE;
  return typeof value === 'string' ? `"${printable(value)}"` : JSON.stringify(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    return Reflect.get(value, part);
  }, values);
}

/** Keeps the text on one short line. */
function printable(text: string): string {
  if (looksLikeKey(text)) return '<not shown>';
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return short.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}
