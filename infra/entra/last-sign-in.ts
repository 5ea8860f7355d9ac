// How the last `pulumi up` left the gateway's access to Azure. Two places say it: what that `up` deployed to its
// end, and what the Worker got. They differ after an `up` that failed in between, and then both count.
import type { LastUp } from '../bindings/last-up.ts';
import type { Deployed } from '../outputs/deployed.ts';
import type { AzureAuth } from '../settings/azure-auth.ts';
import { sendsTokens } from '../settings/azure-auth.ts';
import { toPublicKey } from './public-key.ts';
import { SIGNING_KEY_TYPE, signingKeyName } from './signing-keys.ts';

/**
 * The steps at which a region may be now; empty for a region that was not there.
 *
 * @param region its name
 */
export async function lastSteps(
  region: string,
  deployed: Deployed,
  last: LastUp,
): Promise<readonly AzureAuth[]> {
  const said = deployed.azureAuth?.[region];
  const backend = await last.backend(region);
  const existed = said !== undefined || backend !== undefined || hadVersion(region, deployed);
  if (!existed) return [];
  // A stack of an earlier version knows keys only.
  const step = said ?? 'key';
  if (backend === undefined || sendsTokens(step) === (backend.key === undefined)) return [step];
  return [step, backend.key === undefined ? 'entra-with-keys' : 'key-with-roles'];
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
