// Which accounts can answer a request, best first.

import type { AzureCall, RequestContext } from '../context.ts';
import { RequestFailure } from '../contract/failure.ts';
import { IMAGE_DEPLOYMENT } from '../http/headers.ts';
import { isRestricted, type Model } from '../models/catalog.ts';
import type { Destination, Destinations } from '../models/destination.ts';
import { checkFieldNames, checkInside, namesFiles, type OwnModel } from '../models/named-inside.ts';
import { resolveModel } from '../models/resolve-model.ts';
import { routeTo, type ModelRoute } from '../models/routes.ts';
import { isTemplate, type Operation } from '../operations/operation.ts';
import { sessionOf } from '../request/named-model.ts';
import type { RequestBody } from '../request/read-body.ts';
import { chosenRoutes } from './chosen-account.ts';
import { joinsCall } from './missing-item.ts';
import { RequestAsker } from './request-size.ts';
import { orderRoutes, type OrderBy } from './order-routes.ts';

/**
 * Orders the accounts that serve the model of a request.
 *
 * @param model undefined for requests that name none: all accounts serve them
 * @throws RequestFailure where the caller may not use what the request names besides, or the account that a
 *   header names
 */
export function findDestinations(
  { request, instance }: RequestContext,
  call: AzureCall,
  body: RequestBody,
  model: Model | undefined,
): Destinations {
  const { operation, config, caller } = call;
  checkNames(call, body);

  const by = namesSharedData(call, body) ? 'list' : orderBy(call);
  const asker = new RequestAsker(caller.user ?? '', body);
  const possible = chosenRoutes(request.headers, caller.admin, model?.routes ?? config.accounts);
  const [first, ...others] = orderRoutes(possible, by, {
    user: caller.user ?? '',
    nextFraction: instance.nextFraction,
    isProbed: (route) => instance.cooldowns.isProbed(route),
    isCooling: (route) => instance.cooldowns.remainingMs(route, asker) > 0,
  });
  // New files and file lists always use the first account, because later requests look there.
  const routes = isFirstAccountOnly(operation) ? [] : others;
  const to = (route: ModelRoute): Destination => ({ route, model });
  const destinations: Destinations = [to(first), ...routes.map(to)];
  if (operation.capability !== 'responses') return destinations;
  const image = request.headers.get(IMAGE_DEPLOYMENT) ?? '';
  return image === '' ? destinations : withImages(call, image, destinations);
}

/** Refuses what a request names besides its model and may not. */
function checkNames({ operation, caller, choice }: AzureCall, body: RequestBody): void {
  const { accountData } = caller;
  const rights = { choice, accountData };
  switch (body.kind) {
    case 'opaque':
      return;
    case 'json':
      checkInside(body.root, rights, ownModelOf(operation));
      return;
    case 'form': {
      checkFieldNames(
        body.fields.map(({ name }) => name),
        accountData,
      );
      const session = sessionOf(body);
      if (session !== undefined) checkInside(session, rights, 'body');
    }
  }
}

/** Where the model is that the gateway looks up, and replaces. */
function ownModelOf({ modelIn }: Operation): OwnModel {
  return modelIn === 'body' || modelIn === 'session' ? modelIn : 'none';
}

/** Files and vector stores are at the first account, so a request that names one must go there. */
function namesSharedData({ caller }: AzureCall, body: RequestBody): boolean {
  return caller.accountData && body.kind === 'json' && namesFiles(body.root);
}

/** What Azure keeps is found again only at the account that has it. */
function orderBy(call: AzureCall): OrderBy {
  const { scope, keeps } = call.operation;
  if (scope === 'account') return 'list';
  return keeps || joinsCall(call) ? 'user' : 'share';
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
