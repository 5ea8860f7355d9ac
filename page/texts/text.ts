// What a text is, and how it is chosen and filled in.

/** The languages of the page. */
export type Language = 'en' | 'zh';

/** One text in every language, so that one without a translation does not compile. `{name}` is replaced by a value. */
export type Text = readonly [en: string, zh: string];

/** The values of a text's `{names}`. */
export type TextValues = Readonly<Record<string, string | number>>;

/** The text in a language, with its values. */
export function fillText([en, zh]: Text, language: Language, values: TextValues = {}): string {
  return (language === 'zh' ? zh : en).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}
