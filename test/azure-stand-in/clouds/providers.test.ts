// How the providers name, read and compare what a keyless stack has.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { azureNativeProvider } from '../../../azure-stand-in/providers/azure-native.ts';
import type { Provider } from '../../../azure-stand-in/providers/provider.ts';
import { tlsProvider } from '../../../azure-stand-in/providers/tls.ts';
import { ACCOUNT, GROUP, make, openClouds } from './clouds.ts';

const SEED = new Uint8Array(32).fill(0xab);
const TENANT = '3f1e2c8a-5b0d-4c57-9a34-0c1e5d7f9b21';
const SUBSCRIPTION = GROUP.slice('/subscriptions/'.length).slice(0, 36);

const IDENTITY = 'azure-native:managedidentity:UserAssignedIdentity';
const CREDENTIAL = 'azure-native:managedidentity:FederatedIdentityCredential';
const ROLE = 'azure-native:authorization:RoleAssignment';

async function start() {
  const clouds = await openClouds();
  await make(clouds, GROUP, { location: 'eastus2' });
  await make(clouds, ACCOUNT, { location: 'eastus2', properties: {} });
  return azureNativeProvider(clouds.azureUrl, { subscriptionId: SUBSCRIPTION, tenantId: TENANT });
}

/** As the engine makes a new resource. */
async function create(provider: Provider, type: string, news: Record<string, unknown>) {
  const name = { type, name: 'gateway' };
  const inputs = provider.check({ ...name, olds: {}, news, seed: SEED });
  return { ...(await provider.create(name, inputs, false)), inputs };
}

test('an identity, its credential and its role', async () => {
  const azure = await start();
  const location = { resourceGroupName: 'main', location: 'eastus2' };
  const identity = await create(azure, IDENTITY, location);
  expect(identity.inputs['resourceName']).toBe('gatewayabababab');
  const { principalId, clientId } = identity.outputs;
  expect([principalId, clientId].every((id) => /^[0-9a-f-]{36}$/.test(String(id)))).toBe(true);
  const credential = await create(azure, CREDENTIAL, {
    resourceGroupName: 'main',
    resourceName: identity.outputs['name'],
    issuer: 'https://gateway.example.com',
    subject: 'gateway',
    audiences: ['api://AzureADTokenExchange'],
  });
  expect(credential.outputs).toMatchObject({
    issuer: 'https://gateway.example.com',
    audiences: ['api://AzureADTokenExchange'],
  });
  const role = await create(azure, ROLE, {
    principalId,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd`,
    scope: ACCOUNT,
  });
  expect(role.inputs['roleAssignmentName']).toBe('abababab-abab-4bab-8bab-abababababab');
  for (const [type, { id, inputs, outputs }] of [
    [IDENTITY, identity],
    [CREDENTIAL, credential],
    [ROLE, role],
  ] as const) {
    const read = await azure.read({ type, name: 'gateway', id, inputs, outputs });
    expect(read?.inputs).toEqual(inputs);
    expect(azure.diff({ type, name: 'gateway', id, inputs, outputs }, inputs).changes.size).toBe(0);
  }
});

test('another principal is another assignment, made before the old one goes', async () => {
  const azure = await start();
  const identity = await create(azure, IDENTITY, {
    resourceGroupName: 'main',
    location: 'eastus2',
  });
  const role = await create(azure, ROLE, {
    principalId: identity.outputs['principalId'],
    principalType: 'ServicePrincipal',
    roleDefinitionId: '/providers/x/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
    scope: ACCOUNT,
  });
  const known = { type: ROLE, name: 'gateway', ...role };
  const { changes, deleteBeforeReplace } = azure.diff(known, {
    ...role.inputs,
    principalId: TENANT,
  });
  expect([...changes]).toEqual([['principalId', { kind: 'update', replaces: true }]]);
  expect(deleteBeforeReplace).toBe(false);
});

test('the caller is in the tenant', async () => {
  const azure = await start();
  expect(await azure.invoke('azure-native:authorization:getClientConfig', {})).toMatchObject({
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
  });
});

test('a private key is real, and stays as long as its inputs', async () => {
  const tls = tlsProvider();
  const key = await create(tls, 'tls:index/privateKey:PrivateKey', {
    algorithm: 'RSA',
    rsaBits: 2048,
  });
  const { privateKeyPemPkcs8: secret, privateKeyPem, publicKeyPem } = key.outputs;
  const { n } = createPrivateKey(String(secret)).export({ format: 'jwk' });
  expect(createPublicKey(String(publicKeyPem)).export({ format: 'jwk' }).n).toBe(n);
  expect(createPrivateKey(String(privateKeyPem)).export({ format: 'jwk' }).n).toBe(n);
  expect(key.outputs).toMatchObject({
    algorithm: 'RSA',
    rsaBits: 2048,
    publicKeyOpenssh: expect.stringMatching(/^ssh-rsa AAAAB3NzaC1yc2E/) as unknown,
    publicKeyFingerprintMd5: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/) as unknown,
  });
  const known = { type: 'tls:index/privateKey:PrivateKey', name: 'gateway', ...key };
  expect(tls.diff(known, key.inputs).changes.size).toBe(0);
  expect([...tls.diff(known, { ...key.inputs, rsaBits: 4096 }).changes.values()]).toEqual([
    { kind: 'update', replaces: true },
  ]);
});
