import { mainHost } from '../settings/hosts.ts';
import type { Settings } from '../settings/settings.ts';

/** The base URL, ending in /v1: on the custom domain, or else on workers.dev. */
export function baseUrl(settings: Settings): string {
  return `https://${mainHost(settings)}/v1`;
}
