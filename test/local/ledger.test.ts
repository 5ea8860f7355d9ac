// `npm start` of a stack with budgets: what its users have spent is kept, and belongs to one gateway.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';

const STACK = `config:
  azureLocation: eastus2
  models:
    - { name: gpt-5.4-mini, version: '2026-03-17' }
  users:
    - name: alice
      budget: { amount: 5, per: total }
`;

let root = '';
const running = new Set<ChildProcess>();

beforeAll(async () => {
  root = await copyCheckout([
    'azure-stand-in',
    'command-line',
    'infra',
    'ledger',
    'local',
    'worker',
  ]);
  await writeFile(join(root, 'Pulumi.budget.yaml'), STACK);
});
afterEach(async () => {
  for (const child of running) await stop(child);
});
afterAll(() => rm(root, { recursive: true }));

interface Ready {
  readonly child: ChildProcess;
  readonly url: string;
  readonly key: string;
  /** The line about the ledger. */
  readonly ledger: string;
}

async function start(): Promise<Ready> {
  const child = spawn('node', ['local/start.ts', '--stack', 'budget', '--port', '0', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let shown = '';
  child.stderr.on('data', (chunk) => (shown += String(chunk)));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url, users } = JSON.parse(String(line)) as {
    readonly url: string;
    readonly users: readonly { readonly key: string }[];
  };
  const ledger = /^Ledger {3}(.*)$/m.exec(shown)?.[1] ?? shown;
  return { child, url, key: users[0]?.key ?? '', ledger };
}

async function stop(child: ChildProcess): Promise<void> {
  running.delete(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function chat({ url, key }: Ready): Promise<number> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-5.4-mini',
      messages: [{ role: 'user', content: 'one two three' }],
    }),
  });
  await response.text();
  return response.status;
}

/** USD that were spent. */
async function spentIn({ url, key }: Ready): Promise<string> {
  const response = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${key}` } });
  const { limits } = (await response.json()) as { limits: readonly { readonly spent: string }[] };
  return limits[0]?.spent ?? 'unknown';
}

test('two gateways of one stack run at once, and the first one keeps its counts', async () => {
  const first = await start();
  expect(first.ledger).toBe(`counts in ${join(root, '.local/budget/ledger')}`);
  expect(await chat(first)).toBe(200);
  const spent = await spentIn(first);
  expect(Number(spent)).toBeGreaterThan(0);

  const second = await start();
  expect(second.ledger).toBe(
    'counts until it stops: another gateway of this stack has the kept counts',
  );
  expect(await spentIn(second)).toBe('0');
  expect(await chat(second)).toBe(200);
  expect(await spentIn(second)).toBe(spent);
  await stop(second.child);
  await stop(first.child);

  const third = await start();
  expect(third.ledger).toBe(first.ledger);
  expect(await spentIn(third)).toBe(spent);
});
