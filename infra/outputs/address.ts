import type { Settings } from '../settings/settings.ts';

/** The base URL, ending in /v1: on the custom domain, or else on workers.dev. */
export function baseUrl({ customDomain, workerName, workersDevSubdomain }: Settings): string {
  const host = customDomain ?? `${workerName}.${workersDevSubdomain ?? ''}.workers.dev`;
  return `https://${host}/v1`;
}
