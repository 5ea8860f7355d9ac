// Which accounts can answer a request, best first.

import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { IMAGE_DEPLOYMENT } from '../http/headers.ts';
import { isRestricted } from '../models/catalog.ts';
import type { Destination, Destinations } from '../models/destination.ts';
import { checkNestedModels } from '../models/nested-models.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo } from '../models/routes.ts';
import { isTemplate, type Operation } from '../operations/operation.ts';
import { partWithNestedModels } from '../request/named-model.ts';
import type { RequestBody } from '../request/read-body.ts';
import { findModel } from './find-model.ts';
import { orderRoutes, type OrderBy } from './order-routes.ts';

/**
 * Finds the model of a request, and orders the accounts that serve it.
 *
 * @throws RequestFailure where the caller may not use the model or what the request names besides
 */
export function findDestinations(
  { request, isolate, note }: RequestContext,
  call: AzureCall,
  body: RequestBody,
): Destinations {
  const { operation, config, caller, choice } = call;
  const found = findModel(call, body);
  note({ model: found?.name });
  if (isRestricted(choice)) checkNestedModels(partWithNestedModels(operation, body), choice);

  const model = found?.model;
  const by = namesSharedData(call, body) ? 'list' : orderBy(operation);
  const [first, ...others] = orderRoutes(model?.routes ?? config.accounts, by, {
    user: caller.user ?? '',
    nextFraction: isolate.nextFraction,
    isCooling: (route) => isolate.cooldowns.remainingMs(route) > 0,
  });
  // New files and lists of them are all at the first account, where the other requests look for them.
  const routes = isFirstAccountOnly(operation) ? [] : others;
  const destinations: Destinations = [
    { route: first, model },
    ...routes.map((route) => ({ route, model })),
  ];
  if (operation.capability !== 'responses') return destinations;
  const image = request.headers.get(IMAGE_DEPLOYMENT) ?? '';
  return image === '' ? destinations : withImages(call, image, destinations);
}

/** Files and vector stores are at the first account, so a request that names one must go there. */
function namesSharedData({ caller }: AzureCall, body: RequestBody): boolean {
  if (!caller.accountData || body.kind !== 'json') return false;
  return /"(file_id|file_ids|vector_store_ids)"/.test(body.root.whole());
}

/** What Azure keeps is found again only at the account that has it. */
function orderBy({ scope, keeps }: Operation): OrderBy {
  if (scope === 'account') return 'list';
  return keeps ? 'user' : 'share';
}

function isFirstAccountOnly(operation: Operation): boolean {
  return operation.scope === 'account' && !isTemplate(operation);
}

/** The destinations that also have the image model that a header names. */
function withImages(
  { config, choice }: AzureCall,
  name: string,
  destinations: Destinations,
): Destinations {
  if (!config.complete && !isRestricted(choice) && !choice.all.has(name)) {
    // It may be a deployment that the variables do not name.
    const [first, ...others] = destinations;
    const withName = (destination: Destination) => ({ ...destination, imageDeployment: name });
    return [withName(first), ...others.map(withName)];
  }
  const { model } = resolveModel(name, 'images', choice);
  const [first, ...others] = destinations.flatMap((destination) => {
    const drawing = routeTo(model.routes, destination.route.backend);
    return drawing === undefined ? [] : [{ ...destination, imageDeployment: drawing.deployment }];
  });
  if (first !== undefined) return [first, ...others];
  throw new RequestFailure({ kind: 'unsupported_operation', model: name, able: undefined });
}
