// Which changes need more than one `pulumi up`. What one makes at Azure and Microsoft Entra takes minutes to have
// effect, and gateways with the earlier upload go on for as long, so nothing may be made and relied on at once.
import * as pulumi from '@pulumi/pulumi';
import type { LastUp } from '../bindings/last-up.ts';
import type { Deployed } from '../outputs/deployed.ts';
import { AZURE_AUTH_STEPS, hasRoles, sendsTokens, type AzureAuth } from '../settings/azure-auth.ts';
import type { Settings } from '../settings/settings.ts';
import { lastSigningKeys, lastSteps, type SigningKeys } from './last-sign-in.ts';
import { unreadyFault } from './unready-models.ts';

/**
 * Refuses a change that would lose requests.
 *
 * @param component name of the identity's component
 * @throws pulumi.RunError with every such change and the value to commit first
 */
export async function refuseJumps(
  settings: Pick<Settings, 'regions' | 'signingKeys' | 'issuerHost' | 'otherIssuers'>,
  component: string,
  deployed: Deployed,
  last: LastUp,
): Promise<void> {
  const { regions, signingKeys } = settings;
  const jumps = await Promise.all(
    regions.map(async ({ name, account, auth }) => {
      // The last `up` deployed it with a key. Later ones that failed came no further than `key-with-roles`, which
      // still sends keys. Reading the state of thousands of users takes seconds.
      const hadKey = deployed.regions?.[name] && deployed.azureAuth?.[name] === undefined;
      if (!hasRoles(auth) && hadKey) return [];
      const fault = jumpFault(auth, await lastSteps({ name, account }, deployed, last));
      return fault === undefined ? [] : [`region "${name}": ${fault}`];
    }),
  );
  const isSigning = regions.some(({ auth }) => hasRoles(auth));
  const before = isSigning ? await lastSigningKeys(component, signingKeys, deployed, last) : [];
  const rotation = before.flatMap((keys) => rotationFault(signingKeys, keys) ?? []).slice(0, 1);
  const issuers = [settings.issuerHost, ...settings.otherIssuers];
  const moved = regions.some(({ auth }) => sendsTokens(auth)) && issuerFault(issuers, deployed);
  const unready = unreadyFault(regions, deployed);
  const faults = [
    ...jumps.flat(),
    ...(unready === undefined ? [] : [unready]),
    ...rotation,
    ...(moved ? [moved] : []),
  ];
  if (faults.length === 0) return;
  throw new pulumi.RunError(
    [
      'This change needs several `npm run up`, one after another, so that no request is lost:',
      ...faults.map((fault) => `  ${fault}`),
    ].join('\n'),
  );
}

/**
 * What is wrong about moving a region to `auth`; undefined: nothing.
 *
 * @param before the steps at which it may be; empty: it is new
 */
export function jumpFault(auth: AzureAuth, before: readonly AzureAuth[]): string | undefined {
  const now = rank(auth);
  const distance = (step: AzureAuth) => Math.abs(rank(step) - now);
  // The farthest, so that the value to commit first is not refused in its turn.
  const [far] = before.toSorted((a, b) => distance(b) - distance(a));
  if (far === undefined || distance(far) <= 1) return undefined;
  const from = rank(far);
  const direction = Math.sign(now - from);
  // From any of the steps before, no further than one.
  const next = from + direction;
  const rest = AZURE_AUTH_STEPS.filter(
    (_, step) => (now - step) * direction >= 0 && (step - next) * direction > 0,
  );
  const ordered = direction > 0 ? rest : rest.toReversed();
  return `azureAuth goes from "${far}", which the last \`up\` deployed, to "${auth}" in one step; commit \`azureAuth: ${AZURE_AUTH_STEPS[next] ?? auth}\` first, run \`npm run up\`, wait ten minutes, then ${ordered.map((step) => `\`${step}\``).join(', then ')}`;
}

function rank(step: AzureAuth): number {
  return AZURE_AUTH_STEPS.indexOf(step);
}

/**
 * What is wrong about the signing keys; undefined: nothing. Microsoft Entra keeps the published keys for up to a
 * day, and gateways with the earlier upload sign with the earlier key for a while.
 *
 * @param before those of the last `up`, the signing one first
 */
export function rotationFault(now: SigningKeys, before: SigningKeys): string | undefined {
  const [signs] = now;
  const [signed] = before;
  if (signs === undefined || signed === undefined) return undefined;
  if (!before.includes(signs)) {
    return `signingKeys: key ${signs} is to sign, but the last \`up\` did not publish it, so Microsoft Entra may not know it; commit \`signingKeys: ${list([signed, signs])}\` first, run \`npm run up\`, and a day later commit \`signingKeys: ${list([signs, signed])}\``;
  }
  if (now.includes(signed)) return undefined;
  return `signingKeys: key ${signed} signed until now and is not in the list any more, but gateways that still run the last upload sign with it; commit \`signingKeys: ${list([signs, signed])}\` first, run \`npm run up\`, and take ${signed} out a day later`;
}

function list(keys: readonly (number | string)[]): string {
  return `[${keys.join(', ')}]`;
}

/**
 * What is wrong about the issuer's host; undefined: nothing. A new credential takes minutes to be known, and a
 * new domain is only served after the upload that signs with it.
 *
 * @param now the gateway's own host first
 * @param before the last `up`
 */
export function issuerFault(
  now: readonly string[],
  { issuers = [], hosts = [] }: Pick<Deployed, 'issuers' | 'hosts'>,
): string | undefined {
  const [host = '', ...others] = now;
  const [old] = issuers;
  if (old === undefined || host === old) return undefined;
  const kept = others.filter((other) => other !== old);
  const first = `commit \`issuerHost: ${old}\` with \`otherIssuers: ${list([host, ...kept])}\` first, run \`npm run up\`, wait ten minutes, then commit \`issuerHost: ${host}\` with \`otherIssuers: ${list([old, ...kept])}\``;
  if (!issuers.includes(host)) {
    return `issuerHost: "${host}" is to be the gateway's issuer, and Microsoft Entra does not trust it yet; ${first}`;
  }
  if (!hosts.includes(host)) {
    return `issuerHost: "${host}" does not lead to this Worker yet, so Microsoft Entra could not read its keys; keep \`issuerHost: ${old}\` for one more \`npm run up\`. If one domain takes the place of another, let the Worker's name below workers.dev be the issuer in between`;
  }
  if (others.includes(old)) return undefined;
  return `otherIssuers: gateways that still run the last upload sign in as "${old}"; commit \`otherIssuers: ${list([old, ...kept])}\` first, run \`npm run up\`, and take it out some minutes later`;
}
