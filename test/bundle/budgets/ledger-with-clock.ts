// The ledger with a clock that stands still at a time of the test's choice. Nothing else is changed.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { LEDGER } from '../../../infra/cloudflare/ledger-runtime.ts';
import type { LedgerScript } from '../../../local/workerd/worker-script.ts';

/** @param time Unix milliseconds */
export function ledgerWithClock(time: number): LedgerScript {
  const contentFile = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.js');
  const contents = `
    import { Ledger as Real } from './index.ts';
    export class Ledger extends Real { now() { return ${time}; } }
    export default { fetch: () => new Response(null, { status: 404 }) };`;
  buildSync({
    stdin: { contents, resolveDir: join(import.meta.dirname, '../../../ledger'), loader: 'ts' },
    outfile: contentFile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:workers'],
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  return { ...LEDGER, binding: 'LEDGER', name: 'gateway-ledger', contentFile };
}
