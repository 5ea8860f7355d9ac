// What is at Azure, as the rules for a request look at it.
import type { AzureResource } from './resource.ts';

/** What the rules look at. */
export interface AzureWorld {
  find(id: string): AzureResource | undefined;
  all(): readonly AzureResource[];
  /** Accounts that were deleted and not purged. */
  readonly softDeleted: readonly SoftDeleted[];
  /** Units that a model has left in a location; undefined: any number. */
  quotaOf(model: string): number | undefined;
  /** Of the directory. */
  readonly tenantId: string;
  now(): Date;
}

export interface SoftDeleted {
  readonly id: string;
  readonly location: string;
  readonly subdomain: string;
}
