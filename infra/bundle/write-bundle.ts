// Writes what esbuild made below dist/.
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that is uploaded, and the hash that Cloudflare compares. */
export interface BundledFile {
  /** Relative to the program's working folder, because the state must not contain a path of one machine. */
  readonly contentFile: string;
  /** Lower-case hex SHA-256 of the file's bytes. */
  readonly contentSha256: string;
}

/** The folder that holds the sources: `worker/`, `ledger/`, `page/`. */
export const SOURCES = join(import.meta.dirname, '../..');

/** Writes the file that is uploaded, in UTF-8. */
export function writeBundle(folder: string, contentFile: string, text: string): BundledFile {
  replaceFile(join(folder, contentFile), text);
  return { contentFile, contentSha256: createHash('sha256').update(text).digest('hex') };
}

/** Replaces a file atomically, because a running gateway may be reading the old one. */
export function replaceFile(path: string, contents: string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
