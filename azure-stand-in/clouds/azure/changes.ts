// A change takes a moment, and some resources take one at a time.
import { setTimeout as delay } from 'node:timers/promises';
import type { CloudReply } from '../exchange.ts';
import { concurrentCredentialWrites, requestConflict } from './refusals.ts';
import type { ResourceId } from './resource.ts';

/** How long a change takes: long enough that the engine's next request could overlap it. */
const CHANGE_MS = 15;

export class Changes {
  readonly #running = new Set<string>();

  /** Runs the change, or refuses it because another one has not ended. */
  async run(resource: ResourceId, change: () => CloudReply): Promise<CloudReply> {
    const place = lockOf(resource);
    const lock = place?.toLowerCase();
    if (place === undefined || lock === undefined) {
      await delay(CHANGE_MS);
      return change();
    }
    if (this.#running.has(lock)) {
      return resource.kind === 'credential'
        ? concurrentCredentialWrites(place)
        : requestConflict(place);
    }
    this.#running.add(lock);
    try {
      await delay(CHANGE_MS);
      return change();
    } finally {
      this.#running.delete(lock);
    }
  }
}

/**
 * The account (https://github.com/hashicorp/terraform-provider-azurerm/issues/22939), or the identity
 * whose credentials are written.
 */
function lockOf({ kind, accountId, identityId }: ResourceId): string | undefined {
  if (kind === 'diagnosticSetting' || kind === 'roleAssignment') return undefined;
  return kind === 'credential' ? identityId : accountId;
}
