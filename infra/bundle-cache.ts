// Owns: keeping what the minifier made, which takes a second, for the next time that the same is to be
// made; and files that are never seen half written.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MappedScript } from './minify.ts';

interface Kept extends MappedScript {
  readonly origin: string;
}

/**
 * What was made of that origin before, or is made now.
 *
 * @param file where it is kept; one that is missing, broken or of another origin is written anew
 * @param origin stands for all that the result depends on
 */
export function remembered(file: string, origin: string, make: () => MappedScript): MappedScript {
  const kept = read(file);
  if (kept?.origin === origin) return kept;
  const made: Kept = { origin, ...make() };
  try {
    replaceFile(file, JSON.stringify(made));
  } catch {
    // Where nothing can be kept, it is made each time.
  }
  return made;
}

function read(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
}

/** At once, never half written: whoever runs the gateway may be reading the file. */
export function replaceFile(path: string, contents: string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
