import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A stack file with a model of each kind, and no account. */
export async function readExampleStack(): Promise<string> {
  return readFile(join(import.meta.dirname, 'example-stack.yaml'), 'utf8');
}
