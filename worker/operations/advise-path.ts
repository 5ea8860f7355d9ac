// What to say about a path that names no operation: what the client probably meant, and where its base URL
// must end. Runs for refused requests only, and for strangers, so its work is bounded.

import { GENERAL_ADVICE } from '../contract/error-words.ts';
import { misspelled } from '../contract/nearest.ts';
import { FIXED_PATHS, findOperations } from './find-operation.ts';
import { LOCAL_PATHS } from './local-paths.ts';

/** No path of an operation is longer, ids apart. */
const MAX_COMPARED_LENGTH = 200;
const MAX_SEGMENTS = 12;

/** What others serve at such a path, and what to use here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  [
    'messages',
    "This is Anthropic's API, which this gateway does not serve. Use a client for OpenAI's API.",
  ],
  ['usage', 'What you have used is at /v1/me.'],
]);

const KNOWN_PATHS: readonly string[] = [...FIXED_PATHS, ...LOCAL_PATHS];

/**
 * Says what to send instead.
 *
 * @param path as `Target.path` spells it, of no operation
 */
export function advisePath(path: string): string {
  const [first = ''] = path.split('/', 1);
  const elsewhere = ELSEWHERE.get(path) ?? ELSEWHERE.get(first);
  if (elsewhere !== undefined) return elsewhere;
  if (path.length > MAX_COMPARED_LENGTH) return GENERAL_ADVICE;
  const repeated = adviseRepeated(path);
  if (repeated !== undefined) return repeated;
  const behind = splits(path).find(([, operation]) => isServed(operation))?.[1];
  if (behind !== undefined) {
    return `Did you mean /v1/${behind}? The base URL of your client must end at /v1.`;
  }
  const meant = misspelled(path, KNOWN_PATHS);
  return meant === undefined ? GENERAL_ADVICE : `Did you mean /v1/${meant}?`;
}

/** Advice where a base URL has an operation, to which the client adds its own; otherwise undefined. */
export function adviseRepeated(path: string): string | undefined {
  const base = splits(path).find(
    ([before, operation]) => KNOWN_PATHS.includes(before) && isServed(operation),
  )?.[0];
  if (base === undefined) return undefined;
  return `The base URL of your client must end at /v1, not at /v1/${base}: the client adds the operation itself.`;
}

/** The path cut in two at each slash, the longest second part first. */
function splits(path: string): readonly (readonly [before: string, after: string])[] {
  if (path.length > MAX_COMPARED_LENGTH) return [];
  const segments = path.split('/', MAX_SEGMENTS);
  return segments.slice(1).map((_, index) => {
    const before = segments.slice(0, index + 1).join('/');
    return [before, path.slice(before.length + 1)];
  });
}

function isServed(path: string): boolean {
  return LOCAL_PATHS.includes(path) || findOperations(path).length > 0;
}
