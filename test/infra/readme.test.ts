import { expect, test } from 'vitest';
import { baseUrl } from '../../infra/address.ts';
import { buildReadme } from '../../infra/readme.ts';
import type { Settings } from '../../infra/settings.ts';
import { parseSettings } from '../../infra/settings.ts';
import { rawConfig } from './raw-config.ts';

function settings(values: Readonly<Record<string, unknown>>): Settings {
  const secretKeys = new Set(['users']);
  const parsed = parseSettings(rawConfig(values, { secretKeys }));
  if (!parsed.ok) throw new Error('the test configuration has faults');
  return parsed.settings;
}

test('the page tells how to get a key, how to call and what is served, without a key', () => {
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
  -d '{"model": "gpt-5.4-mini", "messages": [{"role": "user", "content": "Hello"}]}'
\`\`\`

Any OpenAI client works with this base URL and your key.

## Models

| model | version | also called | SKU | capacity |
| --- | --- | --- | --- | --- |
| \`text-embedding-3-small\` | 1 |  | GlobalStandard | 10 |
| \`gpt-5.4-mini\` | 2026-03-17 | \`a\\|b\`, \`c\` | GlobalStandard | 50 |
`);
});

test('clients are sent to workers.dev unless there is a custom domain', () => {
  expect(baseUrl(settings({ workerName: 'proxy' }))).toBe('https://proxy.alice.workers.dev/v1');
  expect(baseUrl(settings({ customDomain: 'x.example.com' }))).toBe('https://x.example.com/v1');
});
