// The rules about what a new and an existing account each need, and what neither may have.
import type { LooseRegion } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { secretCommand, toKey, wrongValue } from './settings-faults.ts';

/** What is known besides the region itself. */
export interface AccountFacts {
  /** The resource group for regions that name none. */
  readonly resourceGroup: string | undefined;
  /** Whether Pulumi keeps (part of) `regions` encrypted. */
  readonly secret: boolean;
  /** Whether the Azure subscription is known. */
  readonly hasSubscription: boolean;
}

/** Everything wrong about the account of the region at `index`. */
export function accountFaults(
  region: LooseRegion,
  index: number,
  context: FaultContext,
  facts: AccountFacts,
): readonly Fault[] {
  const at = (member: keyof LooseRegion) => ['regions', index, member];
  const wrong = (member: keyof LooseRegion, allowed: string) =>
    wrongValue(context, at(member), allowed);
  const setKey = secretCommand(at('key'));
  return [
    ...(region.account === undefined
      ? withoutAccount(region, wrong)
      : withAccount(region, wrong, facts, setKey)),
    ...(region.key === undefined ? [] : withKey(region, wrong)),
    ...(region.key === undefined || facts.secret
      ? []
      : [{ key: toKey(at('key')), text: `in plain text; expected a secret: ${setKey}` }]),
  ];
}

type Wrong = (member: keyof LooseRegion, allowed: string) => Fault;

function withoutAccount(
  { location, key, deployments }: LooseRegion,
  wrong: Wrong,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (location === undefined) {
    faults.push(wrong('location', 'an Azure location, or the account of an existing resource'));
  }
  if (key !== undefined) {
    faults.push(wrong('key', 'none without the account that it belongs to'));
  }
  if (deployments !== undefined) {
    faults.push(wrong('deployments', 'none without the account of an existing resource'));
  }
  return faults;
}

function withAccount(
  { location, key, deployments, resourceGroup }: LooseRegion,
  wrong: Wrong,
  facts: AccountFacts,
  setKey: string,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (location !== undefined) {
    const allowed = 'none beside an account, which has its location already; use `name` to name it';
    faults.push(wrong('location', allowed));
  }
  if (key === undefined && (resourceGroup ?? facts.resourceGroup) === undefined) {
    const allowed = `a secret: ${setKey}; or the account's resourceGroup, to have the key read at deployment`;
    faults.push(wrong('key', allowed));
  }
  if (deployments === 'imported' && key !== undefined) {
    const allowed = 'listed beside a key: to import them, Pulumi needs rights at Azure instead';
    faults.push(wrong('deployments', allowed));
  } else if (deployments === 'imported' && !facts.hasSubscription) {
    const allowed =
      'listed, or the subscription that they are in: `pulumi config set azure-native:subscriptionId <id>`';
    faults.push(wrong('deployments', allowed));
  }
  return faults;
}

/** With a key Azure is not asked, so what says where to ask would do nothing. */
function withKey(
  { account, activeKey, resourceGroup }: LooseRegion,
  wrong: Wrong,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (resourceGroup !== undefined && account !== undefined) {
    const allowed = 'none beside a key: with it, the resource is only called, never looked up';
    faults.push(wrong('resourceGroup', allowed));
  }
  if (activeKey !== undefined) {
    faults.push(wrong('activeKey', 'none beside a key: it says which key is read at deployment'));
  }
  return faults;
}
