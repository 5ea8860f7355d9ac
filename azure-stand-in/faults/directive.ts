// The shape of the `x-ms-fault` and `x-ms-pace` headers, `name; name=value; …`.

/** What a name takes. */
export type Takes = 'nothing' | 'number' | 'word';

/** The names one header knows. */
export type Vocabulary = Readonly<Record<string, Entry>>;

interface Entry {
  readonly takes: Takes;
  readonly does: string;
  /** The only words that are taken. */
  readonly among?: readonly string[];
  readonly least?: number;
  readonly most?: number;
}

/** A parsed header: true for a name that takes nothing. Names that were not given are absent. */
type Directive = Readonly<Record<string, string | number | true>>;

/**
 * Parses one header. A name may be given once.
 *
 * @returns the names given, or a sentence that says what is wrong
 */
export function parseDirective(text: string, vocabulary: Vocabulary): Directive | string {
  const given: Record<string, string | number | true> = {};
  for (const item of text.split(';')) {
    if (item.trim() === '') continue;
    const [, name = '', value] = /^([^=]*?)\s*(?:=\s*(.*))?$/.exec(item.trim()) ?? [];
    const entry = Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined;
    if (entry === undefined) {
      return `'${name}' is unknown. Known: ${Object.keys(vocabulary).join(', ')}.`;
    }
    if (Object.hasOwn(given, name)) return `'${name}' is given twice.`;
    const parsed = parseValue(entry.takes, value);
    if (parsed === undefined) return `'${name}' takes ${TAKES[entry.takes]}.`;
    const mistake = checkValue(entry, parsed);
    if (mistake !== undefined) return `'${name}' is ${mistake}.`;
    given[name] = parsed;
  }
  return given;
}

/** One line per name, aligned, for `--help`. */
export function describeVocabulary(vocabulary: Vocabulary): string {
  const suffix: Readonly<Record<Takes, string>> = { nothing: '', number: '=N', word: '=NAME' };
  return Object.entries(vocabulary)
    .map(([name, { takes, does }]) => `  ${`${name}${suffix[takes]}`.padEnd(22)}${does}`)
    .join('\n');
}

const TAKES: Readonly<Record<Takes, string>> = {
  nothing: 'no value',
  number: 'a whole number, 0 or more',
  word: 'a word: letters, digits, and . _ -',
};

function checkValue(
  { among, least = 0, most = Infinity }: Entry,
  value: string | number | true,
): string | undefined {
  if (typeof value === 'string' && among?.includes(value) === false) {
    return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(among);
  }
  if (typeof value !== 'number' || (value >= least && value <= most)) return undefined;
  return least === 0 ? `at most ${most}` : `from ${least} to ${most}`;
}

function parseValue(takes: Takes, value: string | undefined): string | number | true | undefined {
  switch (takes) {
    case 'nothing':
      return value === undefined ? true : undefined;
    case 'number':
      return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
    case 'word':
      return value !== undefined && /^[\w.-]+$/.test(value) ? value : undefined;
  }
}
