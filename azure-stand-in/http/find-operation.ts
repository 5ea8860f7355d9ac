import type { Operation } from '../operation/operation.ts';
import type { Target } from '../reading/parse-target.ts';
import { OPERATIONS } from './operation-table.ts';

/** An operation and what its path says. */
export interface Route {
  readonly operation: Operation;
  readonly params: readonly string[];
  /** From a classic path. On v1 the body's `model` names the deployment. */
  readonly deployment: string | undefined;
}

/** Finds the operation. A known path with another method is a 404, too. */
export function findRoute(method: string | undefined, target: Target): Route | undefined {
  for (const operation of OPERATIONS) {
    if (operation.method !== method) continue;
    if (!isOnSurface(operation, target)) continue;
    const inDeployment =
      target.surface === 'classic' &&
      operation.scope === 'deployment' &&
      operation.isNamedInBody !== true;
    const values = matchPath(
      inDeployment ? `deployments/{}/${operation.path}` : operation.path,
      target.rest,
    );
    if (values === undefined) continue;
    return {
      operation,
      params: inDeployment ? values.slice(1) : values,
      deployment: inDeployment ? values[0] : undefined,
    };
  }
  return undefined;
}

/** What the inference API has of the operations here. */
const INFERENCE = ['chat/completions', 'embeddings'];

function isOnSurface(operation: Operation, { surface }: Target): boolean {
  if (surface === 'inference') return INFERENCE.includes(operation.path);
  return operation.surface === undefined || operation.surface === surface;
}

/** The values of the pattern's `{…}` parts, unescaped; undefined when the path does not fit. */
function matchPath(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const values: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{') && value !== '') values.push(decodePart(value));
    else if (part !== value) return undefined;
  }
  return values;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
