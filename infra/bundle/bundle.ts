// Bundles worker/ and ledger/ into the two files that are uploaded. The same sources give the same bytes on every
// machine and in every folder, so that a second `pulumi up` finds nothing to change.
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync, type OutputFile } from 'esbuild';

/** The bundle's file, and the hash that Cloudflare compares. */
export interface WorkerBundle {
  /** Relative to the program's working folder, because the state must not contain a path of one machine. */
  readonly contentFile: string;
  /** Lower-case hex SHA-256 of the file's bytes. */
  readonly contentSha256: string;
}

/** The folder that holds `worker/` and `ledger/`. */
const SOURCES = join(import.meta.dirname, '../..');

/**
 * Bundles `worker/index.ts` to `dist/worker.js`, with its source map beside it. Nothing is minified:
 * the stack traces in Cloudflare's log name the functions of the sources.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildWorker(folder: string = process.cwd()): WorkerBundle {
  return build('worker/index.ts', 'dist/worker.js', folder);
}

/**
 * Bundles `ledger/index.ts` to `dist/ledger.js`, as `buildWorker` does with the gateway. Its bytes are
 * frozen: test/infra/bundle/ledger-bytes.test.ts.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildLedger(folder: string = process.cwd()): WorkerBundle {
  return build('ledger/index.ts', 'dist/ledger.js', folder);
}

function build(entry: string, contentFile: string, folder: string): WorkerBundle {
  const file = join(folder, contentFile);
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: [entry],
    // Does not depend on the working folder, so that the source map is the same everywhere.
    outfile: join(SOURCES, contentFile),
    bundle: true,
    external: ['cloudflare:workers'],
    format: 'esm',
    target: 'es2024',
    // Written beside the bundle and not linked from it, so the uploaded bytes name no local file.
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
    tsconfigRaw: {},
  });
  const script = textOf(outputFiles, '.js');
  replaceFile(`${file}.map`, textOf(outputFiles, '.map'));
  replaceFile(file, script);
  return { contentFile, contentSha256: createHash('sha256').update(script).digest('hex') };
}

function textOf(files: readonly OutputFile[], ending: string): string {
  const file = files.find(({ path }) => path.endsWith(ending));
  if (file === undefined) throw new Error(`esbuild wrote no ${ending} file`);
  return file.text;
}

/** Replaces a file atomically, because a running gateway may be reading the old one. */
function replaceFile(path: string, contents: string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
