// The URL styles of an account and their api-version rules.
import type { Surface } from '../answers/surface.ts';
import { apiVersionNotAllowed, resourceNotFound, type Refusal } from '../answers/refusal.ts';

/** A path split into its surface and what follows. */
export interface Target {
  readonly surface: Surface;
  /** Without a leading slash: `chat/completions`, `deployments/gpt/chat/completions`. */
  readonly rest: string;
}

/** Splits a path (without query). Undefined when it is not under `/openai/` or `/models/`. */
export function parseTarget(path: string): Target | undefined {
  const inference = /^\/models\/(.+)$/.exec(path)?.[1];
  if (inference !== undefined) return { surface: 'inference', rest: inference };
  const match = /^\/openai\/(v1\/)?(.+)$/.exec(path);
  if (match?.[2] === undefined) return undefined;
  return { surface: match[1] === undefined ? 'classic' : 'v1', rest: match[2] };
}

/**
 * Checks `api-version`. v1 takes `v1` and `preview` or none, and refuses a dated one (github
 * pydantic/pydantic-ai#5066); the others need `YYYY-MM-DD[-preview]` and answer 404 without it
 * (github ThinkInAIXYZ/deepchat#262).
 *
 * @returns the version in effect, as Azure's messages name it
 */
export function checkApiVersion(surface: Surface, query: URLSearchParams): string | Refusal {
  const version = query.get('api-version');
  if (surface === 'v1') {
    if (version === null || version === 'v1' || version === 'preview') return version ?? 'v1';
    return apiVersionNotAllowed();
  }
  return version !== null && /^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version)
    ? version
    : resourceNotFound();
}

/** True on the classic surface with a version of an earlier day than `since`. */
export function isBefore(
  call: { readonly surface: Surface; readonly apiVersion: string },
  since: string | undefined,
): boolean {
  if (call.surface !== 'classic' || since === undefined) return false;
  return call.apiVersion.slice(0, 10) < since.slice(0, 10);
}
