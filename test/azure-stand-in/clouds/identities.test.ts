// Managed identities and their federated credentials at Azure Resource Manager.
import { expect, test } from 'vitest';
import { TENANT_ID, type Clouds } from '../../../azure-stand-in/clouds/clouds.ts';
import { azure, GROUP, IDENTITY, make, openClouds } from './clouds.ts';

const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown;

async function startWithIdentity(location = 'eastus2'): Promise<Clouds> {
  const clouds = await openClouds();
  await make(clouds, GROUP, { location });
  await make(clouds, IDENTITY, { location });
  return clouds;
}

const CREDENTIAL = {
  issuer: 'https://gateway.example.com',
  subject: 'gateway',
  audiences: ['api://AzureADTokenExchange'],
};

function put(clouds: Clouds, name: string, changes: object = {}) {
  const properties = { ...CREDENTIAL, ...changes };
  return azure(clouds, 'PUT', `${IDENTITY}/federatedIdentityCredentials/${name}`, { properties });
}

test('an identity gets its ids, keeps them when it is changed, and others when it is made again', async () => {
  const clouds = await startWithIdentity();
  const [, made] = await azure(clouds, 'GET', IDENTITY);
  expect(made).toMatchObject({
    name: 'gateway',
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    location: 'eastus2',
    properties: { tenantId: TENANT_ID, clientId: UUID, principalId: UUID },
  });
  const { properties } = made as { properties: object };
  const tags = { team: 'platform' };
  expect(await azure(clouds, 'PUT', IDENTITY, { location: 'eastus2', tags })).toMatchObject([
    200,
    { tags, properties },
  ]);
  await azure(clouds, 'DELETE', IDENTITY);
  expect((await azure(clouds, 'GET', IDENTITY))[0]).toBe(404);
  await make(clouds, IDENTITY, { location: 'eastus2' });
  const [, again] = await azure(clouds, 'GET', IDENTITY);
  expect((again as { properties: object }).properties).not.toEqual(properties);
});

test('a credential is kept, changed and deleted with its identity', async () => {
  const clouds = await startWithIdentity();
  expect(await put(clouds, 'worker')).toMatchObject([201, { properties: CREDENTIAL }]);
  const issuer = 'https://other.example.com';
  expect(await put(clouds, 'worker', { issuer })).toMatchObject([200, { properties: { issuer } }]);
  await azure(clouds, 'DELETE', IDENTITY);
  expect(clouds.azure.all().map(({ kind }) => kind)).toEqual(['group']);
});

test.each<readonly [what: string, changes: object, message: string]>([
  ['no audience', { audiences: [] }, 'must have exactly one audience'],
  ['two audiences', { audiences: ['a', 'b'] }, 'must have exactly one audience'],
  ['no subject', { subject: '' }, 'has empty properties'],
  ['no issuer', { issuer: undefined }, 'has empty properties'],
  ['an issuer without TLS', { issuer: 'http://gateway.example.com' }, 'invalid issuer'],
  ['an issuer that is too long', { issuer: `https://a.com/${'x'.repeat(600)}` }, 'invalid issuer'],
  ['a subject that is too long', { subject: 'x'.repeat(601) }, 'or subject'],
])('a credential with %s is refused', async (_, changes, message) => {
  const clouds = await startWithIdentity();
  expect(await put(clouds, 'worker', changes)).toMatchObject([
    400,
    { error: { code: 'BadRequest', message: expect.stringContaining(message) as unknown } },
  ]);
});

test.each(['ab', '-ab', 'a b', 'x'.repeat(121)])(
  '%s is not a name of a credential',
  async (name) => {
    const clouds = await startWithIdentity();
    expect(await put(clouds, encodeURIComponent(name))).toMatchObject([
      400,
      { error: { message: expect.stringContaining('is invalid') as unknown } },
    ]);
  },
);

test('the same issuer and subject twice, and the twenty-first credential', async () => {
  const clouds = await startWithIdentity();
  for (let index = 0; index < 20; index += 1) {
    expect((await put(clouds, `host-${index}`, { issuer: `https://${index}.com` }))[0]).toBe(201);
  }
  expect(await put(clouds, 'again', { issuer: 'https://3.com' })).toMatchObject([
    400,
    {
      error: {
        message: 'Issuer and subject combination already exists for this Managed Identity.',
      },
    },
  ]);
  expect(await put(clouds, 'one-more')).toMatchObject([
    400,
    { error: { message: expect.stringContaining('at most 20') as unknown } },
  ]);
});

test('one write at a time for each identity', async () => {
  const clouds = await startWithIdentity();
  const issuer = 'https://other.example.com';
  const replies = await Promise.all([put(clouds, 'one'), put(clouds, 'two', { issuer })]);
  expect(replies.map(([status]) => status).toSorted()).toEqual([201, 409]);
  expect(replies.find(([status]) => status === 409)?.[1]).toMatchObject({
    error: { code: 'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity' },
  });
});

test('an identity that is not there, and a location without federation', async () => {
  const clouds = await openClouds();
  await make(clouds, GROUP, { location: 'eastus2' });
  expect((await put(clouds, 'worker'))[0]).toBe(404);
  expect((await put(await startWithIdentity('Malaysia South'), 'worker'))[0]).toBe(405);
});
