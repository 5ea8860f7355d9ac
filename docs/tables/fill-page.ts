// Puts the generated tables between the markers of a page.
import { format, resolveConfig } from 'prettier';
import { DOCTOR_TABLES } from './doctor/doctor-table.ts';
import { GATEWAY_TABLES } from './gateway/gateway-tables.ts';
import type { Language } from './language.ts';
import { SETTINGS_TABLES } from './settings/settings-tables.ts';

const TABLES: Readonly<Record<string, (language: Language) => string>> = {
  ...SETTINGS_TABLES,
  ...GATEWAY_TABLES,
  ...DOCTOR_TABLES,
};

/** The names of all tables. */
export const TABLE_NAMES: readonly string[] = Object.keys(TABLES);

const BLOCK = /^<!-- generated:(\w+) -->\n.*?^<!-- \/generated -->$/gms;

/** The names of the tables that a page has, in order. */
export function tablesIn(page: string): readonly string[] {
  return [...page.matchAll(BLOCK)].map(([, name = '']) => name);
}

/**
 * The page with current tables, as Prettier writes it. A page without markers stays as it is.
 *
 * @param file path of the page, for Prettier's settings
 * @throws Error for a marker with an unknown name
 */
export async function fillPage(page: string, language: Language, file: string): Promise<string> {
  if (tablesIn(page).length === 0) return page;
  const filled = page.replaceAll(BLOCK, (_, name: string) => {
    const write = TABLES[name];
    if (write === undefined) throw new Error(`${file}: there is no table "${name}".`);
    return `<!-- generated:${name} -->\n\n${write(language)}\n\n<!-- /generated -->`;
  });
  return format(filled, { ...(await resolveConfig(file)), parser: 'markdown' });
}
