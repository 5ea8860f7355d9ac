// The stack's identity and its roles, from the settings.
import { createHash } from 'node:crypto';
import type * as pulumi from '@pulumi/pulumi';
import type { Account, FoundAccounts } from '../azure/accounts.ts';
import { stackTags } from '../azure/tags.ts';
import type { Deployed } from '../outputs/deployed.ts';
import { hasRoles } from '../settings/azure-auth.ts';
import type { Settings } from '../settings/settings.ts';
import { GatewayIdentity } from './gateway-identity.ts';
import { identityLocation } from './identity-place.ts';

/** Name of the identity's component. */
export const IDENTITY = 'identity';

const HASH_LENGTH = 8;

/**
 * Registers the identity; undefined for a stack in which the gateway only sends keys. It stays in the group in
 * which the last `up` had it: in another one it would be another identity, whose roles take minutes to have effect.
 */
export function createIdentity(
  settings: Settings,
  existing: FoundAccounts,
  { identityGroup }: Pick<Deployed, 'identityGroup'>,
): GatewayIdentity | undefined {
  const { regions, resourceGroup, issuerHost, otherIssuers, signingKeys, tags } = settings;
  if (!regions.some(({ auth }) => hasRoles(auth))) return undefined;
  const locations = [...existing.values()].flatMap(({ location }) => location ?? []);
  return new GatewayIdentity(IDENTITY, {
    location: identityLocation(settings, locations),
    // Empty: a group of the stack's own.
    resourceGroup: identityGroup === '' ? undefined : (identityGroup ?? resourceGroup),
    issuerHost,
    otherIssuers,
    signingKeys,
    tags: stackTags(tags),
  });
}

/**
 * Lets the identity use the accounts that need it. An account of two regions gets its roles once.
 *
 * @returns the roles
 */
export function grantAccounts(
  identity: GatewayIdentity | undefined,
  accounts: readonly Account[],
  { users }: Pick<Settings, 'users'>,
  subscriptionId: string | undefined,
): readonly pulumi.Resource[] {
  if (identity === undefined || subscriptionId === undefined) return [];
  const accountData = users.some((user) => user.accountData === true);
  const scopes = Map.groupBy(
    accounts.flatMap(({ scope }) => scope ?? []),
    ({ label }) => label,
  );
  return [...scopes].flatMap(([label, [first, ...others]]) => {
    if (first === undefined) return [];
    const formats = [first, ...others].flatMap((scope) => scope.formats);
    const granted = { name: scopeName(label), id: first.id, formats };
    return identity.grant(granted, { subscriptionId, accountData });
  });
}

/**
 * The name of an account's roles. A group and an account may both have hyphens, so the hash keeps `prod/a-b` and
 * `prod-a/b` apart.
 *
 * @param label a component's name, or `group/name` of an existing account
 */
export function scopeName(label: string): string {
  if (!label.includes('/')) return label;
  const hash = createHash('sha256').update(label).digest('hex').slice(0, HASH_LENGTH);
  return `${label.replaceAll('/', '-')}-${hash}`;
}
