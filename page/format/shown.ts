// Numbers, money and times as people read them in their language.
import type { Language } from '../texts/text.ts';

const LOCALES = { en: 'en-US', zh: 'zh-CN' } as const satisfies Record<Language, string>;

/** For `lang` attributes. */
export function localeOf(language: Language): string {
  return LOCALES[language];
}

/** Dollars; small amounts with more digits. */
export function showMoney(dollars: string | number, language: Language): string {
  const value = Number(dollars);
  const digits = value === 0 || value >= 100 ? 2 : value < 1 ? 6 : 4;
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(value);
}

export function showNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 3 }).format(value);
}

/** A day such as `2026-11-27`, in short. */
export function showDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(day));
}

/** The date of a moment, in the person's own time zone. */
export function showDate(
  time: string,
  language: Language,
  style: Intl.DateTimeFormatOptions = {},
): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', ...style }).format(
    Date.parse(time),
  );
}

/** The same with the time of day. */
export function showTime(time: string, language: Language): string {
  return showDate(time, language, { timeStyle: 'short' });
}

/** How a key is shown: enough to recognize it, too little to use it. */
export function maskKey(key: string): string {
  return key.length < 16 ? '••••••••' : `${key.slice(0, 5)}••••••••${key.slice(-3)}`;
}
