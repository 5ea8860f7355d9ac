// Budgets in a container: its counts are in a volume, or end with it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { startAzure, type AzureStandIn } from '../../azure-stand-in/server.ts';
import { assembleImage, runInImage, type Image } from './image.ts';
import { startContainer, type Container } from './running-container.ts';

const KEY = 'sk-CANARY-user-key';
const WEBHOOK = 'https://webhook.invalid/CANARY-secret';

let image: Image;
let azure: AzureStandIn;
let volume: string;
const running = new Set<Container>();

beforeAll(async () => {
  image = await assembleImage();
});
afterAll(() => {
  rmSync(image.folder, { recursive: true });
});
beforeEach(async () => {
  volume = mkdtempSync(join(tmpdir(), 'volume-'));
  const deployments = [{ name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' }];
  azure = await startAzure({ accounts: [{ subdomain: 'acc', keys: ['azure-key'], deployments }] });
});
afterEach(async () => {
  for (const container of running) await container.stop();
  rmSync(volume, { recursive: true });
  await azure.close();
});

function variables(extra: Readonly<Record<string, string>> = {}) {
  const limits = { budget: [{ amount: 5e9, per: 'total' }] } as const;
  return {
    MODELS: JSON.stringify([{ id: 'gpt-5.4-mini', price: { input: 750_000, output: 4_500_000 } }]),
    BACKENDS: JSON.stringify([{ name: 'sweden', endpoint: 'https://acc.openai.azure.com' }]),
    BACKEND_KEYS: JSON.stringify({ sweden: 'azure-key' }),
    CHIT_USERS: encodeUsers([{ name: 'alice', key: KEY, limits }]),
    LIMITS: JSON.stringify({}),
    ALERTS: JSON.stringify({ webhook: WEBHOOK, format: 'json', at: [50], gateway: 'ours' }),
    LEDGER_DIR: join(volume, 'ledger'),
    AZURE_ORIGIN: azure.url,
    ...extra,
  };
}

async function start(extra: Readonly<Record<string, string>> = {}): Promise<Container> {
  const container = await startContainer(image, variables(extra));
  running.add(container);
  void container.exit.then(() => running.delete(container));
  return container;
}

async function chat({ port }: Container): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5.4-mini', messages: [{ role: 'user', content: 'hi' }] }),
  });
  await response.text();
  return response.status;
}

/** USD that were spent. */
async function spentIn({ port }: Container): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/me`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  const { limits } = (await response.json()) as { limits: readonly { readonly spent: string }[] };
  return limits[0]?.spent ?? 'unknown';
}

test('the volume keeps what was spent for the next container', async () => {
  const first = await start();
  expect(await chat(first)).toBe(200);
  const spent = await spentIn(first);
  expect(Number(spent)).toBeGreaterThan(0);
  await first.stop();
  expect(await first.stderr).toMatch(/^Listening on .*\nStopped\.\n$/);

  const second = await start();
  expect(await spentIn(second)).toBe(spent);
});

test('without a folder it may write to, it warns, and counts from 0 at every start', async () => {
  writeFileSync(join(volume, 'file'), '');
  const folder = join(volume, 'file/ledger');
  const first = await start({ LEDGER_DIR: folder });
  expect(await chat(first)).toBe(200);
  expect(await spentIn(first)).not.toBe('0');
  await first.stop();
  const [warning] = (await first.stderr).split('\n');
  expect(warning).toMatch(
    new RegExp(
      `^WARNING: ${folder} is not writable for this process, so what users spend is not kept: every restart sets all budgets to 0\\. Mount a volume there that user \\d+ may write to, or set LEDGER_DIR\\.$`,
    ),
  );
  expect(await spentIn(await start({ LEDGER_DIR: folder }))).toBe('0');
});

async function fails(extra: Readonly<Record<string, string>>): Promise<string> {
  const child = runInImage(image, image.command, {
    LISTEN_ADDRESS: '127.0.0.1',
    PORT: '0',
    ...variables(extra),
  });
  const [said, exit] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect(exit[0]).toBe(1);
  expect(said).not.toContain('CANARY');
  return said;
}

test('a folder of another container is not used', async () => {
  await start();
  expect(await fails({})).toContain(
    `Another gateway counts in ${join(volume, 'ledger')}. Stop it first, or give this one a folder of its own with LEDGER_DIR.`,
  );
});

test.each([
  [{ LIMITS: '{"stack":{"budget":5}}' }, /LIMITS has no valid `stack`/],
  [{ ALERTS: '{"webhook":"http://CANARY"}' }, /ALERTS .*webhook/],
  [{ LEDGER_DIR: 'data/ledger' }, /LEDGER_DIR takes the absolute path of a folder/],
])('does not start with %j, and says why', async (extra, reason) => {
  expect(await fails(extra)).toMatch(reason);
});
