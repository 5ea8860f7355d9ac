// What every part of the page needs: the language, and for signed-in users the key.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Me } from '../api/me.ts';
import { fillText, type Language, type Text, type TextValues } from '../texts/text.ts';

export const LanguageContext = createContext<Language>('en');

export interface Texts {
  readonly language: Language;
  /** A text in the chosen language. */
  readonly t: (text: Text, values?: TextValues) => string;
  /** What the gateway calls something, in words. What the table does not have keeps its name. */
  readonly word: (table: Readonly<Record<string, Text>>, name: string) => string;
}

export function useTexts(): Texts {
  const language = useContext(LanguageContext);
  const t: Texts['t'] = (text, values) => fillText(text, language, values);
  return {
    language,
    t,
    word: (table, name) => {
      const text = Object.hasOwn(table, name) ? table[name] : undefined;
      return text === undefined ? name : t(text);
    },
  };
}

/** A key that the gateway knows, and what it said about it. */
export interface Session {
  readonly key: string;
  readonly me: Me;
}
