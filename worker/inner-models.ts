// Owns: the models that a request names besides its own: what transcribes in a realtime session, what
// draws for a response. They go up as they came, so each is the name of a deployment.

import { describeAvailable, type Catalog, type Choice } from './catalog.ts';
import type { GatewayError } from './errors.ts';
import { isObject } from './json-value.ts';
import { resolveModel } from './models.ts';
import { err, ok, type Result } from './result.ts';

/**
 * Refuses the first of them that is not open. Only for a caller who may not use everything.
 *
 * @param part a realtime session, or what a response is asked for with
 */
export function checkInnerModels(part: unknown, choice: Choice): Result<unknown, GatewayError> {
  const { open, all } = choice;
  for (const name of new Set(innerModels(part))) {
    if (name == null || isDeployment(name, open)) continue;
    // Before it is looked up: a name that is open may be that of another model's deployment.
    if (isDeployment(name, all)) {
      return err({ kind: 'model_not_allowed', model: name, available: describeAvailable(open) });
    }
    const resolved = resolveModel(name, undefined, choice);
    if (!resolved.ok) return resolved;
  }
  return ok(undefined);
}

/**
 * Sessions: https://platform.openai.com/docs/api-reference/realtime-sessions, the older form last;
 * tools: https://platform.openai.com/docs/guides/tools-image-generation.
 */
function innerModels(part: unknown): readonly unknown[] {
  const tools = at(part, 'tools');
  return [
    at(part, 'audio', 'input', 'transcription', 'model'),
    at(part, 'input_audio_transcription', 'model'),
    ...(Array.isArray(tools) ? tools.map((tool) => at(tool, 'model')) : []),
  ];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function isDeployment(name: unknown, catalog: Catalog): name is string {
  return [...catalog.values()].some(({ routes }) =>
    routes.ordered.some(({ deployment }) => deployment === name),
  );
}
