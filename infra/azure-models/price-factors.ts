// What deployments cost compared with global ones.

/** The price of a deployment in percent of a global one's. */
export function percentOfGlobal(sku: string, _location: string | undefined): number {
  return sku === 'DataZoneStandard' || sku === 'Standard' ? 110 : 100;
}
