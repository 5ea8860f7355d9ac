// Bundles a Worker of the tests that has, or calls, Durable Objects.
import { buildSync, type BuildOptions } from 'esbuild';

/** @param entry a file, or code with the folder from which it imports */
export function bundleLedger(
  entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>,
  outfile: string,
): string {
  buildSync({
    ...entry,
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:workers'],
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  return outfile;
}
