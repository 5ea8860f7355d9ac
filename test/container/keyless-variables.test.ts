// The variables of a keyless container: what they make, and how faults in them are reported.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../container/environment.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';

const folder = mkdtempSync(join(tmpdir(), 'signing-key-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const PEM = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const TENANT = '11111111-2222-3333-4444-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

type Variables = Readonly<Record<string, string>>;

const STACK: Variables = {
  MODELS: '[{"id":"gpt-4o"}]',
  BACKENDS: '[{"name":"sweden","endpoint":"https://acc.openai.azure.com","auth":"entra"}]',
  CHIT_USERS: encodeUsers([{ name: 'alice', key: 'sk-1' }]),
};
const KEYLESS: Variables = {
  ...STACK,
  AZURE_TENANT_ID: TENANT,
  AZURE_CLIENT_ID: CLIENT,
  ISSUER_HOST: 'gateway.example.com',
  SIGNING_KEY: PEM,
};
const SEED: Variables = {
  RESOURCE_NAME: 'acc',
  AZURE_AUTHKEY: 'key',
  CHIT_USERS: STACK['CHIT_USERS'] ?? '',
  DEPLOY_NAME_GPT4: 'gpt-4o',
};

function settingsOf(variables: Variables) {
  const settings = readEnvironment(variables);
  if (!settings.ok) throw new Error(settings.error.join('\n'));
  return settings.value;
}

function faultsOf(variables: Variables): readonly string[] {
  const settings = readEnvironment(variables);
  return settings.ok ? [] : settings.error;
}

function writeKey(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('make the bindings ENTRA and ENTRA_KEY', () => {
  const { bindings, signingKey } = settingsOf(KEYLESS);
  expect(JSON.parse(bindings['ENTRA'] ?? '')).toEqual({
    tenantId: TENANT,
    clientId: CLIENT,
    issuer: 'https://gateway.example.com',
    keys: [{ kid: expect.any(String) as string, n: expect.any(String) as string, e: 'AQAB' }],
  });
  expect(signingKey).toBe(PEM.replaceAll(/-----.*-----|\n/g, ''));
  expect(bindings).not.toHaveProperty('SIGNING_KEY');
});

test('take ids in capital letters, a key in one line and a key in a file', () => {
  const expected = settingsOf(KEYLESS);
  const inCapitals = { ...KEYLESS, AZURE_CLIENT_ID: CLIENT.toUpperCase() };
  expect(settingsOf(inCapitals)).toEqual(expected);
  const inOneLine = { ...KEYLESS, SIGNING_KEY: PEM.replaceAll('\n', String.raw`\n`) };
  expect(settingsOf(inOneLine)).toEqual(expected);
  const inFile = { ...KEYLESS, SIGNING_KEY: '', SIGNING_KEY_FILE: writeKey('key.pem', PEM) };
  expect(settingsOf(inFile)).toEqual(expected);
});

test('change nothing where they are missing', () => {
  const { bindings, signingKey } = settingsOf(SEED);
  expect(bindings).toEqual(SEED);
  expect(signingKey).toBeUndefined();
  // Hosts of Azure and its SDKs set these two for other programs. ENTRA itself is not a variable.
  const others = { AZURE_TENANT_ID: 'other', AZURE_CLIENT_ID: '"x"', ENTRA: '{}', ENTRA_KEY: 'x' };
  expect(settingsOf({ ...SEED, ...others })).toEqual(settingsOf(SEED));
});

describe('report', () => {
  const ALL_MISSING = [
    'AZURE_TENANT_ID is missing: set it to the id of the tenant, a UUID',
    'AZURE_CLIENT_ID is missing: set it to the id of the managed identity, a UUID',
    'ISSUER_HOST is missing: set it to the host name at which Microsoft reaches this gateway',
    'SIGNING_KEY is missing: set it, or SIGNING_KEY_FILE, to a private RSA key in PEM',
  ];

  test('each one that an account with auth entra needs', () => {
    expect(faultsOf(STACK)).toEqual(ALL_MISSING);
  });

  test.each(['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'ISSUER_HOST', 'SIGNING_KEY'])(
    '%s alone',
    (name) => {
      expect(faultsOf({ ...KEYLESS, [name]: ' ' })).toEqual(
        ALL_MISSING.filter((fault) => fault.startsWith(name)),
      );
    },
  );

  test('what is missing beside one that is set, also without an account that needs it', () => {
    expect(faultsOf({ ...SEED, ISSUER_HOST: 'gateway.example.com' })).toEqual(
      ALL_MISSING.filter((fault) => !fault.startsWith('ISSUER_HOST')),
    );
  });

  const HOST =
    'ISSUER_HOST takes a host name alone, in small letters, such as gateway.example.com: no https://, port, path or IP address';
  test.each([
    'https://gateway.example.com',
    'gateway.example.com/',
    'Gateway.example.com',
    'gateway.example.com:443',
    'gateway.example.com.',
    'gateway',
    '10.0.0.1',
    '*.example.com',
    'gate_way.example.com',
    'bücher.example.com',
  ])('the host %s', (host) => {
    expect(faultsOf({ ...KEYLESS, ISSUER_HOST: host })).toEqual([HOST]);
  });

  const UUID = 'a UUID such as 01234567-89ab-cdef-0123-456789abcdef';
  const missingFile = join(folder, 'CANARY-missing');
  test.each<[string, Variables, string]>([
    [
      'the name of a tenant',
      { AZURE_TENANT_ID: 'CANARY.onmicrosoft.com' },
      `AZURE_TENANT_ID takes the id of the tenant, ${UUID}`,
    ],
    [
      'the name of an identity',
      { AZURE_CLIENT_ID: 'CANARY' },
      `AZURE_CLIENT_ID takes the id of the managed identity, ${UUID}`,
    ],
    [
      'quotes',
      { SIGNING_KEY: `"${PEM}"` },
      'SIGNING_KEY has quotes around its value, which docker run keeps. Remove them',
    ],
    [
      'key and file at once',
      { SIGNING_KEY_FILE: missingFile },
      'SIGNING_KEY and SIGNING_KEY_FILE are both set. Keep one of them',
    ],
    [
      'a file that does not exist',
      { SIGNING_KEY: '', SIGNING_KEY_FILE: missingFile },
      'SIGNING_KEY_FILE names a file that cannot be read (ENOENT)',
    ],
    [
      'a folder',
      { SIGNING_KEY: '', SIGNING_KEY_FILE: folder },
      'SIGNING_KEY_FILE names a file that cannot be read (EISDIR)',
    ],
    [
      'a key in place of a path',
      { SIGNING_KEY: '', SIGNING_KEY_FILE: PEM },
      'SIGNING_KEY_FILE takes the path of a file. Put the key itself into SIGNING_KEY',
    ],
    [
      'a file without a key',
      { SIGNING_KEY: '', SIGNING_KEY_FILE: writeKey('other.txt', 'CANARY') },
      'SIGNING_KEY_FILE has no PEM text of a private RSA key; openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 writes one that fits',
    ],
  ])('%s, without its value', (_, variables, fault) => {
    expect(faultsOf({ ...KEYLESS, ...variables })).toEqual([fault]);
  });

  // root reads every file.
  test.skipIf(process.getuid?.() === 0)('a file of another user', () => {
    const file = writeKey('closed.pem', PEM);
    chmodSync(file, 0);
    expect(faultsOf({ ...KEYLESS, SIGNING_KEY: '', SIGNING_KEY_FILE: file })).toEqual([
      'SIGNING_KEY_FILE names a file that cannot be read (EACCES)',
    ]);
  });
});
