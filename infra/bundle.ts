// Owns: turning worker/ into the one file that is uploaded. The same sources give the same bytes on
// every machine and in every folder, so that a second `pulumi up` finds nothing to change.
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { buildSync, type OutputFile } from 'esbuild';
import { remembered, replaceFile } from './bundle-cache.ts';
import { minify, MINIFIER, type MappedScript } from './minify.ts';
import { PRIVATE_NAMES } from './private-names.ts';

/** Where the bundle lies, and what Cloudflare is told about it. */
export interface WorkerBundle {
  /** Relative to the program's working folder: state must not hold a path of one machine. */
  readonly contentFile: string;
  /** Lower-case hex SHA-256 of the file's bytes. */
  readonly contentSha256: string;
}

/** The folder that holds `worker/`. */
const SOURCES = dirname(import.meta.dirname);

/** The same for every folder, so that the map names the sources alike everywhere. */
const OUTFILE = join(SOURCES, 'dist/worker.js');

/** As trusted as the packages beside it, which the program runs as well. */
const CACHE = join(SOURCES, 'node_modules/.cache/cf-openai-azure-proxy/bundle.json');

/**
 * Bundles and minifies `worker/index.ts` to `dist/worker.js`, with its source map beside it.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildWorker(folder: string = process.cwd()): WorkerBundle {
  const contentFile = 'dist/worker.js';
  const file = join(folder, contentFile);
  const script = bundle();
  const origin = sha256(JSON.stringify([MINIFIER, script]));
  const { code, map } = remembered(CACHE, origin, () => minify(script));
  replaceFile(`${file}.map`, map);
  replaceFile(file, code);
  return { contentFile, contentSha256: sha256(code) };
}

/** All of `worker/` in one module; only names of properties are short. */
function bundle(): MappedScript {
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: ['worker/index.ts'],
    outfile: OUTFILE,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    minifySyntax: true,
    // What stands in quotes keeps its name: that is how JSON is read.
    mangleProps: new RegExp(`^(?:${PRIVATE_NAMES.join('|')})$`),
    // Kept beside the bundle and never linked from it: the uploaded bytes name no file of ours.
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
    tsconfigRaw: {},
  });
  return { code: textOf(outputFiles, '.js'), map: textOf(outputFiles, '.map') };
}

function textOf(files: readonly OutputFile[], ending: string): string {
  const file = files.find(({ path }) => path.endsWith(ending));
  if (file === undefined) throw new Error(`esbuild made no ${ending} file`);
  return file.text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
