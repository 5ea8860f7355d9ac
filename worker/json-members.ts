// Owns: changing single members of a JSON object's text and nothing else, so that numbers, unknown
// fields, white space and key order go upstream exactly as the client wrote them.
// Must only be given text that `JSON.parse` has accepted.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** A top-level member: its decoded key and where its value stands in the text. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Sets a top-level member: every occurrence is replaced (JSON lets a key stand twice, and parsers
 * disagree about which counts), a missing one is put first.
 *
 * @param text a JSON object
 * @param value the new value, as JSON text
 */
export function setMember(text: string, key: string, value: string): string {
  let result = '';
  let copied = 0;
  for (const member of topLevelMembers(text)) {
    if (member.key !== key) continue;
    result += text.slice(copied, member.start) + value;
    copied = member.end;
  }
  if (copied > 0) return result + text.slice(copied);

  const brace = text.indexOf('{') + 1;
  const separator = /^\s*\}/.test(text.slice(brace)) ? '' : ',';
  return `${text.slice(0, brace)}${JSON.stringify(key)}:${value}${separator}${text.slice(brace)}`;
}

function* topLevelMembers(text: string): Generator<Member> {
  let at = text.indexOf('{') + 1;
  for (;;) {
    const keyStart = text.indexOf('"', at);
    if (keyStart === -1) return;
    const keyEnd = stringEnd(text, keyStart);
    const start = skipSpace(text, keyEnd, COLON);
    const end = valueEnd(text, start);
    yield { key: JSON.parse(text.slice(keyStart, keyEnd)) as string, start, end };
    at = end;
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
function valueEnd(text: string, start: number): number {
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
