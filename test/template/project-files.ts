// Which files the project consists of, with git or without: a project made by `pulumi new` has
// no history.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Made here, never part of the project. */
const MADE = ['node_modules', 'dist', '.local', '.clients', '.engine', '.git'];

/** Paths relative to `root`. */
export function projectFiles(root: string): readonly string[] {
  return existsSync(join(root, '.git')) ? trackedFiles(root) : walk(root, root);
}

/** Also those that are about to be added; not those that are about to be removed. */
function trackedFiles(root: string): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0');
  return [...new Set(listed)].filter((file) => file !== '' && existsSync(join(root, file)));
}

function walk(root: string, folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !MADE.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(root, path) : [relative(root, path)];
    });
}
