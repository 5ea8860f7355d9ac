// What Azure bills never exceeds a budget, and nothing of it is missing in the ledger, while clients leave
// at every point, the gateway and its ledger are killed, and the clock jumps over the end of a span.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startAzure, type AzureStandIn } from '../../../azure-stand-in/server.ts';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import { costOfBill, ledgerScript, postAs, startBudgeted, TARIFFS } from './budgeted-gateway.ts';
import { readMe, settledMe, spentOf, toNano } from './me.ts';
import { ledgerWithClock } from './changed-ledger.ts';

const ACCOUNT = {
  subdomain: 'acc',
  keys: [AZURE_KEY],
  deployments: [{ name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' }],
};

const CHAT = {
  model: 'gpt-5.4-mini',
  messages: [{ role: 'user', content: 'one two three four five six seven eight' }],
  max_completion_tokens: 500,
  stream: true,
};
const LENGTH = JSON.stringify(CHAT).length;
const COST = LENGTH * 751 + 500 * 4507;
const HEADERS = { 'x-ms-usage': `spend=limit; input=${LENGTH}` };

let azure: AzureStandIn;
beforeAll(async () => {
  azure = await startAzure({ accounts: [ACCOUNT] });
});
afterAll(() => azure.close());

/** Starts a gateway with a budget of `requests` requests; with a folder, it goes on with its counts. */
function start(
  requests: number,
  options: { per?: 'total' | 'day'; folder?: string; clock?: number } = {},
) {
  const { per = 'total', folder, clock } = options;
  return startBudgeted({
    upstream: new URL(azure.url),
    users: [{ name: 'ann', limits: { budget: [{ amount: Math.floor(COST * requests), per }] } }],
    ...(folder !== undefined && { ledgerFolder: folder }),
    ledgers: [clock === undefined ? ledgerScript() : ledgerWithClock(clock)],
  });
}

/** Sends a request, and leaves after some events of its stream; 0: before its headers. */
async function leaveAfter(gateway: RunningGateway, events: number): Promise<number | undefined> {
  const abort = new AbortController();
  const sent = postAs(gateway, 'ann', '/v1/chat/completions', CHAT, {
    headers: HEADERS,
    signal: abort.signal,
  });
  try {
    if (events === 0) abort.abort();
    const response = await sent;
    let seen = 0;
    for await (const _ of response.body ?? []) {
      seen++;
      if (seen >= events) abort.abort();
    }
    return response.status;
  } catch {
    return undefined;
  }
}

function billed(): bigint {
  return costOfBill({ azure }, TARIFFS);
}

test('clients that leave at every point', async () => {
  const gateway = await start(30.5);
  onTestFinished(() => gateway.stop());
  const before = billed();
  for (let round = 0; round < 4; round++) {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        leaveAfter(gateway, index % 2 === 0 ? index / 2 : 99),
      ),
    );
  }
  const cost = billed() - before;
  const spent = spentOf(await settledMe(gateway, 'ann'));
  expect(cost).toBeLessThanOrEqual(BigInt(Math.floor(COST * 30.5)));
  expect(spent).toBeGreaterThanOrEqual(cost);
  expect(spent).toBeLessThanOrEqual(BigInt(Math.floor(COST * 30.5)));
});

test('the gateway and its ledger are killed again and again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counts-'));
  const before = billed();
  const budget = BigInt(Math.floor(COST * 40.5));
  for (let life = 0; life < 6; life++) {
    const gateway = await start(40.5, { folder });
    const requests = Array.from({ length: 20 }, () => leaveAfter(gateway, 99));
    // The kill meets requests in every state.
    await Promise.race(requests.slice(life, life + 3));
    await gateway.stop();
    await Promise.all(requests);
    expect(billed() - before).toBeLessThanOrEqual(budget);
  }
  const gateway = await start(40.5, { folder });
  const { limits } = await readMe(gateway, 'ann');
  const counted = toNano(limits[0]?.spent ?? '0') + toNano(limits[0]?.reserved ?? '0');
  expect(counted).toBeGreaterThanOrEqual(billed() - before);
  expect(counted).toBeLessThanOrEqual(budget);
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

test('the clock jumps over the end of a day, and back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'counts-'));
  const today = Date.UTC(2026, 10, 27, 23, 59, 59, 900);
  const tomorrow = Date.UTC(2026, 10, 28, 0, 0, 1);
  const perDay = BigInt(Math.floor(COST * 5.5));
  const before = billed();
  // Of each day: what was billed in it.
  const costs: bigint[] = [];
  for (const clock of [today, tomorrow, today, tomorrow]) {
    const start0 = billed();
    const gateway = await start(5.5, { per: 'day', folder, clock });
    await Promise.all(Array.from({ length: 20 }, () => leaveAfter(gateway, 99)));
    await settledMe(gateway, 'ann');
    await gateway.stop();
    costs.push(billed() - start0);
  }
  const [first = 0n, second = 0n, ...later] = costs;
  expect(first).toBeLessThanOrEqual(perDay);
  expect(first).toBeGreaterThan(4n * BigInt(COST));
  expect(second).toBeLessThanOrEqual(perDay);
  expect(second).toBeGreaterThan(4n * BigInt(COST));
  // The day that has ended does not start at 0 again, and neither does the present one.
  expect(later.reduce((sum, cost) => sum + cost, second)).toBeLessThanOrEqual(perDay);
  expect(billed() - before).toBeLessThanOrEqual(2n * perDay);
  rmSync(folder, { recursive: true });
});
