// Cuts a text into bindings.

/**
 * The most UTF-8 bytes one binding may hold: 5 KB,
 * https://developers.cloudflare.com/workers/platform/limits/#environment-variables
 */
export const MAX_BINDING_BYTES = 5_000;

/**
 * Cuts a text into pieces of at most `MAX_BINDING_BYTES` UTF-8 bytes, never inside a character.
 * Joined, they are the text; an empty text is one empty piece.
 */
export function splitText(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character, 'utf8');
    if (bytes + size > MAX_BINDING_BYTES) {
      pieces.push(piece);
      piece = '';
      bytes = 0;
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece];
}

/** The number of pieces into which `splitText` cuts `length` ASCII characters. */
export function pieceCount(length: number): number {
  return Math.max(1, Math.ceil(length / MAX_BINDING_BYTES));
}

/** Name of the `index`th piece, from 0: NAME, NAME_2, NAME_3, … */
export function pieceName(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index + 1}`;
}

/** The text of which `splitText` made the pieces; empty if there are none. */
export function joinPieces(name: string, pieces: ReadonlyMap<string, string>): string {
  let text = '';
  for (let index = 0; ; index++) {
    const piece = pieces.get(pieceName(name, index));
    if (piece === undefined) return text;
    text += piece;
  }
}
