import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** What registries deliver; git ignores it. */
export const CACHE = join(ROOT, '.clients');
