// Where a request goes: the model it names, whether the caller may use it, and the account and
// the deployment that serve it.

import { describeAvailable, type Model } from '../models/catalog.ts';
import type { GatewayError } from '../contract/errors.ts';
import type { Call, Exchange } from '../azure/send.ts';
import { IMAGE_DEPLOYMENT } from '../http/headers.ts';
import { checkInnerModels } from '../models/nested-models.ts';
import { routeTo, type ModelRoute } from '../models/routes.ts';
import { findAble, isRestricted, resolveModel } from '../models/resolve-model.ts';
import { isTemplate, type Operation } from '../operations/table.ts';
import type { RequestBody } from '../request/read-body.ts';
import { innerPart, namedModel } from '../request/named-model.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { orderRoutes, type OrderBy } from './order-routes.ts';

/** One way to answer a request. */
export interface Destination extends ModelRoute {
  /** The same for every request that takes it. */
  readonly route: ModelRoute;
  /** undefined for requests that name none; `deployment` is then empty. */
  readonly model: Model | undefined;
  /** The deployment there that draws the images of a response. */
  readonly imageDeployment?: string | undefined;
}

/** The ways to answer a request, best first; there is at least one. */
export type Destinations = readonly Destination[];

/** Finds the model that a request names, and orders the accounts that serve it. */
export function findDestinations(
  { request, gateway, trace }: Exchange,
  call: Call,
  body: RequestBody,
): Result<Destinations, GatewayError> {
  const found = findModel(call, body);
  if (!found.ok) return found;
  const { name, model } = found.value ?? {};
  trace.model = name;
  const { operation, config, caller, choice } = call;
  if (isRestricted(choice)) {
    const part = innerPart(operation, body);
    const inner = part.ok ? checkInnerModels(part.value, choice) : part;
    if (!inner.ok) return inner;
  }
  const { accounts } = config;
  const { user = '' } = caller;
  const by = namesSharedData(call, body) ? 'list' : orderBy(operation);
  const ordered = orderRoutes(model?.routes ?? accounts, by, user, gateway.draw);
  // New files and lists of them are all at the first account, or none would find the others.
  const home = operation.scope === 'account' && !isTemplate(operation);
  const routes = home ? ordered.slice(0, 1) : ordered;
  const destinations = routes.map((route) => ({ ...route, route, model }));
  const image = operation.capability === 'responses' && request.headers.get(IMAGE_DEPLOYMENT);
  return image ? withImages(call, image, destinations) : ok(destinations);
}

/** Files and vector stores are at the first account, so whoever asks about them goes there. */
function namesSharedData({ caller }: Call, body: RequestBody): boolean {
  const may = caller.accountData && body.kind === 'json';
  return may && /"(file_id|file_ids|vector_store_ids)"/.test(body.root.whole());
}

/** What Azure keeps is found again only at the account that has it. */
function orderBy({ scope, keeps }: Operation): OrderBy {
  if (scope === 'account') return 'list';
  return keeps ? 'user' : 'share';
}

interface Found {
  /** undefined where the request gives none and any model will do. */
  readonly name: string | undefined;
  readonly model: Model;
}

/** The model that the request names; undefined where the operation needs none. */
function findModel(call: Call, body: RequestBody): Result<Found | undefined, GatewayError> {
  const { operation, target, choice } = call;
  const restricted = isRestricted(choice);
  const { modelIn: source } = operation;
  if (source === 'none' || (source === 'file' && !restricted)) return ok(undefined);
  if (source === 'file') {
    const available = describeAvailable(choice.open);
    return err({ kind: 'model_not_allowed', model: undefined, available });
  }
  const name = namedModel(operation, target, body);
  if (!name.ok) return name;
  if (source === 'message' && name.value === undefined) {
    const able = findAble('responses', choice.open);
    return ok(able && { name: undefined, model: able[1] });
  }
  // A session may leave the model to Azure: one that is made, that of a call that is accepted, and a
  // socket for a call or for transcription.
  const special = /(^|&)(call_id|intent)=/.test(target.query);
  if (name.value === undefined && (source === 'session' || special || isTemplate(operation))) {
    if (!restricted || joinsCall(call)) return ok(undefined);
  }
  return resolveModel(name.value, special ? undefined : operation.capability, choice);
}

/** A socket to a call under way has the model with which the call was made. */
function joinsCall({ operation, target }: Call): boolean {
  const query = new URLSearchParams(target.query);
  return operation.upgrade && query.get('call_id') !== '' && !query.has('intent');
}

/** Those that also have the image model that a header names. */
function withImages(
  { config, choice }: Call,
  name: string,
  destinations: Destinations,
): Result<Destinations, GatewayError> {
  const image = resolveModel(name, 'images', choice);
  if (!image.ok) {
    if (config.complete || isRestricted(choice)) return image;
    return ok(destinations.map((destination) => ({ ...destination, imageDeployment: name })));
  }
  const able = destinations.flatMap((destination) => {
    const drawing = routeTo(image.value.model.routes, destination.backend);
    return drawing ? [{ ...destination, imageDeployment: drawing.deployedAs }] : [];
  });
  if (able.length) return ok(able);
  return err({ kind: 'unsupported_operation', model: name, able: undefined });
}
