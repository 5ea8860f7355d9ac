// The ledger fails: requests are refused or go on, as the stack says, and whatever is repeated counts once.
import { expect, onTestFinished, test } from 'vitest';
import type { LimitsBinding } from '../../../worker/contract/budgets.ts';
import { brokenLedger, type Breakage } from './changed-ledger.ts';
import { costOfBill, postAs, startBudgeted, TARIFFS } from './budgeted-gateway.ts';
import { settledMe, spentOf } from './me.ts';

const CHAT = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'Hello' }],
  max_completion_tokens: 100,
};

async function start(breakage: Breakage, limits: LimitsBinding = {}) {
  const gateway = await startBudgeted({
    limits,
    users: [
      { name: 'ann', limits: { budget: [{ amount: 1_000_000_000, per: 'month' }] } },
      { name: 'free' },
    ],
    ledgers: [brokenLedger(breakage)],
  });
  onTestFinished(() => gateway.stop());
  const chat = (name: string) =>
    postAs(gateway, name, '/v1/chat/completions', CHAT, {
      headers: { 'x-ms-usage': 'spend=limit' },
    });
  return { gateway, chat };
}

const ALWAYS: Breakage = { method: 'reserve', when: 'before', times: Infinity };

test.each<LimitsBinding>([{}, { onLedgerFailure: 'refuse' }])(
  'with %j nothing is sent',
  async (limits) => {
    const { gateway, chat } = await start(ALWAYS, limits);
    const response = await chat('ann');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toMatchObject({ error: { code: 'ledger_unavailable' } });
    expect(gateway.azure.bill().entries).toEqual([]);
    const line = await gateway.logged(({ error }) => error === 'ledger_unavailable');
    expect(line.faults?.[0]).toMatch(
      /^the ledger fails, so requests of users with limits are refused/,
    );
    // A user without limits does not need the ledger.
    expect((await chat('free')).status).toBe(200);
  },
);

test('with `allow` requests go on, and count as soon as the ledger answers again', async () => {
  const { gateway, chat } = await start({ ...ALWAYS, times: 2 }, { onLedgerFailure: 'allow' });
  const response = await chat('ann');
  expect(response.status).toBe(200);
  await response.json();
  const line = await gateway.logged(({ user }) => user === 'ann');
  expect(line.faults?.[0]).toMatch(/^the ledger fails, so requests go on without limits/);
  let spent = 0n;
  while (spent === 0n) spent = spentOf(await settledMe(gateway, 'ann'));
  expect(spent).toBe(costOfBill(gateway, TARIFFS));
});

test.each<[string, Breakage]>([
  [
    'a reservation that breaks before it is stored',
    { method: 'reserve', when: 'before', times: 1 },
  ],
  ['a reservation whose reply is lost', { method: 'reserve', when: 'after', times: 1 }],
  ['a settlement that breaks before it is stored', { method: 'settle', when: 'before', times: 2 }],
  ['a settlement whose reply is lost', { method: 'settle', when: 'after', times: 1 }],
])('%s is repeated and counts once', async (_, breakage) => {
  const { gateway, chat } = await start(breakage);
  const response = await chat('ann');
  expect(response.status).toBe(200);
  await response.json();
  const me = await settledMe(gateway, 'ann');
  expect(spentOf(me)).toBe(costOfBill(gateway, TARIFFS));
  expect(me.usage?.totals['requests']).toBe(1);
});
