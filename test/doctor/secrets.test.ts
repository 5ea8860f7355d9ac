import { expect, test } from 'vitest';
import { Secrets } from '../../doctor/context/secrets.ts';
import { lineOf, openStack } from './checked-stack.ts';

test.each([
  'correct:horse battery staple',
  'https://user:password@host.example',
  'https://host.example/?key=0123456789',
  'sk-0123456789\n',
])('the secret %j is hidden, although it may be read as an address', (value) => {
  const shown = new Secrets({ PULUMI_CONFIG_PASSPHRASE: value }).hide(`He sent ${value.trim()}.`);
  expect(shown).toBe('He sent <not shown>.');
});

test('an address without a secret is shown', () => {
  const address = 'https://runner.example/token';
  const secrets = new Secrets({ ACTIONS_ID_TOKEN_REQUEST_URL: address });
  expect(secrets.hide(`${address} cannot be reached`)).toBe(`${address} cannot be reached`);
});

test('a longer secret that contains another one is hidden as a whole', () => {
  const secrets = new Secrets({ A_TOKEN: '0123456789', B_TOKEN: '0123456789-and-more' });
  expect(secrets.hide('0123456789-and-more')).toBe('<not shown>');
});

const BACKEND = 'azblob://state?storage_account=team&sas=SECRET%2Bof%20the%20bucket';

test.each([
  [BACKEND, BACKEND],
  [BACKEND, 'SECRET+of the bucket'],
  ['postgres://operator:PASS%40WORD-123@db.example/state', 'PASS@WORD-123'],
  ['postgres://operator:PASS%40WORD-123@db.example/state', 'PASS%40WORD-123'],
])('of the backend %s, nothing secret is in the line', async (address, said) => {
  const context = await openStack({
    env: { PULUMI_BACKEND_URL: address },
    pulumi: { whoami: { code: 255, stderr: `error: problem logging in: ${said}: no such host` } },
  });
  const line = await lineOf('login', context);
  expect(line.status).toBe('failed');
  expect(line.found).toMatch(/^not logged in: problem logging in: /);
  expect(JSON.stringify(line)).not.toMatch(/SECRET|PASS/);
});
