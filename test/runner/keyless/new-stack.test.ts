// A stack that never had a key: what it registers, in which order, and what is secret.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { SUBSCRIPTION_ID } from '../../support/pulumi/providers.ts';
import { evaluateProgram } from '../../support/pulumi/evaluate-program.ts';
import {
  bindingKinds,
  find,
  said,
  stackOutputs,
  tree,
  workerView,
} from '../../support/pulumi/view.ts';
import type { WireObject } from '../../support/pulumi/wire.ts';
import { redact, reveal } from '../../support/pulumi/wire.ts';
import { UNKNOWN } from '../../../azure-stand-in/providers/provider.ts';
import { ACCOUNT_LISTED, DEPLOYED, readStack } from '../stacks/stack-files.ts';
import { callsOf, entraBinding } from '../stacks/kept-stack.ts';

const STACK = `${await readStack('minimal')}  azureAuth: entra\n`;
const run = await evaluateProgram({ stackYaml: STACK });
const host = (stackOutputs(run)['url'] as string).replace(/^https:\/\/|\/v1$/g, '');

test('an identity with a credential, a key and a role is all that comes on top', () => {
  expect([run.exitCode, said(run)]).toEqual([0, []]);
  expect(tree(run)).toEqual(
    [
      'stack > azure-swedencentral: cf-openai-azure-proxy:index:AzureOpenAI [was openai-swedencentral]',
      `azure-swedencentral > azure-swedencentral-account: ${ACCOUNT_LISTED}`,
      `azure-swedencentral > azure-swedencentral-gpt-5.4-mini: ${DEPLOYED}`,
      'azure-swedencentral > azure-swedencentral-group: azure-native:resources:ResourceGroup',
      'azure-swedencentral > azure-swedencentral-subdomain: random:index/randomString:RandomString',
      'gateway > gateway-script: cloudflare:index/workersScript:WorkersScript',
      'gateway > gateway-subdomain: cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain',
      `identity > identity-credential-${host}: azure-native:managedidentity:FederatedIdentityCredential`,
      'identity > identity-gateway: azure-native:managedidentity:UserAssignedIdentity [ignore location]',
      'identity > identity-group: azure-native:resources:ResourceGroup [ignore location]',
      'identity > identity-azure-swedencentral-role-openai-user: azure-native:authorization:RoleAssignment',
      'identity > identity-signing-key-1: tls:index/privateKey:PrivateKey',
      'stack > gateway: cf-openai-azure-proxy:index:Gateway',
      'stack > identity: cf-openai-azure-proxy:index:GatewayIdentity',
      'stack > user-alice: random:index/randomPassword:RandomPassword',
    ].toSorted(),
  );
});

test('the credential trusts the gateway as it signs, and the role is for its account alone', () => {
  const group = find(run, 'identity-group');
  expect(group.inputs).toMatchObject({ location: 'swedencentral' });
  expect(find(run, `identity-credential-${host}`)).toMatchObject({
    inputs: {
      resourceName: expect.stringMatching(/^identity-gateway/) as unknown,
      resourceGroupName: expect.stringMatching(/^identity-group/) as unknown,
      federatedIdentityCredentialResourceName: expect.stringMatching(
        /^[a-z0-9-]{3,120}$/,
      ) as unknown,
      issuer: `https://${host}`,
      subject: 'gateway',
      audiences: ['api://AzureADTokenExchange'],
    },
  });
  expect(find(run, 'identity-azure-swedencentral-role-openai-user').inputs).toEqual({
    scope: 'azure-swedencentral-account-id',
    principalId: '33333333-3333-4333-8333-333333333333',
    principalType: 'ServicePrincipal',
    // Cognitive Services OpenAI User.
    roleDefinitionId: `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd`,
  });
});

test('the Worker comes after the credential and the role', () => {
  expect(find(run, 'gateway-script').dependencies).toEqual(
    expect.arrayContaining([
      `identity-credential-${host}`,
      'identity-azure-swedencentral-role-openai-user',
      'azure-swedencentral-gpt-5.4-mini',
    ]),
  );
});

test('keys are switched off at Azure, and none is read or sent', () => {
  expect(find(run, 'azure-swedencentral-account').inputs['properties']).toMatchObject({
    disableLocalAuth: true,
  });
  expect(callsOf(run, 'listAccountKeys')).toBe(0);
  expect(workerView(run)).toMatchObject({
    backends: [{ name: 'swedencentral', auth: 'entra' }],
    backendKeys: {},
  });
  // What the recorder's provider would return as a key of an account.
  expect(JSON.stringify([run.resources, [...run.outputs], said(run)])).not.toMatch(
    /azure[12][0-9a-f]/,
  );
});

test('the Worker publishes the key that it signs with, and cannot read it', () => {
  expect(bindingKinds(run)).toEqual([
    'BACKENDS: plain_text',
    'CHIT_USERS: secret_text, secret',
    'MODELS: plain_text',
    'SETTINGS: plain_text',
    'ENTRA: plain_text',
    'ENTRA_KEY: secret_key, secret',
  ]);
  const { keys, ...rest } = entraBinding(run);
  expect(rest).toEqual({
    tenantId: '11111111-1111-4111-8111-111111111111',
    clientId: '22222222-2222-4222-8222-222222222222',
    issuer: `https://${host}`,
  });
  const { keyBase64, ...binding } = privateKey();
  expect(binding).toEqual({
    type: 'secret_key',
    name: 'ENTRA_KEY',
    format: 'pkcs8',
    algorithm: '{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}',
    usages: ['sign'],
  });
  const key = createPrivateKey({
    key: Buffer.from(keyBase64, 'base64'),
    type: 'pkcs8',
    format: 'der',
  });
  const [published] = keys;
  if (published === undefined) throw new Error('no key is published');
  const half = createPublicKey({ key: { kty: 'RSA', ...published }, format: 'jwk' });
  const text = Buffer.from('an assertion');
  expect(verify('sha256', text, half, sign('sha256', text, key))).toBe(true);
});

test('the private key is a secret wherever it is, and in no message', () => {
  const { keyBase64 } = privateKey();
  // Every line of its PEM form begins somewhere in these.
  const piece = keyBase64.slice(400, 440);
  const shown = [...run.resources.map(({ inputs }) => inputs), ...run.outputs.values()];
  const text = JSON.stringify([shown.map(redact), said(run)]);
  expect(text).not.toContain(piece);
  expect(text).not.toContain('PRIVATE KEY');
  expect(find(run, 'identity-signing-key-1').options.additionalSecretOutputs).toEqual(
    expect.arrayContaining(['privateKeyPem', 'privateKeyPemPkcs8', 'privateKeyOpenssh']),
  );
});

test('the outputs say who the gateway is, for containers and for the next `up`', () => {
  const { entra, deployed, worker } = stackOutputs(run);
  expect(JSON.parse(entra as string)).toEqual({
    tenantId: '11111111-1111-4111-8111-111111111111',
    clientId: '22222222-2222-4222-8222-222222222222',
    issuer: `https://${host}`,
  });
  expect(JSON.parse(deployed as string)).toMatchObject({
    azureAuth: { swedencentral: 'entra' },
    signingKeys: [1],
  });
  const { bindings } = JSON.parse(worker as string) as { readonly bindings: readonly unknown[] };
  expect(bindings).toContainEqual({ name: 'ENTRA_KEY', type: 'secret_key' });
});

test('a preview of it knows the bindings, if not yet their values', async () => {
  const preview = await evaluateProgram({ stackYaml: STACK, preview: true });
  expect(said(preview)).toEqual([]);
  const bindings = reveal(find(preview, 'gateway-script').inputs['bindings'] ?? []);
  expect(bindings).toContainEqual({ type: 'plain_text', name: 'ENTRA', text: UNKNOWN });
  expect(bindings).toContainEqual(
    expect.objectContaining({ name: 'ENTRA_KEY', type: 'secret_key', keyBase64: UNKNOWN }),
  );
});

function privateKey(): Readonly<Record<string, string>> & { readonly keyBase64: string } {
  const bindings = reveal(find(run, 'gateway-script').inputs['bindings'] ?? []);
  const found = (bindings as readonly WireObject[]).find(({ name }) => name === 'ENTRA_KEY');
  return found as ReturnType<typeof privateKey>;
}
