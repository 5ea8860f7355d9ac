// Owns: turning worker/ into the one file that is uploaded. The same sources give the same bytes on
// every machine and in every folder, so that a second `pulumi up` finds nothing to change.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
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

/**
 * Bundles and minifies `worker/index.ts` to `dist/worker.js`, with its source map beside it.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildWorker(folder: string = process.cwd()): WorkerBundle {
  const contentFile = 'dist/worker.js';
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: ['worker/index.ts'],
    outfile: join(folder, contentFile),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    minify: true,
    // What stands in quotes keeps its name: that is how JSON is read.
    mangleProps: new RegExp(`^(?:${PRIVATE_NAMES.join('|')})$`),
    // Kept beside the bundle and never linked from it: the uploaded bytes name no file of ours.
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
    tsconfigRaw: {},
  });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
  const bundle = readFileSync(join(folder, contentFile));
  return { contentFile, contentSha256: createHash('sha256').update(bundle).digest('hex') };
}

/** At once, never half written: whoever runs the gateway may be reading the file. */
function replaceFile(path: string, contents: Uint8Array): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
