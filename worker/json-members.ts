// Owns: changing single members of a JSON object's text and nothing else, so that numbers, unknown
// fields, white space and key order go upstream exactly as the client wrote them.
// Must only be given text that `JSON.parse` has accepted.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** What is to become of a top-level member. A `set` of a missing one puts it first. */
export type MemberEdit =
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'remove' };

/** Where a top-level member stands in the text. */
interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
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
  const present = new Set(members.map(({ key }) => key));
  const added = [...edits]
    .filter(([key, edit]) => edit.kind === 'set' && !present.has(key))
    .map(([key, edit]) => `${JSON.stringify(key)}:${edit.kind === 'set' ? edit.value : ''}`);

  const brace = text.indexOf('{') + 1;
  let result = text.slice(0, brace) + added.join(',');
  let first = added.length === 0;
  let end = brace;
  // The white space in front of the first member, without the comma that follows others.
  const opening = text.slice(brace, members[0]?.keyStart ?? brace);
  for (const member of members) {
    const gap = text.slice(end, member.keyStart);
    end = member.valueEnd;
    const edit = edits.get(member.key);
    if (edit?.kind === 'remove') continue;
    const separator = added.length > 0 && !gap.includes(',') ? `,${gap}` : gap;
    result += first ? opening : separator;
    result += editMember(text, member, edit);
    first = false;
  }
  return result + text.slice(end);
}

/** Sets one top-level member. */
export function setMember(text: string, key: string, value: string): string {
  return editMembers(text, new Map([[key, { kind: 'set', value }]]));
}

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
  const { keyStart, keyEnd, valueStart, valueEnd } = member;
  if (edit?.kind === 'set') return text.slice(keyStart, valueStart) + edit.value;
  if (edit?.kind === 'rename') return JSON.stringify(edit.to) + text.slice(keyEnd, valueEnd);
  return text.slice(keyStart, valueEnd);
}

function* topLevelMembers(text: string): Generator<Member> {
  let at = text.indexOf('{') + 1;
  for (;;) {
    const keyStart = text.indexOf('"', at);
    if (keyStart === -1) return;
    const keyEnd = stringEnd(text, keyStart);
    const valueStart = skipSpace(text, keyEnd, COLON);
    const valueEnd = endOfValue(text, valueStart);
    const key = JSON.parse(text.slice(keyStart, keyEnd)) as string;
    yield { key, keyStart, keyEnd, valueStart, valueEnd };
    at = valueEnd;
    if (text.charCodeAt(skipSpace(text, at)) !== COMMA) return;
  }
}

/** The index after a string literal that opens at `quote`. */
function stringEnd(text: string, quote: number): number {
  let end = quote;
  for (;;) {
    end = text.indexOf('"', end + 1);
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
}

/** The index after a value that begins at `start`. Iterative: depth costs no stack. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (code === 0x7b || code === 0x5b) {
      depth++;
    } else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return trimEnd(text, at);
      if (--depth === 0) return at + 1;
    } else if (code === COMMA && depth === 0) {
      return trimEnd(text, at);
    }
  }
  return text.length;
}

/** The next index that is neither white space nor the one `skipped` character. */
function skipSpace(text: string, from: number, skipped?: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    const space = code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
    if (!space && code !== skipped) return at;
    at++;
  }
}

function trimEnd(text: string, end: number): number {
  let at = end;
  while (/\s/.test(text.charAt(at - 1))) at--;
  return at;
}
