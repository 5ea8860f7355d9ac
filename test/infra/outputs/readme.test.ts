import { expect, test } from 'vitest';
import { baseUrl } from '../../../infra/outputs/address.ts';
import { buildReadme } from '../../../infra/outputs/readme.ts';
import type { Settings } from '../../../infra/settings/settings.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { rawConfig } from '../raw-config.ts';

function settings(values: Readonly<Record<string, unknown>>): Settings {
  const secretKeys = new Set(['users']);
  const parsed = parseSettings(rawConfig(values, { secretKeys }));
  if (!parsed.ok) throw new Error('the test configuration has faults');
  return parsed.settings;
}

test('the page shows how to get a key, how to call, and what is served, and contains no key', () => {
  const models = [
    { name: 'text-embedding-3-small', version: '1' },
    { name: 'gpt-5.4-mini', version: '2026-03-17', aliases: ['a|b', 'c'], capacity: 50 },
  ];
  const users = [{ name: 'a`b', key: 'given-key-0123456' }, { name: '王芳' }];
  expect(buildReadme('prod', 'https://x.example.com/v1', settings({ models, users })))
    .toBe(`# OpenAI-compatible endpoint

Base URL: \`https://x.example.com/v1\`

Your key (JSON, by user name: \`a'b\`, \`王芳\`):

\`\`\`sh
pulumi stack output users --show-secrets --stack prod
\`\`\`

## Try it

\`\`\`sh
curl https://x.example.com/v1/chat/completions \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"Hello"}]}'
\`\`\`

Any OpenAI client works with this base URL and your key.

## Models

| model | also called | region | model at Azure | SKU | capacity | share |
| --- | --- | --- | --- | --- | --- | --- |
| \`text-embedding-3-small\` |  | swedencentral | text-embedding-3-small 1 | GlobalStandard | 10 | weight 10, priority 2 |
| \`gpt-5.4-mini\` | \`a\\|b\`, \`c\` | swedencentral | gpt-5.4-mini 2026-03-17 | GlobalStandard | 50 | weight 50, priority 2 |
`);
});

test.each([
  ['gpt-5.3-codex', 'curl https://x.example.com/v1/responses \\\n'],
  ['gpt-image-2', 'curl https://x.example.com/v1/models \\\n'],
])('the command for the model %s is not a chat, which Azure would refuse', (name, command) => {
  const models = [{ name, version: '2026-02-24' }];
  const page = buildReadme('prod', 'https://x.example.com/v1', settings({ models }));
  expect(page).toContain(command);
  expect(page).not.toContain('chat/completions');
});

test('a model has a row for each region that serves it', () => {
  const models = [{ name: 'chat', model: 'gpt-5.4-mini', version: '2026-03-17' }];
  const regions = [
    { location: 'eastus2', models: [{ name: 'chat', weight: 3 }] },
    {
      name: 'reserved',
      location: 'eastus2',
      models: [{ name: 'chat', sku: 'ProvisionedManaged', capacity: 15 }],
    },
  ];
  const page = buildReadme('prod', 'https://x.example.com/v1', settings({ models, regions }));
  expect(page.split('| --- |\n')[1]).toBe(
    `| \`chat\` |  | eastus2 | gpt-5.4-mini 2026-03-17 | GlobalStandard | 10 | weight 3, priority 2 |
| \`chat\` |  | reserved | gpt-5.4-mini 2026-03-17 | ProvisionedManaged | 15 | weight 15, priority 1 |
`,
  );
});

test('of many users the page names the first 20', () => {
  const users = Array.from({ length: 22 }, (_, index) => ({ name: `u${index + 10}` }));
  const page = buildReadme('prod', 'https://x.example.com/v1', settings({ users }));
  const names = users.slice(0, 20).map(({ name }) => `\`${name}\``);
  expect(page).toContain(`Your key (JSON, by user name: ${names.join(', ')} and 2 more):`);
});

test('clients are sent to workers.dev unless there is a custom domain', () => {
  expect(baseUrl(settings({ workerName: 'proxy' }))).toBe('https://proxy.alice.workers.dev/v1');
  expect(baseUrl(settings({ customDomain: 'x.example.com' }))).toBe('https://x.example.com/v1');
});
