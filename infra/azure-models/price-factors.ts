// What deployments cost compared with global ones. From Azure's retail prices of 2026-08-11, in which the
// meters of a model differ by these factors alone, but for the rounding of small amounts:
// https://prices.azure.com/api/retail/prices?$filter=serviceName eq 'Foundry Models'

/** Data zones outside the EU and the United States, in percent. */
const ASIAN_ZONE = 120;
const OTHER_ZONES = 110;
/** Of both kinds. */
const GOVERNMENT = 138;

const ASIAN_LOCATIONS: ReadonlySet<string> = new Set([
  ...['australiaeast', 'centralindia', 'eastasia', 'indonesiacentral', 'japaneast', 'japanwest'],
  ...['jioindiawest', 'koreacentral', 'southeastasia', 'southindia'],
]);

/** Deployments that stay in their location, in percent. */
const REGIONAL: Readonly<Record<number, readonly string[]>> = {
  110: [
    ...['centralus', 'eastus', 'eastus2', 'northcentralus', 'southcentralus', 'westcentralus'],
    ...['westus', 'westus2', 'westus3', 'australiaeast', 'southindia'],
  ],
  121: [
    ...['canadacentral', 'canadaeast', 'francecentral', 'germanywestcentral', 'italynorth'],
    ...['japaneast', 'japanwest', 'koreacentral', 'norwayeast', 'polandcentral'],
    ...['southafricanorth', 'swedencentral', 'switzerlandnorth', 'switzerlandwest', 'uaenorth'],
    'uksouth',
  ],
};
const OTHER_REGIONS = 132;

/** Sold regionally alone, at the price that the table of prices has. */
const FLAT: ReadonlySet<string> = new Set(['whisper', 'tts', 'tts-hd']);

/**
 * The price of a deployment in percent of a global one's. Where the location is not known, it is that of the
 * dearest one outside Azure Government, so that a budget is not exceeded.
 */
export function percentOfGlobal(model: string, sku: string, location: string | undefined): number {
  if (FLAT.has(model) || (sku !== 'DataZoneStandard' && sku !== 'Standard')) return 100;
  if (location?.startsWith('usgov') === true) return GOVERNMENT;
  if (sku === 'DataZoneStandard') {
    return location === undefined || ASIAN_LOCATIONS.has(location) ? ASIAN_ZONE : OTHER_ZONES;
  }
  const known = Object.entries(REGIONAL).find(
    ([, locations]) => location !== undefined && locations.includes(location),
  );
  return known === undefined ? OTHER_REGIONS : Number(known[0]);
}
