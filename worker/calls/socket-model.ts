// The deployment of a model that a message over a WebSocket names.

import { RequestFailure } from '../contract/failure.ts';
import type { Backend } from '../models/backend.ts';
import type { ModelChoice } from '../models/catalog.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo } from '../models/routes.ts';
import type { Capability } from '../traits/known-models.ts';

/** What the messages of a socket may name. */
export interface SocketModels {
  readonly choice: ModelChoice;
  /** The account that the socket leads to. */
  readonly backend: Backend;
}

/**
 * The name of the model's deployment at the socket's account.
 *
 * @throws RequestFailure where the caller may not use the model, or that account does not serve it
 */
export function deploymentOnSocket(
  given: unknown,
  capability: Capability,
  { choice, backend }: SocketModels,
): string {
  const { name, model } = resolveModel(given, capability, choice);
  const route = routeTo(model.routes, backend);
  if (route === undefined) throw new RequestFailure({ kind: 'model_not_on_socket', model: name });
  return route.deployment;
}
