// Changing single members of a JSON object's text and nothing else, so that numbers, unknown fields,
// white space and key order reach Azure exactly as the client wrote them.

import { readObject, type JsonText, type Member } from './json-object.ts';
import { onePiece } from './text-pieces.ts';

/** What becomes of a top-level member. A missing member that is `set` becomes the first. */
export type MemberEdit =
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'remove' };

/**
 * Edits top-level members. Every occurrence of a key is edited: JSON allows a key twice, and
 * parsers disagree about which one counts.
 *
 * @param edits by key; a `set` value is JSON text
 * @returns JSON text
 */
export function editMembers(
  { members, has, whole }: JsonText,
  edits: ReadonlyMap<string, MemberEdit>,
): string {
  const text = whole();
  const opening = text.indexOf('{') + 1;
  let result = text.slice(0, opening);
  let separator = '';
  // Not joined from a list, which would copy a long text once more.
  const add = (member: string) => {
    result += separator + member;
    separator = ',';
  };
  for (const [key, edit] of edits) {
    if (edit.kind === 'set' && !has(key)) add(`${JSON.stringify(key)}:${edit.value}`);
  }
  for (const member of members) {
    const edit = edits.get(member.key);
    if (edit?.kind !== 'remove') add(editMember(text, member, edit));
  }
  const closing = members.at(-1)?.end ?? opening;
  return result + text.slice(closing);
}

/** Sets one top-level member of an object's text. A text that is not an object stays as it is. */
export function setMember(text: string, key: string, value: string): string {
  const object = readObject(onePiece(text));
  return object ? editMembers(object, new Map([[key, { kind: 'set', value }]])) : text;
}

/** Whether a key occurs more than once among the top-level members. */
export function repeatsMember({ members }: JsonText, key: string): boolean {
  return members.filter((member) => member.key === key).length > 1;
}

function editMember(text: string, member: Member, edit: MemberEdit | undefined): string {
  const { start, keyStart, keyEnd, valueStart, valueEnd, end } = member;
  const replaced = (from: number, to: number, by: string) =>
    text.slice(start, from) + by + text.slice(to, end);
  if (edit?.kind === 'set') return replaced(valueStart, valueEnd, edit.value);
  if (edit?.kind === 'rename') return replaced(keyStart, keyEnd, JSON.stringify(edit.to));
  return text.slice(start, end);
}
