import { describe, expect, test } from 'vitest';
import { issuerFault, jumpFault, rotationFault } from '../../../infra/entra/refuse-jumps.ts';
import { AZURE_AUTH_STEPS, type AzureAuth } from '../../../infra/settings/azure-auth.ts';

/** The values that a message names, in their order. */
function named(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/`(?:azureAuth: )?([a-z-]+)`/g)]
    .map(([, word = '']) => word)
    .filter((word) => word !== 'up');
}

describe('the steps from keys to tokens', () => {
  test.each<[from: AzureAuth, to: AzureAuth, commits: readonly AzureAuth[]]>([
    ['key', 'entra-with-keys', ['key-with-roles', 'entra-with-keys']],
    ['key', 'entra', ['key-with-roles', 'entra-with-keys', 'entra']],
    ['key-with-roles', 'entra', ['entra-with-keys', 'entra']],
    ['entra', 'key-with-roles', ['entra-with-keys', 'key-with-roles']],
    ['entra', 'key', ['entra-with-keys', 'key-with-roles', 'key']],
    ['entra-with-keys', 'key', ['key-with-roles', 'key']],
  ])('from %s to %s takes several commits, which the message names', (from, to, commits) => {
    const fault = jumpFault(to, [from]);
    expect(fault).toContain(`"${from}"`);
    expect(named(fault)).toEqual(commits);
  });

  test('a step to the next one, or none, is not refused', () => {
    for (const [index, from] of AZURE_AUTH_STEPS.entries()) {
      for (const to of AZURE_AUTH_STEPS.slice(Math.max(0, index - 1), index + 2)) {
        expect(jumpFault(to, [from])).toBeUndefined();
      }
    }
  });

  test('a new region begins anywhere', () => {
    for (const step of AZURE_AUTH_STEPS) expect(jumpFault(step, [])).toBeUndefined();
  });

  test('after an `up` that failed half-way, both of its steps count', () => {
    expect(jumpFault('entra-with-keys', ['key-with-roles', 'entra-with-keys'])).toBeUndefined();
    expect(jumpFault('key-with-roles', ['key-with-roles', 'entra-with-keys'])).toBeUndefined();
    expect(jumpFault('entra', ['key-with-roles', 'entra-with-keys'])).toContain('"key-with-roles"');
  });
});

describe('the signing keys', () => {
  test.each<[before: readonly number[], now: readonly number[]]>([
    [[1], [1]],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [[2, 1], [2]],
    [[1, 2], [1]],
    [
      [1, 2],
      [1, 3],
    ],
    [[], [1]],
  ])('%j may become %j', (before, now) => {
    expect(rotationFault(now, before)).toBeUndefined();
  });

  test.each<[before: readonly number[], now: readonly number[], first: string, then: string]>([
    [[1], [2], '[1, 2]', '[2, 1]'],
    [[1], [2, 1], '[1, 2]', '[2, 1]'],
    [[1, 2], [3, 1, 2], '[1, 3]', '[3, 1]'],
  ])('%j may not become %j: the new one is not known yet', (before, now, first, then) => {
    const fault = rotationFault(now, before);
    expect(fault).toContain(`\`signingKeys: ${first}\``);
    expect(fault).toContain(`\`signingKeys: ${then}\``);
  });

  test('the key that signed stays for one more `up`', () => {
    expect(rotationFault([2], [1, 2])).toContain('`signingKeys: [2, 1]`');
  });
});

describe("the issuer's host", () => {
  const before = (issuers: readonly string[], hosts = ['old.dev', 'new.org']) => ({
    issuers,
    hosts,
  });

  test.each<[before: readonly string[], now: readonly string[]]>([
    [['old.dev'], ['old.dev']],
    [['old.dev'], ['old.dev', 'new.org']],
    [
      ['old.dev', 'new.org'],
      ['new.org', 'old.dev'],
    ],
    [['new.org', 'old.dev'], ['new.org']],
    [[], ['new.org']],
  ])('%j may become %j', (issuers, now) => {
    expect(issuerFault(now, before(issuers))).toBeUndefined();
  });

  test('one that is not trusted yet takes two commits, which the message names', () => {
    const fault = issuerFault(['new.org', 'container.net'], before(['old.dev', 'container.net']));
    expect(fault).toContain(
      'commit `issuerHost: old.dev` with `otherIssuers: [new.org, container.net]` first',
    );
    expect(fault).toContain(
      'then commit `issuerHost: new.org` with `otherIssuers: [old.dev, container.net]`',
    );
  });

  test('one that the Worker does not serve yet has no documents', () => {
    const fault = issuerFault(['new.org', 'old.dev'], before(['old.dev', 'new.org'], ['old.dev']));
    expect(fault).toContain('keep `issuerHost: old.dev` for one more `npm run up`');
  });

  test('the old one stays for one more `up`', () => {
    expect(issuerFault(['new.org'], before(['old.dev', 'new.org']))).toContain(
      'commit `otherIssuers: [old.dev]` first',
    );
  });
});
