// The ledger's code is replaced by a next generation, which goes on with the counts of the one before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerScript } from '../../../local/workerd/worker-script.ts';
import { ledgerScript, postAs, startBudgeted } from './budgeted-gateway.ts';
import { settledMe, spentOf } from './me.ts';

const BODY = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'Hello' }],
  max_completion_tokens: 100,
};
const LENGTH = JSON.stringify(BODY).length;
const COST = LENGTH * 751 + 100 * 4507;
const FIRST = ledgerScript('LEDGER', 'gateway-ledger');
const SECOND = ledgerScript('LEDGER', 'gateway-ledger-2');
const BEFORE = ledgerScript('LEDGER_BEFORE', 'gateway-ledger');

test('what was spent counts after the change, and the former generation takes no more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counts-'));
  const budget = [{ amount: COST * 10, per: 'month' as const }];
  const start = (ledgers: readonly LedgerScript[]) =>
    startBudgeted({ users: [{ name: 'ann', limits: { budget } }], ledgers, ledgerFolder: folder });
  const sendAll = async (gateway: Awaited<ReturnType<typeof start>>, count: number) => {
    const headers = { 'x-ms-usage': `spend=limit; input=${LENGTH}` };
    const answers = Array.from({ length: count }, async () => {
      const response = await postAs(gateway, 'ann', '/v1/chat/completions', BODY, { headers });
      await response.text();
      return response.status;
    });
    return Promise.all(answers);
  };

  const old = await start([FIRST]);
  expect(await sendAll(old, 6)).toEqual(Array<number>(6).fill(200));
  expect(spentOf(await settledMe(old, 'ann'))).toBe(BigInt(COST * 6));
  await old.stop();

  const next = await start([SECOND, BEFORE]);
  // All at once are the first to use the new object.
  const statuses = await sendAll(next, 20);
  expect(statuses.filter((status) => status === 200)).toHaveLength(4);
  const me = await settledMe(next, 'ann');
  expect(spentOf(me)).toBe(BigInt(COST * 10));
  expect(me.usage?.totals['requests']).toBe(10);
  await next.stop();

  // A Worker that was not replaced yet.
  const outdated = await start([FIRST]);
  expect(await sendAll(outdated, 1)).toEqual([503]);
  const { faults = [] } = await outdated.logged(({ error }) => error === 'ledger_unavailable');
  expect(faults[0]).toContain('later generation');
  await outdated.stop();
  rmSync(folder, { recursive: true });
});
