// The folder of the ledger's counts belongs to one process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildLedger, buildWorker } from '../../../infra/bundle/bundle.ts';
import { LEDGER } from '../../../infra/cloudflare/ledger-runtime.ts';
import { openLedgerFolder, type LedgerFolder } from '../../../local/workerd/ledger-folder.ts';
import { startWorkerd } from '../../../local/workerd/workerd.ts';

const SOURCE = join(import.meta.dirname, '../../../local/workerd/ledger-folder.ts');

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'counts-'));
  path = join(root, 'deep/ledger');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function open(): LedgerFolder {
  const opened = openLedgerFolder(path);
  if (typeof opened === 'string') throw new Error(opened);
  return opened;
}

/** Another process that has the folder. */
async function startOwner() {
  const program = `import { openLedgerFolder } from ${JSON.stringify(SOURCE)};
    const opened = openLedgerFolder(${JSON.stringify(path)});
    console.log(typeof opened);
    setInterval(() => undefined, 1e6);`;
  const child = spawn('node', ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(String((await once(child.stdout, 'data'))[0])).toBe('object\n');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('is created, and is free again after its release', () => {
  const first = open();
  expect(first.path).toBe(path);
  first.release();
  first.release();
  open().release();
});

test('of another process is in use, until that process is killed', async () => {
  const owner = await startOwner();
  expect(openLedgerFolder(path)).toBe('in use');
  expect(openLedgerFolder(path)).toBe('in use');
  await owner.kill();
  open().release();
});

test('is in use while workerd still runs, though nobody holds the lock', async () => {
  const bundle = join(root, buildWorker(root).contentFile);
  const ledger = join(root, buildLedger(root).contentFile);
  open().release();
  const worker = await startWorkerd({
    script: {
      contentFile: bundle,
      mainModule: 'worker.js',
      compatibilityDate: LEDGER.compatibilityDate,
      compatibilityFlags: [],
      bindings: [],
      ledgers: [{ ...LEDGER, binding: 'LEDGER', name: 'gateway-ledger', contentFile: ledger }],
    },
    outbound: { kind: 'internet' },
    ledgerFolder: path,
    port: 0,
  });
  expect(openLedgerFolder(path)).toBe('in use');
  await worker.stop();
  open().release();
});

test('below a file cannot be written to', () => {
  writeFileSync(join(root, 'deep'), '');
  expect(openLedgerFolder(path)).toBe('not writable');
});
