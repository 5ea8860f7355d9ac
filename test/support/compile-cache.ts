// A cache of compiled modules for the processes that the tests start, which load the same
// packages again and again. It is the test run's own, and goes with it.
// https://nodejs.org/api/module.html#module-compile-cache
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Called once, before all tests; what it returns is called after them. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'compile-cache-'));
  process.env['NODE_COMPILE_CACHE'] = folder;
  return () => rm(folder, { recursive: true });
}
