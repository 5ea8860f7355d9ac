// The models that a request names besides its own: what transcribes in a realtime session, what
// draws for a response. They go up as they came, so Azure takes each for the name of a deployment.

import { describeAvailable, type Choice, type Model } from './catalog.ts';
import type { GatewayError } from '../contract/errors.ts';
import { isObject } from '../formats/json.ts';
import { resolveModel } from './resolve-model.ts';
import { err, ok, type Result } from '../contract/result.ts';
import { isText } from '../formats/json-checks.ts';

/**
 * Refuses the first of them that is not open. Only for a caller who may not use everything.
 *
 * @param part a realtime session, or what a response is asked for with
 */
export function checkInnerModels(part: unknown, choice: Choice): Result<unknown, GatewayError> {
  const mine = new Set(choice.open.values());
  const closed = [...choice.all.values()].filter((model) => !mine.has(model));
  for (const name of new Set(innerModels(part))) {
    // First: what is open by that name may be a closed model's deployment at another account.
    if (isDeployment(name, closed)) {
      const available = describeAvailable(choice.open);
      return err({ kind: 'model_not_allowed', model: name, available });
    }
    if (name != null && !isDeployment(name, mine)) {
      const resolved = resolveModel(name, undefined, choice);
      if (!resolved.ok) return resolved;
    }
  }
  return ok(undefined);
}

/**
 * Sessions: https://platform.openai.com/docs/api-reference/realtime-sessions, the older form last;
 * tools: https://platform.openai.com/docs/guides/tools-image-generation.
 */
function innerModels(part: unknown): readonly unknown[] {
  return [
    at(part, 'audio', 'input', 'transcription', 'model'),
    at(part, 'input_audio_transcription', 'model'),
    ...[at(part, 'tools')].flat().map((tool) => at(tool, 'model')),
  ];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** Azure ignores the case of these names. */
function isDeployment(name: unknown, models: Iterable<Model>): name is string {
  if (!isText(name)) return false;
  const wanted = name.toLowerCase();
  return [...models].some((model) =>
    model.routes.ordered.some((route) => route.deployedAs.toLowerCase() === wanted),
  );
}
