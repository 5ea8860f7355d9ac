// Where the identity is made.
import { IDENTITY_LESS_LOCATIONS } from '../azure-models/locations.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * The location of the identity: that of the first account whose location can have one. Which one does not matter
 * for the gateway, and the identity stays there when the regions change.
 *
 * @param existing locations of existing accounts, as Azure returns them
 */
export function identityLocation(
  { regions, azureLocation }: Pick<Settings, 'regions' | 'azureLocation'>,
  existing: readonly string[],
): string {
  const locations = [
    ...regions.flatMap(({ account }) => (account.kind === 'created' ? [account.location] : [])),
    ...existing,
  ];
  return locations.find((each) => !IDENTITY_LESS_LOCATIONS.includes(each)) ?? azureLocation;
}
