// Warnings about signing in to Microsoft Entra.
import { hasRoles } from '../settings/azure-auth.ts';
import { mainHost } from '../settings/hosts.ts';
import type { Settings } from '../settings/settings.ts';
import { SPECIAL_DOMAINS } from './special-domains.ts';

/** One line for each setting that does nothing, or that cannot work. */
export function entraWarnings(settings: Settings): readonly string[] {
  const { regions, issuerHost, otherIssuers, signingKeys } = settings;
  if (regions.some(({ auth }) => hasRoles(auth))) {
    return otherIssuers
      .filter((host) => SPECIAL_DOMAINS.test(host))
      .map(
        (host) =>
          `otherIssuers ${host}: Microsoft Entra cannot read the keys of that gateway, because the name is not known on the internet`,
      );
  }
  const idle = [
    ...(issuerHost === mainHost(settings) ? [] : ['issuerHost']),
    ...(otherIssuers.length === 0 ? [] : ['otherIssuers']),
    ...(signingKeys.length === 1 && signingKeys[0] === 1 ? [] : ['signingKeys']),
  ];
  return idle.map(
    (key) => `${key}: does nothing while azureAuth is key, with which no identity is made`,
  );
}
