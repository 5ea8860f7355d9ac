// `npm run docs`: writes the generated tables into the pages of both languages.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPage } from './fill-page.ts';
import type { Language } from './language.ts';

const DOCS = join(import.meta.dirname, '..');
const FOLDERS: readonly (readonly [folder: string, language: Language])[] = [
  [DOCS, 'en'],
  [join(DOCS, 'zh-CN'), 'zh'],
];

for (const [folder, language] of FOLDERS) {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.md'))) {
    const file = join(folder, name);
    const page = readFileSync(file, 'utf8');
    const filled = await fillPage(page, language, file);
    if (filled === page) continue;
    writeFileSync(file, filled);
    console.log(`written: ${file}`);
  }
}
