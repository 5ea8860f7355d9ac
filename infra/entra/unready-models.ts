// Models that no account could serve for some minutes: a new account's role takes up to ten minutes to have effect.
import { accountKey } from '../azure/component-name.ts';
import type { Deployed } from '../outputs/deployed.ts';
import { hasRoles, sendsTokens } from '../settings/azure-auth.ts';
import type { RegionSettings } from '../settings/regions.ts';

type ServingRegion = Pick<RegionSettings, 'name' | 'account' | 'auth' | 'deployments'>;

/**
 * What is wrong about the accounts that serve the models; undefined: nothing. A model that the last `up` deployed
 * needs an account that works at once: one that takes a key, or one on which the identity had its role then.
 */
export function unreadyFault(
  now: readonly ServingRegion[],
  { regions, azureAuth = {} }: Pick<Deployed, 'regions' | 'azureAuth'>,
): string | undefined {
  // An earlier version deployed the stack, or nothing did.
  if (regions === undefined) return undefined;
  const before = Object.entries(regions);
  const withRole = new Set(
    before.flatMap(([name, { account }]) => (hasRoles(azureAuth[name] ?? 'key') ? account : [])),
  );
  const isReady = ({ name, account, auth }: ServingRegion) =>
    !sendsTokens(auth) || withRole.has(accountKey(name, account));
  const ready = new Set(now.filter(isReady).flatMap(served));
  const known = new Set(before.flatMap(([, { models }]) => models));
  const waiting = now
    .filter((region) => !isReady(region))
    .map((region) => ({
      name: region.name,
      models: served(region).filter((model) => known.has(model) && !ready.has(model)),
    }))
    .filter(({ models }) => models.length > 0);
  if (waiting.length === 0) return undefined;
  const models = [...new Set(waiting.flatMap((region) => region.models))];
  return `${label(waiting.map(({ name }) => name))}: the account is new, and Azure takes up to ten minutes to let the gateway use it, but nothing else would serve ${models.join(', ')}; keep the old account in \`regions\` and add the new one beside it as a region with another name, run \`npm run up\`, wait ten minutes, then take the old one out`;
}

function served({ deployments }: ServingRegion): readonly string[] {
  return [...new Set(deployments.map(({ serves }) => serves))];
}

function label(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return names.length === 1 ? `region ${quoted}` : `regions ${quoted}`;
}
