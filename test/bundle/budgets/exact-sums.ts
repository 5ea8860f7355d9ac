// Requests of 50 users in 5 teams over two accounts with weights: Azure's bill, what each user reads,
// what the operator reads and the log agree to the nano-dollar.
import { expect } from 'vitest';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import type { LogLine } from '../../../worker/contract/log.ts';
import { costOf, keyOf, MODELS, postAs, startBudgeted, TARIFFS } from './budgeted-gateway.ts';
import { settledMe, toNano } from './me.ts';

const AT_ONCE = 24;
const TEAMS = ['red', 'green', 'blue', 'cyan', 'pink'];
const USERS = Array.from({ length: 50 }, (_, index) => ({
  name: `user-${index}`,
  team: TEAMS[index % TEAMS.length] ?? '',
}));

const DEPLOYMENTS = [
  { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' },
  { name: 'text-embedding-3-small', model: 'text-embedding-3-small', version: '1' },
];

/** The second one is a data zone, at 110 %. */
const ACCOUNTS = [
  { subdomain: 'global', keys: [AZURE_KEY], deployments: DEPLOYMENTS },
  { subdomain: 'zone', keys: [AZURE_KEY], deployments: DEPLOYMENTS },
];

const BACKENDS = [
  { name: 'global', weight: 3 },
  { name: 'zone', weight: 1, pricePercent: 110 },
];

function start(): Promise<RunningGateway> {
  const budget = [{ amount: 900_000_000_000_000, per: 'month' as const }];
  return startBudgeted({
    accounts: ACCOUNTS,
    models: MODELS.map((model) => ({ ...model, backends: BACKENDS })),
    users: [
      ...USERS.map((user) => ({ ...user, limits: { budget } })),
      { name: 'boss', admin: true },
    ],
    limits: { teams: Object.fromEntries(TEAMS.map((team) => [team, { shared: { budget } }])) },
    bindings: {
      BACKENDS: JSON.stringify(
        ACCOUNTS.map(({ subdomain }) => ({
          name: subdomain,
          endpoint: `https://${subdomain}.openai.azure.com`,
        })),
      ),
      BACKEND_KEYS: JSON.stringify({ global: AZURE_KEY, zone: AZURE_KEY }),
    },
  });
}

/** Sends that many requests, and compares. */
export async function compareSums(requests: number): Promise<void> {
  const gateway = await start();
  try {
    await sendAndCompare(gateway, requests);
  } finally {
    await gateway.stop();
  }
}

async function sendAndCompare(gateway: RunningGateway, requests: number): Promise<void> {
  let sent = 0;
  const work = async () => {
    while (sent < requests) {
      const index = sent++;
      const { name } = USERS[(index * 7) % USERS.length] ?? { name: '' };
      const usage = `reasoning=${index % 40}; cached=${index % 5}; input=${10 + (index % 90)}`;
      const response = await postAs(gateway, name, ...requestOf(index, name), {
        headers: { 'x-ms-usage': usage },
      });
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  const billed = billOf(gateway);
  const sums = new Map<string, bigint>();
  for (const { name } of USERS) {
    const me = await settledMe(gateway, name);
    sums.set(name, toNano(me.limits.find(({ scope }) => scope === 'user')?.spent ?? '0'));
    expect(toNano(me.usage?.totals['cost'] ?? '0')).toBe(sums.get(name));
  }
  expect(sums).toEqual(billed);
  expect(await adminSums(gateway)).toEqual(billed);
  expect(loggedSums(gateway)).toEqual(billed);
  for (const team of TEAMS) {
    const members = USERS.filter((user) => user.team === team).map(({ name }) => name);
    const me = await settledMe(gateway, members[0] ?? '');
    const shared = me.limits.find(({ scope }) => scope === 'team');
    const sum = members.reduce((total, name) => total + (billed.get(name) ?? 0n), 0n);
    expect(toNano(shared?.spent ?? '0')).toBe(sum);
  }
}

function requestOf(index: number, user: string): readonly [path: string, body: object] {
  if (index % 10 === 0) {
    return ['/v1/embeddings', { model: 'text-embedding-3-small', input: `text ${index}`, user }];
  }
  const messages = [{ role: 'user', content: `question ${index}` }];
  const stream = index % 3 === 0;
  return ['/v1/chat/completions', { model: 'gpt-5.4-mini', messages, stream, user }];
}

/** By user, in nano-dollars: the test's own arithmetic over the stand-in's count. */
function billOf({ azure }: RunningGateway): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const entry of azure.bill().entries) {
    const cost = costOf(entry, TARIFFS[entry.deployment], entry.account === 'zone' ? 110 : 100);
    const user = entry.user ?? '';
    sums.set(user, (sums.get(user) ?? 0n) + cost);
  }
  return inOrder(sums);
}

async function adminSums(gateway: RunningGateway): Promise<Map<string, bigint>> {
  const response = await fetch(`${gateway.url}/v1/admin/usage`, {
    headers: { authorization: `Bearer ${keyOf('boss')}` },
  });
  const { rows } = (await response.json()) as {
    rows: readonly { readonly user: string; readonly cost: string }[];
  };
  const sums = new Map<string, bigint>();
  for (const { user, cost } of rows) sums.set(user, (sums.get(user) ?? 0n) + toNano(cost));
  return inOrder(sums);
}

function loggedSums(gateway: RunningGateway): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const text of gateway.output) {
    if (!text.startsWith('{')) continue;
    const { user, nanodollars } = JSON.parse(text) as LogLine;
    if (user === undefined || nanodollars === undefined) continue;
    sums.set(user, (sums.get(user) ?? 0n) + BigInt(nanodollars));
  }
  return inOrder(sums);
}

function inOrder(sums: ReadonlyMap<string, bigint>): Map<string, bigint> {
  return new Map(USERS.map(({ name }) => [name, sums.get(name) ?? 0n]));
}
