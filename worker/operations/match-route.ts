// From method and path to the operation, or to the error that says why there is none.

import type { GatewayError } from '../contract/errors.ts';
import { findLocalOperation, type LocalOperation } from './local.ts';
import { adviseAbsent, findOperations, type Method, type Operation } from './table.ts';
import { bodyKind } from '../request/read-body.ts';
import { err, ok, type Result } from '../contract/result.ts';
import type { Target } from './parse-target.ts';

export type Route =
  | { readonly kind: 'local'; readonly operation: LocalOperation }
  | { readonly kind: 'relay'; readonly operation: Operation };

/** Finds the operation. Looks at headers only where one path has several: by body or by upgrade. */
export function matchRoute(request: Request, target: Target): Result<Route, GatewayError> {
  const { method } = request;
  const local = findLocalOperation(target.path);
  if (local) {
    if (method === 'GET' || method === 'HEAD') return ok({ kind: 'local', operation: local });
    return err({ kind: 'method_not_allowed', method, allow: 'GET, HEAD, OPTIONS' });
  }
  const operations = findOperations(target.path);
  if (operations.length === 0) {
    const advice = adviseAbsent(target.path);
    if (advice) return err({ kind: 'not_available_on_azure', advice });
    return err({ kind: 'unknown_url', method, path: `/${target.path.slice(0, 200)}` });
  }
  const allowed = operations.filter(({ methods }) => methods.includes(method as Method));
  if (allowed.length === 0) {
    const methods = [...new Set(operations.flatMap((operation) => operation.methods)), 'OPTIONS'];
    return err({ kind: 'method_not_allowed', method, allow: methods.join(', ') });
  }
  const upgrade = /^websocket$/i.test(request.headers.get('upgrade') ?? '');
  const fitting = allowed.filter((operation) => operation.upgrade === upgrade);
  const [first, second] = fitting;
  if (!first) return err({ kind: upgrade ? 'no_websocket' : 'upgrade_required' });
  const fits = ({ takes }: Operation) => bodyKind(request.headers.get('content-type'), takes);
  const operation = second ? (fitting.find(fits) ?? first) : first;
  return ok({ kind: 'relay', operation });
}
