// Copies parts of the checkout into a folder of their own, to be run there.
import { cp, mkdtemp, realpath, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What the program reads besides infra/, and what runs it. */
const SHARED = ['Pulumi.yaml', 'package.json', 'tsconfig.json', 'tsconfig.base.json', 'page'];

/** Copies these folders and the files that all of them need. The caller removes the copy. */
export async function copyCheckout(folders: readonly string[]): Promise<string> {
  const copy = await realpath(await mkdtemp(join(tmpdir(), 'checkout-')));
  await Promise.all(
    [...SHARED, ...folders].map((name) =>
      cp(join(ROOT, name), join(copy, name), { recursive: true }),
    ),
  );
  await symlink(await realpath(join(ROOT, 'node_modules')), join(copy, 'node_modules'));
  return copy;
}
