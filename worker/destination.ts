// Owns: where a request goes: the model it names, whether the caller may use it, and the account and
// the deployment that serve it.

import { describeAvailable, type Backend, type Model } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import type { Call, Exchange } from './exchange.ts';
import { IMAGE_DEPLOYMENT } from './headers.ts';
import { pickRoute, routeTo, type ModelRoute } from './model-routes.ts';
import { findAble, isRestricted, resolveModel } from './models.ts';
import type { RequestBody } from './request-body.ts';
import { namedModel } from './request-model.ts';
import { err, ok, type Result } from './result.ts';

export interface Destination {
  readonly backend: Backend;
  /** undefined for requests that name none. */
  readonly model: Model | undefined;
  /** The model's name there; empty without a model. */
  readonly deployment: string;
  /** The deployment there that draws the images of a response. */
  readonly imageDeployment?: string | undefined;
}

/** Finds the model that a request names, and chooses among the accounts that serve it. */
export function findDestination(
  { request, gateway, trace }: Exchange,
  call: Call,
  body: RequestBody,
): Result<Destination, GatewayError> {
  const found = findModel(call, body);
  if (!found.ok) return found;
  if (found.value === undefined) {
    return ok({ backend: call.config.backends[0], model: undefined, deployment: '' });
  }
  const { name, model } = found.value;
  const picked = pickRoute(model.routes, gateway.draw);
  const drawn = withImages(call, request.headers, model, picked);
  if (!drawn.ok) return drawn;
  const { backend, deployment, imageDeployment } = drawn.value;
  if (name !== undefined) {
    trace.model = name;
    trace.deployment = deployment;
  }
  return ok({ backend, model, deployment, imageDeployment });
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
  const { model: source } = operation;
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
  // A session may leave the model to Azure, and so may a socket for a call or for transcription.
  const special = /(^|&)(call_id|intent)=/.test(target.query);
  if ((source === 'session' || special) && name.value === undefined) {
    if (!restricted || joinsCall(call)) return ok(undefined);
  }
  return resolveModel(name.value, special ? undefined : operation.capability, choice);
}

/** A socket to a call under way has the model with which the call was made. */
function joinsCall({ operation, target }: Call): boolean {
  const query = new URLSearchParams(target.query);
  return operation.upgrade && query.get('call_id') !== '' && !query.has('intent');
}

/**
 * The route, and the image deployment beside it where a header names an image model. An account
 * that has no such deployment cannot take the request.
 */
function withImages(
  { operation, config, choice }: Call,
  headers: Headers,
  { routes }: Model,
  picked: ModelRoute,
): Result<Pick<Destination, 'backend' | 'deployment' | 'imageDeployment'>, GatewayError> {
  const name = operation.capability === 'responses' ? headers.get(IMAGE_DEPLOYMENT) : null;
  if (name === null) return ok(picked);
  const image = resolveModel(name, 'images', choice);
  if (!image.ok) {
    const unlisted = !config.complete && !isRestricted(choice);
    return unlisted ? ok({ ...picked, imageDeployment: name }) : image;
  }
  for (const route of [picked, ...routes.ordered]) {
    const drawing = routeTo(image.value.model.routes, route.backend);
    if (drawing !== undefined) return ok({ ...route, imageDeployment: drawing.deployment });
  }
  return err({ kind: 'unsupported_operation', model: name, able: undefined });
}
