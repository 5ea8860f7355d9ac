import { join } from 'node:path';
import type { WorkerScript } from './worker-script.ts';

/** A script whose paths are relative to a folder, with absolute paths. */
export function scriptInFolder(folder: string, script: WorkerScript): WorkerScript {
  const absolute = <File extends { readonly contentFile: string }>(file: File): File => ({
    ...file,
    contentFile: join(folder, file.contentFile),
  });
  return {
    ...absolute(script),
    files: (script.files ?? []).map(absolute),
    ledgers: (script.ledgers ?? []).map(absolute),
  };
}
