// Bundles page/ into the files that are uploaded beside the Worker's script. As with the Worker, the same sources
// give the same bytes everywhere.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { PAGE_FILES, type PageFile } from '../../worker/contract/page-files.ts';
import { SOURCES, writeBundle, type BundledFile } from './write-bundle.ts';

/** Browsers of the last three years: https://esbuild.github.io/api/#target */
const TARGET = 'es2022';

/**
 * Bundles the page to `dist/`: the document, its style, and its script in three parts. `page-admin.js` is what
 * admins alone load, `page-shared.js` what both others import.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildPage(folder: string = process.cwd()): Readonly<Record<PageFile, BundledFile>> {
  const texts = bundle();
  texts.set('page.html', readFileSync(join(SOURCES, 'page/index.html'), 'utf8'));
  return Object.fromEntries(
    PAGE_FILES.map((name) => {
      const text = texts.get(name);
      if (text === undefined) throw new Error(`esbuild wrote no ${name}`);
      return [name, writeBundle(folder, `dist/${name}`, text)];
    }),
  ) as Record<PageFile, BundledFile>;
}

/** Texts by name. Minified, because browsers load them over the network. */
function bundle(): Map<string, string> {
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: {
      page: 'page/main.tsx',
      'page-admin': 'page/views/admin/admin-view.tsx',
      // Under a name of its own, because `page.css` would be the script's.
      'page-style': 'page/style.css',
    },
    outdir: join(SOURCES, 'dist'),
    splitting: true,
    // One, because only two scripts share code.
    chunkNames: 'page-shared',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    bundle: true,
    target: TARGET,
    minify: true,
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'silent',
    write: false,
    tsconfigRaw: {},
  });
  return new Map(
    outputFiles.map(({ path, text }) => [basename(path).replace('page-style', 'page'), text]),
  );
}
