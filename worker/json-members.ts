// Owns: changing single members of a JSON object's text and nothing else, so that numbers, unknown
// fields, white space and key order go upstream exactly as the client wrote them.
// Must only be given text that `JSON.parse` has accepted.

import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from './ascii.ts';

/** What is to become of a top-level member. A `set` of a missing one puts it first. */
export type MemberEdit =
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'remove' };

/** Where a top-level member stands in the text. */
interface Member {
  readonly key: string;
  /** Behind the brace or the comma in front of it. */
  readonly start: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** The comma behind it; for the last one the end of its value. */
  readonly end: number;
}

/**
 * Edits top-level members. Every occurrence of a key is edited: JSON lets a key stand twice, and
 * parsers disagree about which counts.
 *
 * @param text a JSON object
 * @param edits by key; a `set` value is JSON text
 */
export function editMembers(text: string, edits: ReadonlyMap<string, MemberEdit>): string {
  const members = [...topLevelMembers(text)];
  const opening = text.indexOf('{') + 1;
  let result = text.slice(0, opening);
  let separator = '';
  // Not joined from a list, which would copy a long text once more.
  const add = (member: string) => {
    result += separator + member;
    separator = ',';
  };
  for (const [key, edit] of edits) {
    if (edit.kind !== 'set' || members.some((member) => member.key === key)) continue;
    add(`${JSON.stringify(key)}:${edit.value}`);
  }
  for (const member of members) {
    const edit = edits.get(member.key);
    if (edit?.kind !== 'remove') add(editMember(text, member, edit));
  }
  const closing = members.at(-1)?.end ?? opening;
  return result + text.slice(closing);
}

/** Sets one top-level member. */
export const setMember = (text: string, key: string, value: string): string =>
  editMembers(text, new Map([[key, { kind: 'set', value }]]));

/** The text of a top-level member's value; the last one counts, as in `JSON.parse`. */
export function memberText(text: string, key: string): string | undefined {
  const member = [...topLevelMembers(text)].findLast((candidate) => candidate.key === key);
  return member && text.slice(member.valueStart, member.valueEnd);
}

/**
 * Whether a key stands more than once among the top-level members. Looks closely only where it may:
 * a second spelling needs the key's own text again, or an escaped small letter.
 */
export function repeatsMember(text: string, key: string): boolean {
  const literal = JSON.stringify(key);
  const second = text.indexOf(literal, text.indexOf(literal) + 1);
  if (second === -1 && !text.includes('\\u00')) return false;
  return [...topLevelMembers(text)].filter((member) => member.key === key).length > 1;
}

function editMember(text: string, member: Member, edit: MemberEdit | undefined): string {
  const { start, keyStart, keyEnd, valueStart, valueEnd, end } = member;
  const replaced = (from: number, to: number, by: string) =>
    text.slice(start, from) + by + text.slice(to, end);
  if (edit?.kind === 'set') return replaced(valueStart, valueEnd, edit.value);
  if (edit?.kind === 'rename') return replaced(keyStart, keyEnd, JSON.stringify(edit.to));
  return text.slice(start, end);
}

function* topLevelMembers(text: string): Generator<Member> {
  for (let start = text.indexOf('{') + 1; ;) {
    const keyStart = text.indexOf('"', start);
    if (keyStart === -1) return;
    const keyEnd = stringEnd(text, keyStart);
    const key = JSON.parse(text.slice(keyStart, keyEnd)) as string;
    const colon = text.indexOf(':', keyEnd);
    const close = endOfMember(text, colon);
    const value = text.slice(colon + 1, close).trimEnd();
    const valueEnd = colon + 1 + value.length;
    const valueStart = valueEnd - value.trimStart().length;
    const isLast = text.charCodeAt(close) !== COMMA;
    const end = isLast ? valueEnd : close;
    yield { key, start, keyStart, keyEnd, valueStart, valueEnd, end };
    if (isLast) return;
    start = close + 1;
  }
}

/** The index after a string literal that opens at `quote`. */
function stringEnd(text: string, quote: number): number {
  let end = quote;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
}

/** The comma or the brace behind a value that begins after `start`. Iterative: depth costs no stack. */
function endOfMember(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at) - 1;
    else if (depth === 0 && (code === COMMA || code === CLOSING_BRACE)) return at;
    else if (code === OPENING_BRACE || code === OPENING_BRACKET) depth++;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth--;
  }
  return text.length;
}
