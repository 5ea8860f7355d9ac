// How the last `pulumi up` left the gateway's access to Azure. Two places say it: what that `up` deployed to its
// end, and what the Worker got. They differ after an `up` that failed in between, and then both count.
import { componentName } from '../azure/component-name.ts';
import type { LastUp } from '../bindings/last-up.ts';
import type { Deployed } from '../outputs/deployed.ts';
import type { AzureAuth } from '../settings/azure-auth.ts';
import { sendsTokens } from '../settings/azure-auth.ts';
import type { AccountSettings, RegionSettings } from '../settings/regions.ts';
import { toObject } from '../to-object.ts';
import { toPublicKey } from './public-key.ts';
import { SIGNING_KEY_TYPE, signingKeyName } from './signing-keys.ts';

/** The account's type in the state. */
const ACCOUNT_TYPE = 'azure-native:cognitiveservices:Account';

/** The steps at which a region may be now; empty for a region that was not there. */
export async function lastSteps(
  { name, account }: Pick<RegionSettings, 'name' | 'account'>,
  deployed: Deployed,
  last: LastUp,
): Promise<readonly AzureAuth[]> {
  const said = deployed.azureAuth?.[name];
  const backend = await last.backend(name);
  const isNew = said === undefined && !wasDeployed(name, deployed, backend !== undefined);
  if (isNew && backend === undefined) return [];
  const uploaded = backend?.key === undefined ? 'entra-with-keys' : 'key-with-roles';
  // A new region that the Worker has is from an `up` that failed afterwards.
  const step = isNew && uploaded === 'entra-with-keys' ? uploaded : (said ?? 'key');
  const steps: AzureAuth[] = [step];
  if (backend !== undefined && sendsTokens(step) !== sendsTokens(uploaded)) steps.push(uploaded);
  // From another step no `up` of this stack can have switched the keys off.
  if (step === 'entra-with-keys' && (await keysAreOff(name, account, last))) steps.push('entra');
  return steps;
}

/** Whether the state has the account without keys. An `up` may have failed after it switched them off. */
async function keysAreOff(
  region: string,
  account: AccountSettings,
  last: LastUp,
): Promise<boolean> {
  if (account.kind !== 'created') return false;
  const name = `${componentName(region, account)}-account`;
  const found = await last.resource(ACCOUNT_TYPE, name);
  return toObject(found?.['properties'])['disableLocalAuth'] === true;
}

/** A stack of an earlier version knows keys only, and did not keep its regions. */
function wasDeployed(region: string, deployed: Deployed, isUploaded: boolean): boolean {
  if (deployed.regions !== undefined) return deployed.regions[region] !== undefined;
  return isUploaded || hadVersion(region, deployed);
}

function hadVersion(region: string, { versions }: Deployed): boolean {
  return Object.keys(versions).some((key) => key.startsWith(`${region}/`));
}

/** The generations that a gateway publishes, the signing one first. */
export type SigningKeys = readonly number[];

/**
 * The signing keys that may be published now, as far as they are known.
 *
 * @param component name of the identity's component
 * @param now the generations of the settings
 */
export async function lastSigningKeys(
  component: string,
  now: SigningKeys,
  deployed: Deployed,
  last: LastUp,
): Promise<readonly SigningKeys[]> {
  const { signingKeys: said } = deployed;
  const uploaded = await last.entra();
  const lists = said === undefined ? [] : [said];
  if (uploaded === undefined) return lists;
  const generations = new Map<string, number>();
  for (const generation of new Set([...now, ...(said ?? [])])) {
    const key = await last.resource(SIGNING_KEY_TYPE, signingKeyName(component, generation));
    const pem = key?.['publicKeyPem'];
    if (typeof pem === 'string') generations.set(toPublicKey(pem).kid, generation);
  }
  const found = uploaded.kids.flatMap((kid) => generations.get(kid) ?? []);
  return found.length === 0 ? lists : [...lists, found];
}
