// From the names clients use to the models, and to the accounts that serve them.

import type { UpstreamStyle } from '../contract/env.ts';
import { OPERATOR } from '../contract/errors.ts';
import type { ModelRoutes } from './routes.ts';
import type { ModelTraits } from './traits.ts';

/** One Azure OpenAI account, ready to be called. */
export interface Backend {
  readonly name: string;
  /** Origin without a trailing slash. */
  readonly endpoint: string;
  /** Azure key; undefined where the client's own key is Azure's (the oldest seed contract). */
  readonly key: string | undefined;
}

/** How long Azure may be silent, in milliseconds. */
export interface Timeouts {
  readonly headersMs: number;
  readonly firstByteMs: number;
  /** undefined: for ever. */
  readonly idleMs: number | undefined;
}

/** One model and how to reach it. */
export interface Model {
  /** Azure's name for it; undefined where it is not known. */
  readonly azureName: string | undefined;
  readonly routes: ModelRoutes;
  /** Overrides the operation's own style. */
  readonly upstream?: UpstreamStyle;
  readonly apiVersion: string;
  readonly traits: ModelTraits;
  /** Whether parameters that the model refuses are adapted. */
  readonly adapt: boolean;
  readonly asyncFilter: boolean;
  readonly timeouts: Timeouts;
  /** Unix seconds, for `/v1/models`. */
  readonly created: number;
}

/**
 * Client-facing name -> model, in the order in which `/v1/models` lists them. A `Map`, so that
 * `constructor` or `__proto__` names nothing.
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

/** What one caller may use. */
export interface Choice {
  /** The same `Map` as `all` for those who may use everything. */
  readonly open: Catalog;
  readonly all: Catalog;
}

/** A sentence that names what exists, for the 404 about what does not. */
export function describeAvailable(catalog: Catalog): string {
  const names = [...catalog.keys()].map((name) => `\`${name}\``).join(', ');
  return names ? `Available: ${names}.` : `No model is open to you; tell ${OPERATOR}.`;
}
