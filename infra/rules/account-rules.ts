// The rules about the Azure account of a region: what a new and an existing account need, and which
// settings do nothing for them.
import type { LooseRegion } from './loose-settings.ts';
import type { Fault, FaultContext } from './settings-faults.ts';
import { conflict, plainTextKey, secretCommand, wrongValue } from './settings-faults.ts';

/** What the rules about an account need besides the region itself. */
export interface AccountContext {
  /** The resource group for regions that name none. */
  readonly resourceGroup: string | undefined;
  /** Whether Pulumi keeps (part of) `regions` encrypted. */
  readonly secret: boolean;
  /** Whether the Azure subscription is known. */
  readonly hasSubscription: boolean;
}

/** A member of a region that is missing or wrong, or that cannot be combined with another. */
type Problem = { readonly member: keyof LooseRegion } & (
  { readonly expected: string } | { readonly conflict: string }
);

/** Everything wrong about the account of the region at `index`. */
export function accountFaults(
  region: LooseRegion,
  index: number,
  context: FaultContext,
  account: AccountContext,
): readonly Fault[] {
  const keyPath = ['regions', index, 'key'];
  const problems = [
    ...(region.account === undefined
      ? newAccountProblems(region)
      : existingAccountProblems(region, account, secretCommand(keyPath))),
    ...(region.key === undefined ? [] : keyProblems(region)),
  ];
  const faults = problems.map((problem) => {
    const path = ['regions', index, problem.member];
    return 'conflict' in problem
      ? conflict(context, path, problem.conflict)
      : wrongValue(context, path, problem.expected);
  });
  return region.key === undefined || account.secret ? faults : [...faults, plainTextKey(keyPath)];
}

function newAccountProblems({ location, key, deployments }: LooseRegion): readonly Problem[] {
  const problems: Problem[] = [];
  if (location === undefined) {
    const expected = 'an Azure location, or the `account` of an existing resource';
    problems.push({ member: 'location', expected });
  }
  if (key !== undefined) {
    problems.push({ member: 'key', conflict: 'needs the `account` that the key belongs to' });
  }
  if (deployments !== undefined) {
    problems.push({
      member: 'deployments',
      conflict: 'needs the `account` of an existing resource',
    });
  }
  return problems;
}

function existingAccountProblems(
  { location, key, deployments, resourceGroup }: LooseRegion,
  account: AccountContext,
  setKey: string,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (location !== undefined) {
    const text =
      'cannot be combined with `account`: an existing account has a location; to name the region, use `name`';
    problems.push({ member: 'location', conflict: text });
  }
  if (key === undefined && (resourceGroup ?? account.resourceGroup) === undefined) {
    const expected = `a secret: ${setKey}; or the account's \`resourceGroup\`, so that the key is read at deployment`;
    problems.push({ member: 'key', expected });
  }
  if (deployments !== 'imported') return problems;
  if (key !== undefined) {
    const text =
      '"imported" cannot be combined with `key`: to import deployments, Pulumi needs access to the account in Azure';
    problems.push({ member: 'deployments', conflict: text });
  } else if (!account.hasSubscription) {
    const expected =
      '"listed", or the subscription of the account: `pulumi config set azure-native:subscriptionId <id>`';
    problems.push({ member: 'deployments', expected });
  }
  return problems;
}

/** With a key, Pulumi never calls Azure about the account, so settings for such calls do nothing. */
function keyProblems({ account, activeKey, resourceGroup }: LooseRegion): readonly Problem[] {
  const problems: Problem[] = [];
  if (resourceGroup !== undefined && account !== undefined) {
    const text =
      'cannot be combined with `key`: with a key, the account is never looked up in Azure';
    problems.push({ member: 'resourceGroup', conflict: text });
  }
  if (activeKey !== undefined) {
    const text = 'cannot be combined with `key`: it selects the key that is read at deployment';
    problems.push({ member: 'activeKey', conflict: text });
  }
  return problems;
}
