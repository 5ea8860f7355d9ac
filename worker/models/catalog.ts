// From the names that clients use to the models, and to the accounts that serve them.

import type { UpstreamStyle } from '../contract/env.ts';
import type { ParameterOverrides } from '../contract/parameter-overrides.ts';
import type { ModelTokens, PriceBinding } from '../contract/prices.ts';
import type { ModelRoutes } from './routes.ts';
import type { Timeouts } from './timeouts.ts';
import type { ModelTraits } from '../traits/traits.ts';

/**
 * The last dated preview, for deployment-style URLs:
 * https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle.
 */
export const DEFAULT_API_VERSION = '2025-04-01-preview';

/** One model and how to reach it. */
export interface Model {
  /** The first of the names that clients use. */
  readonly id: string;
  /** Azure's name for it; undefined where it is not known. */
  readonly azureName: string | undefined;
  readonly routes: ModelRoutes;
  /** Overrides the operation's own style. */
  readonly upstream: UpstreamStyle | undefined;
  readonly apiVersion: string;
  readonly traits: ModelTraits;
  /** Whether parameters that the model refuses are adapted. */
  readonly adapt: boolean;
  /** What the operator set about its parameters. */
  readonly overrides: ParameterOverrides | undefined;
  /** Its content filter is asynchronous, so its streams are inspected. */
  readonly asyncFilter: boolean;
  readonly timeouts: Timeouts;
  /** Unix seconds, for `/v1/models`. */
  readonly created: number;
  /** undefined: not known. */
  readonly price: PriceBinding | undefined;
  /** More than any model has, where nothing is known. */
  readonly tokens: ModelTokens;
  readonly hasKnownTokens: boolean;
}

/**
 * Client-facing name to model, in the order in which `/v1/models` lists them. A `Map`, so that
 * `constructor` or `__proto__` are not names of models.
 */
export type Catalog = ReadonlyMap<string, Model>;

/** The Azure side of a gateway. */
export interface Upstreams {
  readonly catalog: Catalog;
  /** Whether the catalog has every deployment. The seed's variables can name only some. */
  readonly complete: boolean;
  /** All accounts, for requests that name no model. */
  readonly accounts: ModelRoutes;
}

/** What one caller may use, beside everything that exists. */
export interface ModelChoice {
  /** The same `Map` as `all` for callers who may use everything. */
  readonly allowed: Catalog;
  readonly all: Catalog;
}

/** Whether there is anything that the caller may not use. */
export function isRestricted({ allowed, all }: ModelChoice): boolean {
  return allowed !== all;
}
