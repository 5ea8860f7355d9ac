/** A word for a POSIX shell, in single quotes where it needs them. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** ` --stack NAME`, or nothing for the selected stack. */
export function stackOption(stack: string | undefined): string {
  return stack === undefined ? '' : ` --stack ${quote(stack)}`;
}
