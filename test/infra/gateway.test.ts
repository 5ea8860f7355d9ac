import { expect, test } from 'vitest';
import type { GatewayArgs } from '../../infra/gateway.ts';
import { Gateway } from '../../infra/gateway.ts';
import { register } from './mocks.ts';

const bundle = { contentFile: 'dist/worker.js', contentSha256: 'a'.repeat(64) };

function build(args: Partial<GatewayArgs> = {}) {
  return register(
    () =>
      new Gateway('gateway', {
        accountId: 'account',
        workerName: 'proxy',
        bundle,
        bindings: [{ type: 'plain_text', name: 'MODELS', text: '[]' }],
        customDomain: undefined,
        workersDev: true,
        after: [],
        ...args,
      }),
  );
}

test('a gateway is a script and its workers.dev switch', async () => {
  const { resources } = await build();
  expect(resources).toEqual([
    { type: 'cf-openai-azure-proxy:index:Gateway', name: 'gateway', inputs: {}, secretInputs: [] },
    {
      type: 'cloudflare:index/workersScript:WorkersScript',
      name: 'gateway-script',
      inputs: {
        accountId: 'account',
        scriptName: 'proxy',
        mainModule: 'worker.js',
        contentFile: 'dist/worker.js',
        contentSha256: 'a'.repeat(64),
        compatibilityDate: '2026-10-23',
        compatibilityFlags: ['enable_request_signal'],
        bindings: [{ type: 'plain_text', name: 'MODELS', text: '[]' }],
        observability: { enabled: true, logs: { enabled: true, invocationLogs: false } },
      },
      secretInputs: [],
    },
    {
      type: 'cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
      name: 'gateway-subdomain',
      inputs: { accountId: 'account', scriptName: 'proxy', enabled: true, previewsEnabled: false },
      secretInputs: [],
    },
  ]);
});

test('workers.dev is switched off, not left as it is', async () => {
  const { resources } = await build({ workersDev: false });
  expect(resources.find(({ name }) => name === 'gateway-subdomain')?.inputs).toEqual({
    accountId: 'account',
    scriptName: 'proxy',
    enabled: false,
    previewsEnabled: false,
  });
});

test('a custom domain leads to the script', async () => {
  const { resources } = await build({ customDomain: 'openai.example.com' });
  expect(resources.find(({ name }) => name === 'gateway-domain')).toEqual({
    type: 'cloudflare:index/workersCustomDomain:WorkersCustomDomain',
    name: 'gateway-domain',
    inputs: { accountId: 'account', hostname: 'openai.example.com', service: 'proxy' },
    secretInputs: [],
  });
});
