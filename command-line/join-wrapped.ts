/** `base64` wraps after 76 characters, `openssl base64` after 64. */
const WRAPPED =
  /^(\s*CHIT_USERS(?:_\d+)?\s*=\s*)((?:[A-Za-z0-9+/]{76}\r?\n)+|(?:[A-Za-z0-9+/]{64}\r?\n)+)([A-Za-z0-9+/]*={0,2})[ \t]*(?=\r?\n|$)/gm;

/**
 * Joins the lines of a `CHIT_USERS` that was pasted as `base64` prints it, and leaves empty lines in their
 * place, so that lines keep their numbers. Everything else stays.
 */
export function joinWrapped(text: string): string {
  return text.replaceAll(WRAPPED, (all: string, name: string, lines: string, last: string) => {
    const joined = lines.replaceAll(/\s/g, '') + last;
    // Otherwise the last line is something else.
    if (joined.length % 4 !== 0) return all;
    return name + joined + '\n'.repeat(lines.split('\n').length - 1);
  });
}
