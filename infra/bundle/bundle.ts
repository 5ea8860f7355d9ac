// Bundles worker/ and ledger/ into the two files that are uploaded. The same sources give the same bytes on every
// machine and in every folder, so that a second `pulumi up` finds nothing to change.
import { join } from 'node:path';
import { buildSync, type OutputFile } from 'esbuild';
import { PAGE_FILES } from '../../worker/contract/page-files.ts';
import { replaceFile, SOURCES, writeBundle, type BundledFile } from './write-bundle.ts';

/**
 * Bundles `worker/index.ts` to `dist/worker.js`, with its source map beside it. Nothing is minified:
 * the stack traces in Cloudflare's log name the functions of the sources.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildWorker(folder: string = process.cwd()): BundledFile {
  return build('worker/index.ts', 'dist/worker.js', folder);
}

/**
 * Bundles `ledger/index.ts` to `dist/ledger.js`, as `buildWorker` does with the gateway. Its bytes are
 * frozen: test/infra/bundle/ledger-bytes.test.ts.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildLedger(folder: string = process.cwd()): BundledFile {
  return build('ledger/index.ts', 'dist/ledger.js', folder);
}

function build(entry: string, contentFile: string, folder: string): BundledFile {
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: [entry],
    // Does not depend on the working folder, so that the source map is the same everywhere.
    outfile: join(SOURCES, contentFile),
    bundle: true,
    // The page's files are modules of their own.
    external: ['cloudflare:workers', ...PAGE_FILES.map((name) => `*/${name}`)],
    format: 'esm',
    target: 'es2024',
    // Written beside the bundle and not linked from it, so the uploaded bytes name no local file.
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
    tsconfigRaw: {},
  });
  replaceFile(join(folder, `${contentFile}.map`), textOf(outputFiles, '.map'));
  return writeBundle(folder, contentFile, textOf(outputFiles, '.js'));
}

function textOf(files: readonly OutputFile[], ending: string): string {
  const file = files.find(({ path }) => path.endsWith(ending));
  if (file === undefined) throw new Error(`esbuild wrote no ${ending} file`);
  return file.text;
}
