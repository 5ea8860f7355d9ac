// The real ledger with a change: a clock of the test's choice, or calls that break as those do whose object
// Cloudflare resets.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LEDGER } from '../../../infra/cloudflare/ledger-runtime.ts';
import { bundleLedger } from '../../ledger/bundle-ledger.ts';
import type { LedgerScript } from '../../../local/workerd/worker-script.ts';

/** What goes wrong in the calls of a method, from the first one on. */
export interface Breakage {
  readonly method: 'reserve' | 'settle' | 'read';
  /** `before`: nothing was stored. `after`: it was stored, and the reply is lost. */
  readonly when: 'before' | 'after';
  /** So many calls break; Infinity: all of them. */
  readonly times: number;
}

export function brokenLedger({ method, when, times }: Breakage): LedgerScript {
  return changedLedger(`
    static left = ${times};
    async ${method}(request) {
      const breaks = Ledger.left > 0;
      if (breaks) Ledger.left--;
      if (breaks && ${when === 'before'}) this.ctx.abort('broken');
      const reply = await super.${method}(request);
      if (!breaks) return reply;
      await this.ctx.storage.sync();
      this.ctx.abort('broken');
    }`);
}

/** @param time Unix milliseconds, at which its clock stands still */
export function ledgerWithClock(time: number): LedgerScript {
  return changedLedger(`now() { return ${time}; }`);
}

/** @param members of a class that extends the real one */
function changedLedger(members: string): LedgerScript {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const contents = `
    import { Ledger as Real } from './index.ts';
    export class Ledger extends Real { ${members} }
    export default { fetch: () => new Response(null, { status: 404 }) };`;
  const resolveDir = join(import.meta.dirname, '../../../ledger');
  const contentFile = bundleLedger({ stdin: { contents, resolveDir } }, join(folder, 'ledger.js'));
  return { ...LEDGER, binding: 'LEDGER', name: 'gateway-ledger', contentFile };
}
