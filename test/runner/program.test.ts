import { PAGE_FILES } from '../../worker/contract/page-files.ts';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Registered } from '../support/pulumi/recording.ts';
import { evaluateProgram } from '../support/pulumi/evaluate-program.ts';
import { runProgram } from '../support/pulumi/run-program.ts';
import type { Wire } from '../support/pulumi/wire.ts';
import { UNKNOWN } from '../../azure-stand-in/providers/provider.ts';
import { reveal, toSecret } from '../support/pulumi/wire.ts';
import { said } from '../support/pulumi/view.ts';
import { STACK_RESOURCE, SUBDOMAIN_PREFIX, WORKER_NAME } from '../support/project.ts';
import { credentialCheck, providerCalls } from './stacks/stack-files.ts';
import { ACCOUNT_ID, edit, STACK } from './stacks/example-edits.ts';

function find(resources: readonly Registered[], name: string): Registered {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

describe('the example stack', async () => {
  const run = await runProgram({ stackYaml: STACK });
  const script = find(run.resources, 'gateway-script');

  test('runs to its end without output', () => {
    const said = run.logs.filter(({ severity }) => severity !== 'debug');
    expect([run.exitCode, run.stdout, run.stderr, said]).toEqual([0, '', '', []]);
  });

  test('registers these resources, with these parents', () => {
    const tree = run.resources.map(({ parent, name, type }) => `${parent} > ${name}: ${type}`);
    expect(tree.toSorted()).toEqual(
      [
        ` > ${STACK_RESOURCE}: pulumi:pulumi:Stack`,
        `${STACK_RESOURCE} > gateway: cf-openai-azure-proxy:index:Gateway`,
        `${STACK_RESOURCE} > azure-eastus2: cf-openai-azure-proxy:index:AzureOpenAI`,
        `${STACK_RESOURCE} > user-alice: random:index/randomPassword:RandomPassword`,
        `${STACK_RESOURCE} > user-bob: random:index/randomPassword:RandomPassword`,
        `${STACK_RESOURCE} > user-王芳: random:index/randomPassword:RandomPassword`,
        'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript',
        'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
        'azure-eastus2 > azure-eastus2-account: azure-native:cognitiveservices:Account',
        'azure-eastus2 > azure-eastus2-gpt-4o-mini-transcribe: azure-native:cognitiveservices:Deployment',
        'azure-eastus2 > azure-eastus2-gpt-4o-mini-tts: azure-native:cognitiveservices:Deployment',
        'azure-eastus2 > azure-eastus2-gpt-5.4-mini: azure-native:cognitiveservices:Deployment',
        'azure-eastus2 > azure-eastus2-gpt-image-2: azure-native:cognitiveservices:Deployment',
        'azure-eastus2 > azure-eastus2-gpt-realtime-1.5: azure-native:cognitiveservices:Deployment',
        'azure-eastus2 > azure-eastus2-group: azure-native:resources:ResourceGroup',
        'azure-eastus2 > azure-eastus2-subdomain: random:index/randomString:RandomString',
        'azure-eastus2 > azure-eastus2-text-embedding-3-small: azure-native:cognitiveservices:Deployment',
      ].toSorted(),
    );
  });

  test('deploys models one after another, replaces each in its place, and deletes each', () => {
    const account = 'azure-eastus2-account';
    const group = 'azure-eastus2-group';
    const chat = find(run.resources, 'azure-eastus2-gpt-5.4-mini');
    const embedding = find(run.resources, 'azure-eastus2-text-embedding-3-small');
    expect(chat.dependencies).toEqual(['azure-eastus2', account, group]);
    expect(embedding.dependencies).toEqual(['azure-eastus2', account, chat.name, group]);
    const options = {
      deleteBeforeReplace: true,
      deletedWith: '',
      ignoreChanges: [],
      replaceOnChanges: ['properties.model.name', 'properties.model.format'],
      aliases: [],
      additionalSecretOutputs: [],
      protect: false,
      retainOnDelete: false,
      import: '',
    };
    expect([chat.options, embedding.options]).toEqual([options, options]);
  });

  test('uploads the bundle after everything that the Worker names', () => {
    expect(script.dependencies).toEqual([
      'azure-eastus2-account',
      'azure-eastus2-gpt-4o-mini-transcribe',
      'azure-eastus2-gpt-4o-mini-tts',
      'azure-eastus2-gpt-5.4-mini',
      'azure-eastus2-gpt-image-2',
      'azure-eastus2-gpt-realtime-1.5',
      'azure-eastus2-group',
      'azure-eastus2-subdomain',
      'azure-eastus2-text-embedding-3-small',
      'user-alice',
      'user-bob',
      'user-王芳',
    ]);
    const { bindings, contentSha256, files, ...inputs } = script.inputs;
    expect(inputs).toEqual({
      accountId: ACCOUNT_ID,
      scriptName: WORKER_NAME,
      mainModule: 'worker.js',
      contentFile: 'dist/worker.js',
      compatibilityDate: '2026-10-23',
      compatibilityFlags: ['enable_request_signal'],
      observability: {
        enabled: true,
        headSamplingRate: 1,
        logs: { enabled: true, invocationLogs: false, headSamplingRate: 1, persist: true },
        traces: { enabled: false, headSamplingRate: 1, persist: true },
      },
    });
    expect(contentSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(files as object).toSorted()).toEqual(PAGE_FILES.toSorted());
    expect(bindings).toHaveLength(5);
    expect(script.options.additionalSecretOutputs).toEqual(['bindings']);
  });

  test('marks the texts of the bindings that hold keys as secret, and no other', () => {
    const bindings = script.inputs['bindings'] as readonly {
      readonly name: string;
      readonly text: Wire;
    }[];
    const keys = reveal(run.outputs.get(STACK_RESOURCE)?.['users'] ?? null) as Readonly<
      Record<string, string>
    >;
    const users = ['alice', 'bob', '王芳'].map((name) => ({
      name,
      key: keys[name],
      ...(name === '王芳' && { accountData: true }),
    }));
    const azureKey: unknown = expect.stringMatching(/^\{"eastus2":"azure1[0-9a-f]{64}"\}$/);
    expect(bindings).toEqual([
      {
        type: 'plain_text',
        name: 'BACKENDS',
        text: expect.stringMatching(
          new RegExp(
            `^\\[\\{"name":"eastus2","endpoint":"https://${SUBDOMAIN_PREFIX}-\\w{8}\\.openai\\.azure\\.com"\\}\\]$`,
          ),
        ) as unknown,
      },
      { type: 'secret_text', name: 'BACKEND_KEYS', text: toSecret(azureKey as Wire) },
      {
        type: 'secret_text',
        name: 'CHIT_USERS',
        text: toSecret(Buffer.from(JSON.stringify(users)).toString('base64')),
      },
      {
        type: 'plain_text',
        name: 'MODELS',
        text: JSON.stringify([
          { id: 'gpt-5.4-mini', aliases: ['gpt-4o-mini', 'gpt-3.5-turbo'], created: 1_773_705_600 },
          { id: 'text-embedding-3-small', aliases: ['text-embedding-ada-002'] },
          { id: 'gpt-image-2', created: 1_776_729_600 },
          { id: 'gpt-4o-mini-transcribe', aliases: ['whisper-1'], created: 1_765_756_800 },
          { id: 'gpt-4o-mini-tts', aliases: ['tts-1'], created: 1_765_756_800 },
          { id: 'gpt-realtime-1.5', aliases: ['gpt-realtime'], created: 1_771_804_800 },
        ]),
      },
      { type: 'plain_text', name: 'SETTINGS', text: '{}' },
    ]);
  });

  test('requests the keys of the account that it made', () => {
    const deployment = find(run.resources, 'azure-eastus2-gpt-5.4-mini');
    const { accountName, resourceGroupName } = deployment.inputs;
    expect(providerCalls(run)).toEqual([
      credentialCheck(ACCOUNT_ID),
      {
        token: 'azure-native:cognitiveservices:listAccountKeys',
        args: { accountName, resourceGroupName },
      },
    ]);
  });

  test('outputs the address, the models, the page and, as a secret, the keys', () => {
    const outputs = run.outputs.get(STACK_RESOURCE) ?? {};
    const { readme, users, worker, deployed, ...others } = outputs;
    expect(deployed).toMatch(/^\{"versions":\{"eastus2\/gpt-5.4-mini":/);
    const url = `https://${WORKER_NAME}.alice.workers.dev/v1`;
    expect(others).toEqual({
      entra: 'not used',
      url,
      models: [
        'gpt-5.4-mini',
        'gpt-4o-mini',
        'gpt-3.5-turbo',
        'text-embedding-3-small',
        'text-embedding-ada-002',
        'gpt-image-2',
        'gpt-4o-mini-transcribe',
        'whisper-1',
        'gpt-4o-mini-tts',
        'tts-1',
        'gpt-realtime-1.5',
        'gpt-realtime',
      ],
      retiringKeys: toSecret({}),
    });
    expect(readme).toContain(`curl ${url}/chat/completions`);
    const key: unknown = expect.stringMatching(/^sk-[A-Za-z0-9]{48}$/);
    expect(JSON.parse(worker as string), 'not secret').toMatchObject({
      name: WORKER_NAME,
      contentSha256: createHash('sha256').update(run.bundle).digest('hex'),
      bindings: [
        {
          name: 'BACKENDS',
          type: 'plain_text',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        },
        { name: 'BACKEND_KEYS', type: 'secret_text' },
        { name: 'CHIT_USERS', type: 'secret_text' },
        { name: 'MODELS', type: 'plain_text' },
        { name: 'SETTINGS', type: 'plain_text' },
      ],
    });
    expect(users).toEqual(toSecret({ alice: key, bob: key, 王芳: key } as Wire));
  });
});

test('a preview of a new stack knows the bindings, if not yet their texts', async () => {
  const run = await evaluateProgram({ stackYaml: STACK, preview: true });
  expect([said(run), providerCalls(run)]).toEqual([[], [credentialCheck(ACCOUNT_ID)]]);
  const bindings = find(run.resources, 'gateway-script').inputs['bindings'];
  const models: unknown = expect.stringMatching(/^\[\{"id":"gpt-5.4-mini"/);
  expect(bindings).toEqual([
    { type: 'plain_text', name: 'BACKENDS', text: UNKNOWN },
    { type: 'secret_text', name: 'BACKEND_KEYS', text: toSecret(UNKNOWN) },
    { type: 'secret_text', name: 'CHIT_USERS', text: toSecret(UNKNOWN) },
    { type: 'plain_text', name: 'MODELS', text: models },
    { type: 'plain_text', name: 'SETTINGS', text: '{}' },
  ]);
});

test('a stack with its own domain, group and key uses them', async () => {
  const stackYaml = edit(
    `${STACK}
  customDomain: openai.example.com
  workersDev: false
  resourceGroup: team
`,
    '- name: alice',
    '- {name: alice, key: {secure: given-key-0123456}}',
  );
  const moved = edit(
    stackYaml,
    "version: '1'",
    "version: '1'\n      versionUpgradeOption: OnceCurrentVersionExpired",
  );
  const run = await evaluateProgram({ stackYaml: moved });
  expect([run.exitCode, run.stderr]).toEqual([0, '']);
  expect(find(run.resources, 'gateway-domain-openai.example.com')).toMatchObject({
    parent: 'gateway',
    inputs: { accountId: ACCOUNT_ID, hostname: 'openai.example.com', service: WORKER_NAME },
    dependencies: ['gateway-script'],
    options: { deleteBeforeReplace: true },
  });
  expect(find(run.resources, 'gateway-subdomain').inputs['enabled']).toBe(false);
  const account = 'azure-eastus2--rg-team';
  expect(find(run.resources, `${account}-account`).inputs['resourceGroupName']).toBe('team');
  // The version is read from Azure: azure-upgrades.test.ts.
  const upgraded = find(run.resources, `${account}-text-embedding-3-small`);
  expect(upgraded.options.ignoreChanges).toEqual(['resourceGroupName']);
  expect(upgraded.inputs['properties']).toMatchObject({ model: { version: '1' } });
  const names = run.resources.map(({ name }) => name);
  expect(names).not.toContain('user-alice');
  expect(names).not.toContain(`${account}-group`);
  const outputs = run.outputs.get(STACK_RESOURCE) ?? {};
  expect(outputs['url']).toBe('https://openai.example.com/v1');
  expect(reveal(outputs['users'] ?? null)).toMatchObject({ alice: 'given-key-0123456' });
});
