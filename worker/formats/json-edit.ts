// Changing single members of a JSON object's bytes and nothing else, so that numbers, unknown fields,
// white space and key order reach Azure exactly as the client wrote them.

import { OPENING_BRACE } from './ascii.ts';
import { concat, encode } from './bytes.ts';
import type { JsonText, Member } from './json-object.ts';

/** What becomes of a top-level member. A missing member that is `set` becomes the first. */
export type MemberEdit =
  | { readonly kind: 'set'; readonly value: string | Uint8Array }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'remove' };

/**
 * Edits top-level members. Of a key that is there more than once only the last one remains when it is set:
 * parsers disagree about which one counts.
 *
 * @param edits by key; a `set` value is JSON
 * @returns JSON, as pieces of what was read and what was put in
 */
export function editMembers(
  { bytes, members, has }: JsonText,
  edits: ReadonlyMap<string, MemberEdit>,
): readonly Uint8Array[] {
  const opening = members[0]?.start ?? bytes.indexOf(OPENING_BRACE) + 1;
  const pieces = new Pieces(bytes, opening);
  for (const [key, edit] of edits) {
    if (edit.kind !== 'set' || has(key)) continue;
    pieces.beginMember();
    pieces.add(`${JSON.stringify(key)}:`);
    pieces.add(edit.value);
  }
  const last = new Map(members.map((member) => [member.key, member]));
  for (const member of members) {
    const edit = edits.get(member.key);
    const isRepeated = edit?.kind === 'set' && last.get(member.key) !== member;
    if (!isRepeated) addMember(pieces, member, edit);
  }
  pieces.keep(members.at(-1)?.end ?? opening, bytes.length);
  return pieces.finish();
}

/** Sets one top-level member. */
export function setMember(object: JsonText, key: string, value: string | Uint8Array): Uint8Array {
  return concat(editMembers(object, new Map([[key, { kind: 'set', value }]])));
}

/** Whether a key occurs more than once among the top-level members. */
export function repeatsMember({ members }: JsonText, key: string): boolean {
  return members.filter((member) => member.key === key).length > 1;
}

function addMember(pieces: Pieces, member: Member, edit: MemberEdit | undefined): void {
  const { start, keyStart, keyEnd, valueStart, valueEnd, end } = member;
  if (edit?.kind === 'remove') return;
  pieces.beginMember(start);
  switch (edit?.kind) {
    case undefined:
      pieces.keep(start, end);
      break;
    case 'set':
      pieces.keep(start, valueStart);
      pieces.add(edit.value);
      pieces.keep(valueEnd, end);
      break;
    case 'rename':
      pieces.keep(start, keyStart);
      pieces.add(JSON.stringify(edit.to));
      pieces.keep(keyEnd, end);
      break;
  }
}

/** The new object. What is kept and adjacent is one piece, however many members it has. */
class Pieces {
  readonly #bytes: Uint8Array;
  readonly #pieces: Uint8Array[] = [];
  #keptFrom = 0;
  #keptTo: number;
  #hasMembers = false;

  /** Keeps everything up to a position. */
  constructor(bytes: Uint8Array, keptTo: number) {
    this.#bytes = bytes;
    this.#keptTo = keptTo;
  }

  /** Adds the comma that a member needs: the one in front of `start`, if all before it was kept. */
  beginMember(start?: number): void {
    if (!this.#hasMembers) this.#hasMembers = true;
    else if (start !== undefined && this.#keptTo === start - 1) this.#keptTo = start;
    else this.add(',');
  }

  keep(from: number, to: number): void {
    if (from !== this.#keptTo) {
      this.#flush();
      this.#keptFrom = from;
    }
    this.#keptTo = to;
  }

  add(json: string | Uint8Array): void {
    this.#flush();
    this.#pieces.push(typeof json === 'string' ? encode(json) : json);
  }

  finish(): readonly Uint8Array[] {
    this.#flush();
    return this.#pieces;
  }

  #flush(): void {
    if (this.#keptTo > this.#keptFrom) {
      this.#pieces.push(this.#bytes.subarray(this.#keptFrom, this.#keptTo));
    }
    this.#keptFrom = this.#keptTo;
  }
}
