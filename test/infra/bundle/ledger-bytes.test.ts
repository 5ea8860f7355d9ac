// The ledger's bytes. They are uploaded once, so a change of them reaches no stack that has a ledger.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildLedger } from '../../../infra/bundle/bundle.ts';

/** By generation, the present one last. */
const FROZEN = ['ddd365a21dbb5ca3c438e4e08ee3331604251ca6863c91173364a390633dfa6e'];

const WHAT_TO_DO = `
dist/ledger.js has other bytes than the ledgers that are in use. Cloudflare's provider cannot update a script
with a migration, so running stacks keep the bytes that they have.

- If you did not mean to change the ledger: undo it. It also changes with ledger/, with the constants of
  worker/contract/ledger.ts and with the version of esbuild; a version that writes other bytes for the same
  code needs a new hash here, and nothing else.
- If you did: add a generation. Append the new hash to FROZEN, count LEDGER_GENERATION up, and keep the
  protocol: the gateway hands the counts over from one generation to the next.
`;

test('are those that running stacks have', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const { contentFile, contentSha256 } = buildLedger(folder);
  rmSync(folder, { recursive: true });
  expect(contentFile).toBe('dist/ledger.js');
  expect(contentSha256, WHAT_TO_DO).toBe(FROZEN.at(-1));
});
