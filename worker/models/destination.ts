import type { Model } from './catalog.ts';
import type { ModelRoute } from './routes.ts';

/** One way to answer a request. */
export interface Destination {
  readonly route: ModelRoute;
  /** undefined for requests that name no model. */
  readonly model: Model | undefined;
  /** The deployment at the same account that draws the images of a response. */
  readonly imageDeployment?: string | undefined;
}

/** The ways to answer a request, best first. */
export type Destinations = readonly [Destination, ...Destination[]];
