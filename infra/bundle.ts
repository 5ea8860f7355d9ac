// Owns: turning worker/ into the one file that is uploaded. The same sources give the same bytes on
// every machine and in every folder, so that a second `pulumi up` finds nothing to change.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync, type OutputFile } from 'esbuild';
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

/**
 * Bundles and minifies `worker/index.ts` to `dist/worker.js`, with its source map beside it.
 * What lies there already is left, if it was made of the same: minifying takes most of the time.
 *
 * @param folder absolute path of the folder that gets `dist`; the program's working folder
 * @throws when a source file does not compile; esbuild's message names file and line
 */
export function buildWorker(folder: string = process.cwd()): WorkerBundle {
  const contentFile = 'dist/worker.js';
  const file = join(folder, contentFile);
  const script = bundle(file);
  const origin = sha256(JSON.stringify([MINIFIER, script]));
  return {
    contentFile,
    contentSha256: keptBundle(file, origin) ?? makeBundle(file, origin, script),
  };
}

/** All of `worker/` in one module; only names of properties are short. */
function bundle(file: string): MappedScript {
  const { outputFiles } = buildSync({
    absWorkingDir: SOURCES,
    entryPoints: ['worker/index.ts'],
    outfile: file,
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
  return { code: textOf(outputFiles, file), map: textOf(outputFiles, `${file}.map`) };
}

function textOf(files: readonly OutputFile[], path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`esbuild made no ${path}`);
  return file.text;
}

/** The SHA-256 of the bundle that lies there, if it is whole and of this origin. */
function keptBundle(file: string, origin: string): string | undefined {
  try {
    const hash = sha256(readFileSync(file));
    return readFileSync(`${file}.map`, 'utf8').endsWith(mark(origin, hash)) ? hash : undefined;
  } catch {
    return undefined;
  }
}

function makeBundle(file: string, origin: string, script: MappedScript): string {
  const { code, map } = minify(script);
  const hash = sha256(code);
  replaceFile(`${file}.map`, map.replace(/\}$/, mark(origin, hash)));
  replaceFile(file, code);
  return hash;
}

/** The end of the map: a last member that tells what the bundle was made of. Debuggers skip it. */
function mark(origin: string, hash: string): string {
  return `,"x_made":${JSON.stringify([origin, hash])}}`;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** At once, never half written: whoever runs the gateway may be reading the file. */
function replaceFile(path: string, contents: string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
