// `npm run docs`: writes the generated tables into the pages of both languages, and the benchmark's
// tables into the Chinese page.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyBenchmarkBlocks } from './benchmark-blocks.ts';
import { fillPage } from './fill-page.ts';
import type { Language } from './language.ts';

const DOCS = join(import.meta.dirname, '..');
const FOLDERS: readonly (readonly [folder: string, language: Language])[] = [
  [DOCS, 'en'],
  [join(DOCS, 'zh-CN'), 'zh'],
];

const benchmark = readFileSync(join(DOCS, 'performance.md'), 'utf8');

for (const [folder, language] of FOLDERS) {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.md'))) {
    const file = join(folder, name);
    const page = readFileSync(file, 'utf8');
    const filled = copyBenchmarkBlocks(await fillPage(page, language, file), benchmark);
    if (filled === page) continue;
    writeFileSync(file, filled);
    console.log(`written: ${file}`);
  }
}
