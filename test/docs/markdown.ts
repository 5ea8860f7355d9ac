// Reading what is needed of a Markdown page: headings, code, links and tables as Prettier
// writes them. No parser of Markdown.

/** A page of the documentation. */
export interface Page {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks, in order. */
export function codeBlocks(text: string): readonly CodeBlock[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

/** All but the fenced blocks. */
export function proseOf(text: string): string {
  return text.replace(/^```.*?^```$/gms, '');
}

/** The levels of the headings, in order. */
export function headings(text: string): readonly string[] {
  return [...proseOf(text).matchAll(/^(#+) /gm)].map(([, marks = '']) => marks);
}

/** The texts in backticks. */
export function codeSpans(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Where the links lead. */
export function linkTargets(text: string): readonly string[] {
  return [...proseOf(text).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);
}

/**
 * The rows of the one table that has `cell` in this column, without its head; each cell without its
 * backticks.
 *
 * @throws when no table or more than one has it
 */
export function tableWith(text: string, cell: string, column = 0): readonly (readonly string[])[] {
  const tables = [...proseOf(text).matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table.trimEnd().split('\n').slice(2).map(cells),
  );
  const found = tables.filter((rows) => rows.some((row) => row[column] === cell));
  const [table] = found;
  if (table === undefined || found.length > 1) {
    throw new Error(`${found.length} tables have ${cell} in column ${column}`);
  }
  return table;
}

function cells(row: string): readonly string[] {
  return row
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1'));
}
