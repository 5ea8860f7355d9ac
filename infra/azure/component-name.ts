// The name of a new account's component, with which the names of all its resources begin.
import { createHash } from 'node:crypto';
import type { AccountSettings } from '../settings/regions.ts';

/**
 * An account has up to 64 characters. Azure Native names it after its resource: this name, `-account` and 8
 * random digits. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcognitiveservices
 */
const MAX_LENGTH = 64 - '-account'.length - 8;
const HASH_LENGTH = 6;

/** What an account cannot change: with another location or group it is another account. */
export interface AccountPlace {
  readonly location: string;
  /** An existing resource group; undefined: one is created. */
  readonly resourceGroup?: string | undefined;
}

/**
 * `azure-<region>`, then the location where it differs from the region's name, then a named resource group.
 * So a region that moves gets another component: Pulumi creates the new account, points the Worker at it,
 * and deletes the old account last.
 *
 * Azure allows letters, digits and hyphens in an account's name. Two hyphens separate the parts.
 *
 * @returns up to 48 characters; longer names are cut and end with a hash of the whole
 */
export function componentName(region: string, { location, resourceGroup }: AccountPlace): string {
  const name = [
    `azure-${region}`,
    ...(location === region ? [] : [location]),
    ...(resourceGroup === undefined ? [] : [`rg-${resourceGroupPart(resourceGroup)}`]),
  ].join('--');
  if (name.length <= MAX_LENGTH) return name;
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1).replace(/-+$/, '')}-${hash(name)}`;
}

/** Tells the account of a region from all others: a region of the same name may get another one. */
export function accountKey(region: string, account: AccountSettings): string {
  switch (account.kind) {
    case 'created': {
      return componentName(region, account);
    }
    case 'existing': {
      return accountIdentity(account);
    }
    case 'keyed': {
      return account.name;
    }
  }
}

/** An existing account, whose name is unique in its group. Azure compares both without regard to case. */
export function accountIdentity({
  resourceGroup,
  name,
}: {
  readonly resourceGroup: string;
  readonly name: string;
}): string {
  return `${resourceGroup}/${name}`.toLowerCase();
}

/** The name of the component before it named the place. An existing stack's state has it. */
export function earlierComponentName(region: string): string {
  return `openai-${region}`;
}

/**
 * A group's name as Azure compares names, without regard to case:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
export function sameGroup(resourceGroup: string): string {
  return resourceGroup.toLowerCase();
}

/** A group's name as a part of a resource's name, which may have fewer characters than a group's. */
export function resourceGroupPart(resourceGroup: string): string {
  const group = sameGroup(resourceGroup);
  const part = group.replaceAll(/[^a-z0-9-]+/g, '-');
  return part === group ? part : `${part}-${hash(group)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}
