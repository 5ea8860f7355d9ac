// What the tab remembers: the key and the language, in sessionStorage, which ends with the tab.
import type { Language } from '../texts/text.ts';

const KEY = 'key';
const LANGUAGE = 'language';

/** The key of an earlier visit in this tab. */
export function keptKey(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}

export function keepKey(key: string): void {
  sessionStorage.setItem(KEY, key);
}

/** Forgets everything, the language too. */
export function forgetAll(): void {
  sessionStorage.clear();
}

/** The chosen language, or else the first of the browser's that the page has. */
export function keptLanguage(): Language {
  const chosen = sessionStorage.getItem(LANGUAGE);
  if (chosen === 'en' || chosen === 'zh') return chosen;
  const known = navigator.languages.find((language) => /^(en|zh)\b/i.test(language)) ?? '';
  return /^zh/i.test(known) ? 'zh' : 'en';
}

export function keepLanguage(language: Language): void {
  sessionStorage.setItem(LANGUAGE, language);
}
