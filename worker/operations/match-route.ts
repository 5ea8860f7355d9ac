// From method and path to the operation, or to the failure that says why there is none.

import { RequestFailure } from '../contract/failure.ts';
import { bodyKind } from '../http/media-type.ts';
import { adviseAbsent } from './absent.ts';
import { advisePath, adviseRepeated } from './advise-path.ts';
import { findOperations } from './find-operation.ts';
import { findLocalOperation, type CallerOperation, type OpenOperation } from './local.ts';
import type { Operation } from './operation.ts';
import type { Target } from './parse-target.ts';

export type Route =
  | { readonly kind: 'open'; readonly operation: OpenOperation }
  | { readonly kind: 'caller'; readonly operation: CallerOperation }
  | { readonly kind: 'relay'; readonly operation: Operation };

/**
 * Finds the operation. Reads headers only where one path has several: by body or by upgrade.
 *
 * @throws RequestFailure where there is none for the path, the method or the upgrade
 */
export function matchRoute(request: Request, target: Target): Route {
  const local = findLocalOperation(target.path);
  if (local === undefined) return { kind: 'relay', operation: findRelayed(request, target.path) };
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    // The operation was taken for the id of a model.
    const repeated = adviseRepeated(target.path);
    if (repeated !== undefined) throw unknownUrl(request, repeated);
    throw new RequestFailure({ kind: 'method_not_allowed', method, allow: 'GET, HEAD, OPTIONS' });
  }
  return local.open ? { kind: 'open', operation: local } : { kind: 'caller', operation: local };
}

function findRelayed(request: Request, path: string): Operation {
  const { method, headers } = request;
  const operations = findOperations(path);
  if (operations.length === 0) {
    const advice = adviseAbsent(path);
    if (advice !== undefined) throw new RequestFailure({ kind: 'not_available_on_azure', advice });
    throw unknownUrl(request, advisePath(path));
  }
  const allowed = operations.filter(({ methods }) =>
    methods.some((candidate) => candidate === method),
  );
  if (allowed.length === 0) {
    // The second operation was taken for the id of something that the first one keeps.
    const repeated = adviseRepeated(path);
    if (repeated !== undefined) throw unknownUrl(request, repeated);
    const methods = [...new Set(operations.flatMap((operation) => operation.methods)), 'OPTIONS'];
    throw new RequestFailure({ kind: 'method_not_allowed', method, allow: methods.join(', ') });
  }
  const upgrade = headers.get('upgrade')?.toLowerCase() === 'websocket';
  const fitting = allowed.filter((operation) => operation.upgrade === upgrade);
  const [first, second] = fitting;
  if (first === undefined) {
    throw new RequestFailure({ kind: upgrade ? 'no_websocket' : 'upgrade_required' });
  }
  if (second === undefined) return first;
  const type = headers.get('content-type');
  return fitting.find(({ takes }) => bodyKind(type, takes) !== undefined) ?? first;
}

/** The message shows the path as it was sent. The query may hold a key. */
function unknownUrl({ method, url }: Request, advice: string): RequestFailure {
  const path = new URL(url).pathname.slice(0, MAX_SHOWN_PATH);
  return new RequestFailure({ kind: 'unknown_url', method, path, advice });
}

const MAX_SHOWN_PATH = 200;
