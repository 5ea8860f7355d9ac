// The languages of the pages, and tables in Markdown.

export type Language = 'en' | 'zh';

/** One text in each language. A language that is missing does not compile. */
export type Words = Readonly<Record<Language, string>>;

/** The same text in both languages: a name, or a value in backticks. */
export function same(text: string): Words {
  return { en: text, zh: text };
}

/** A table. Prettier aligns it when the page is written. */
export function markdownTable(
  head: readonly Words[],
  rows: readonly (readonly Words[])[],
  language: Language,
): string {
  const lines = [head, head.map(() => same('---')), ...rows].map(
    (cells) => `| ${cells.map((cell) => escapeCell(cell[language])).join(' | ')} |`,
  );
  return lines.join('\n');
}

/** A bar would end the cell, also inside code. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
