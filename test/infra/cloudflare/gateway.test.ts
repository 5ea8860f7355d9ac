import { expect, test } from 'vitest';
import type { GatewayArgs } from '../../../infra/cloudflare/gateway.ts';
import { Gateway } from '../../../infra/cloudflare/gateway.ts';
import { register } from '../mocks.ts';

const bundle = { contentFile: 'dist/worker.js', contentSha256: 'a'.repeat(64) };

function build(args: Partial<GatewayArgs> = {}) {
  return register(
    () =>
      new Gateway('gateway', {
        accountId: 'account',
        workerName: 'proxy',
        bundle,
        models: [{ id: 'gpt-4' }],
        users: [],
        backends: [{ name: 'eu', endpoint: 'https://eu.openai.azure.com', key: 'azure-key' }],
        workersDev: true,
        ...args,
      }),
  );
}

test('the page is uploaded as text modules beside the script', async () => {
  const { resources } = await build();
  const script = resources.find(({ name }) => name === 'gateway-script');
  const files = script?.inputs['files'];
  const file = (name: string) => ({
    contentFile: `dist/${name}`,
    contentSha256: expect.stringMatching(/^[\da-f]{64}$/) as string,
    contentType: 'text/plain',
  });
  expect(files).toEqual({
    'page.html': file('page.html'),
    'page.css': file('page.css'),
    'page.js': file('page.js'),
    'page-shared.js': file('page-shared.js'),
    'page-admin.js': file('page-admin.js'),
  });
});

test('a gateway is a script and its workers.dev switch', async () => {
  const { resources } = await build({ page: false });
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
        bindings: [
          {
            type: 'plain_text',
            name: 'BACKENDS',
            text: '[{"name":"eu","endpoint":"https://eu.openai.azure.com"}]',
          },
          { type: 'secret_text', name: 'BACKEND_KEYS', text: '{"eu":"azure-key"}' },
          { type: 'secret_text', name: 'CHIT_USERS', text: 'W10=' },
          { type: 'plain_text', name: 'MODELS', text: '[{"id":"gpt-4"}]' },
          { type: 'plain_text', name: 'SETTINGS', text: '{}' },
        ],
        // Every member that Cloudflare may complete: otherwise a refresh shows a change.
        observability: {
          enabled: true,
          headSamplingRate: 1,
          logs: { enabled: true, invocationLogs: false, headSamplingRate: 1, persist: true },
          traces: { enabled: false, headSamplingRate: 1, persist: true },
        },
      },
      secretInputs: ['bindings'],
    },
    {
      type: 'cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
      name: 'gateway-subdomain',
      inputs: { accountId: 'account', scriptName: 'proxy', enabled: true, previewsEnabled: false },
      secretInputs: [],
    },
  ]);
});

test('a request rate is a binding of its own, counted apart from that of another Worker', async () => {
  const bindingsOf = async (args: Partial<GatewayArgs>) => {
    const { resources } = await build(args);
    const inputs = resources.find(({ name }) => name === 'gateway-script')?.inputs;
    return (inputs?.['bindings'] ?? []) as readonly { readonly name: string }[];
  };
  const rate = (namespaceId: string, limit: number) => ({
    type: 'ratelimit',
    name: 'USER_RATE',
    namespaceId,
    simple: { limit, period: 60 },
  });
  expect((await bindingsOf({ requestsPerMinute: 90 })).slice(5)).toEqual([rate('153143735', 90)]);
  // The same number at each run, whatever else changes.
  expect((await bindingsOf({ requestsPerMinute: 7 })).slice(5)).toEqual([rate('153143735', 7)]);
  expect((await bindingsOf({ requestsPerMinute: 7, workerName: 'b' })).slice(5)).toEqual([
    rate('521270284', 7),
  ]);
  expect((await bindingsOf({ requestsPerMinute: 0 })).map(({ name }) => name)).not.toContain(
    'USER_RATE',
  );
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
  expect(resources.find(({ name }) => name === 'gateway-domain-openai.example.com')).toEqual({
    type: 'cloudflare:index/workersCustomDomain:WorkersCustomDomain',
    name: 'gateway-domain-openai.example.com',
    inputs: { accountId: 'account', hostname: 'openai.example.com', service: 'proxy' },
    secretInputs: [],
  });
});

test('a custom domain is looked for in the zone that is named', async () => {
  const address = { customDomain: 'openai.example.com', zoneName: 'example.com' };
  const { resources } = await build(address);
  expect(
    resources.find(({ name }) => name === 'gateway-domain-openai.example.com')?.inputs,
  ).toEqual({
    accountId: 'account',
    hostname: 'openai.example.com',
    zoneName: 'example.com',
    service: 'proxy',
  });
});
