// Watches files of one folder. Editors replace files, so the folder is watched, and a change counts when the
// content is another one: an editor's events come in any number.
import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Files that are watched. */
export interface FileWatch {
  /** The names of files that have changed since the last call; waits for the first change. */
  next(): Promise<readonly string[]>;
  close(): void;
}

/**
 * Watches until `close`.
 *
 * @param names of files in the folder; they may be missing
 */
export function watchFiles(folder: string, names: readonly string[]): FileWatch {
  const contents = new Map(names.map((name) => [name, read(folder, name)]));
  const changed = new Set<string>();
  let waiting: (() => void) | undefined;
  const look = () => {
    for (const name of names) {
      const content = read(folder, name);
      if (content === contents.get(name)) continue;
      contents.set(name, content);
      changed.add(name);
    }
    if (changed.size > 0) waiting?.();
  };
  // The name in an event is missing on some systems, and a rename has the name of another file.
  const watcher = watch(folder, look);
  return {
    async next() {
      if (changed.size === 0) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
        waiting = undefined;
      }
      const list = [...changed];
      changed.clear();
      return list;
    },
    close() {
      watcher.close();
    },
  };
}

/** undefined: there is no such file, or not at the moment. */
function read(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
