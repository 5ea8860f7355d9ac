// What the requests show about tokens: only a region's own answer shows that its account takes them.
import { expect, test } from 'vitest';
import type { Probe } from '../../doctor/gateway/probes.ts';
import { CONFIG, lineOf, openStack } from './checked-stack.ts';

const KEYLESS = CONFIG.replace(
  '    - location: eastus2',
  '    - location: eastus2\n    - location: swedencentral',
).replace('  regions:', '  azureAuth: entra\n  regions:');

function probe(account: string | undefined, code?: string): Probe {
  const model = 'gpt-5.4-mini';
  if (code === undefined) return { model, account, result: { kind: 'answered' } };
  return { model, account, result: { kind: 'failed', status: 503, code, said: code } };
}

async function signIn(...probes: readonly Probe[]) {
  const context = await openStack({ config: KEYLESS });
  return lineOf('sign-in', { ...context, probes: () => Promise.resolve(probes) });
}

test('each region that answered by itself accepts tokens', async () => {
  expect(await signIn(probe('eastus2'), probe('swedencentral'))).toMatchObject({
    status: 'ok',
    found: 'tokens are accepted in eastus2, swedencentral',
  });
});

test('a region whose request was refused because of limits is not known', async () => {
  const { status, found } = await signIn(
    probe('eastus2'),
    probe('swedencentral', 'budget_exceeded'),
  );
  expect({ status, found }).toEqual({
    status: 'ok',
    found:
      'tokens are accepted in eastus2; not known of swedencentral, of which no request was answered by itself',
  });
});

test.each([
  ['only limits answered', probe('eastus2', 'budget_exceeded')],
  ["the key is not an admin's", probe(undefined)],
])('where %s, nothing is known', async (_, ...probes) => {
  const { status, found, advice } = await signIn(...probes);
  expect(status).toBe('skipped');
  expect(found).toMatch(/^whether tokens are accepted is not known of eastus2, swedencentral/);
  expect(advice).toContain('admin: true');
});

test('a role without effect passes by itself, and a refusal of the gateway does not', async () => {
  const role = probe('eastus2', 'azure_access_not_ready');
  expect(await signIn(role)).toMatchObject({ status: 'failed', isTransient: true });
  const refused = await signIn(role, probe('swedencentral', 'upstream_credentials_rejected'));
  expect(refused).toMatchObject({
    status: 'failed',
    details: [expect.any(String), expect.any(String)],
  });
  expect(refused.isTransient).toBeUndefined();
});
