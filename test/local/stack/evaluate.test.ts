import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { evaluateStack } from '../../../local/stack/evaluate.ts';

const MODELS = [
  { name: 'gpt-5.4-mini', version: '2026-03-17', aliases: ['mini'] },
  { name: 'embedder', deployment: 'old-embedder' },
  { name: 'gpt-5.4', version: '2026-03-05' },
];
const REGIONS = [
  {
    account: 'Ours',
    key: 'azure-key-of-ours',
    models: [{ name: 'gpt-5.4-mini' }, { name: 'embedder' }],
  },
  {
    account: 'theirs',
    key: 'azure-key-of-theirs',
    models: [{ name: 'gpt-5.4-mini', deployment: 'chat' }, { name: 'gpt-5.4' }],
  },
];

test('the stand-in knows the existing accounts as the Worker calls them', async () => {
  const before = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
  process.chdir(folder);
  onTestFinished(async () => {
    process.chdir(before);
    await rm(folder, { recursive: true });
  });
  const values = {
    cloudflareAccountId: '0'.repeat(32),
    workersDevSubdomain: 'local',
    models: JSON.stringify(MODELS),
    regions: JSON.stringify(REGIONS),
    users: JSON.stringify([{ name: 'alice' }]),
  };
  const { accounts } = await evaluateStack(
    {
      project: 'project',
      stack: 'dev',
      values: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [`project:${key}`, value]),
      ),
      secretKeys: ['project:regions'],
    },
    { recall: (_, length) => 'x'.repeat(length) },
  );
  expect(accounts).toEqual([
    {
      subdomain: 'ours',
      keys: ['azure-key-of-ours'],
      roles: [],
      deployments: [
        { name: 'gpt-5.4-mini', model: 'gpt-5.4-mini' },
        { name: 'old-embedder', model: 'embedder' },
      ],
    },
    {
      subdomain: 'theirs',
      keys: ['azure-key-of-theirs'],
      roles: [],
      deployments: [
        { name: 'chat', model: 'gpt-5.4-mini' },
        { name: 'gpt-5.4', model: 'gpt-5.4' },
      ],
    },
  ]);
});
