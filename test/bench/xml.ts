// Reading the XML of the pictures, strictly: what this takes, every browser takes. Knows no
// declarations, comments or CDATA, since the pictures have none.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * All elements in the order in which they open.
 *
 * @throws Error that quotes what is wrong
 */
export function elementsOf(xml: string): readonly XmlElement[] {
  const elements: XmlElement[] = [];
  const open: string[] = [];
  let roots = 0;
  for (const [, closing, name, rest = '', selfClosing, words] of xml.matchAll(TOKEN)) {
    if (name === undefined) {
      checkText(words ?? '');
    } else if (closing !== undefined) {
      const opened = open.pop();
      if (opened !== name) throw new Error(`</${name}> closes <${opened ?? ''}>`);
    } else {
      if (open.length === 0) roots++;
      elements.push({ name, attributes: readAttributes(rest) });
      if (selfClosing === undefined) open.push(name);
    }
  }
  const [unclosed] = open.toReversed();
  if (unclosed !== undefined) throw new Error(`<${unclosed}> is not closed`);
  if (roots !== 1) throw new Error(`${roots} roots`);
  return elements;
}

/** A tag, a text, or a `<` that begins no tag. */
const TOKEN = /<(\/)?([A-Za-z][\w-]*)((?:\s[^<>]*?)?)(\/)?>|([^<]+|<)/g;

const ATTRIBUTE = /\s+([A-Za-z][\w:-]*)="([^"<]*)"/g;

function readAttributes(text: string): Record<string, string> {
  const rest = text.replace(ATTRIBUTE, '');
  if (rest.trim() !== '') throw new Error(`"${rest}" is no attribute`);
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => {
      checkText(value);
      return [name, value];
    }),
  );
}

function checkText(words: string): void {
  if (words === '<' || /&(?!(?:amp|lt|gt|quot);)/.test(words)) {
    throw new Error(`"${words}" is no text`);
  }
}
