// Bundles page/ into the three files that are uploaded beside the Worker's script. As with the Worker, the same
// sources give the same bytes everywhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, type BuildOptions } from 'esbuild';
import type { PageFile } from '../../worker/contract/page-files.ts';
import { SOURCES, writeBundle, type BundledFile } from './write-bundle.ts';

/** Browsers of the last three years: https://esbuild.github.io/api/#target */
const TARGET = 'es2022';

/**
 * Bundles the page to `dist/page.html`, `dist/page.css` and `dist/page.js`.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildPage(folder: string = process.cwd()): Readonly<Record<PageFile, BundledFile>> {
  const html = readFileSync(join(SOURCES, 'page/index.html'), 'utf8');
  return {
    'page.html': writeBundle(folder, 'dist/page.html', html),
    'page.css': writeBundle(folder, 'dist/page.css', bundle('page/style.css', {})),
    'page.js': writeBundle(
      folder,
      'dist/page.js',
      bundle('page/main.tsx', { format: 'esm', jsx: 'automatic', jsxImportSource: 'preact' }),
    ),
  };
}

/** Minified, because browsers load it over the network. */
function bundle(entry: string, options: BuildOptions): string {
  const { outputFiles = [] } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: [entry],
    bundle: true,
    target: TARGET,
    minify: true,
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'silent',
    write: false,
    tsconfigRaw: {},
    ...options,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild wrote nothing for ${entry}`);
  return file.text;
}
