// The models that a request names besides its own: what transcribes in a realtime session, what
// draws for a response. They reach Azure unchanged, so Azure takes each for a deployment's name.

import { RequestFailure } from '../contract/failure.ts';
import { isObject } from '../formats/json.ts';
import type { Model, ModelChoice } from './catalog.ts';
import { resolveModel } from './resolve-model.ts';

/**
 * Refuses a nested model that the caller may not use. Only for callers who may not use everything.
 *
 * @param part a realtime session, or the body of a request for a response
 * @throws RequestFailure about the first such model
 */
export function checkNestedModels(part: unknown, choice: ModelChoice): void {
  const mine = new Set(choice.allowed.values());
  const closed = [...choice.all.values()].filter((model) => !mine.has(model));
  for (const name of new Set(nestedModels(part))) {
    // First: an allowed model's name may be a closed model's deployment at another account.
    if (isDeployment(name, closed)) {
      const available = [...choice.allowed.keys()];
      throw new RequestFailure({ kind: 'model_not_allowed', model: name, available });
    }
    const isNamed = name !== undefined && name !== null;
    if (isNamed && !isDeployment(name, mine)) resolveModel(name, undefined, choice);
  }
}

/**
 * Sessions: https://platform.openai.com/docs/api-reference/realtime-sessions, the older form last;
 * tools: https://platform.openai.com/docs/guides/tools-image-generation.
 */
function nestedModels(part: unknown): readonly unknown[] {
  return [
    memberAt(part, 'audio', 'input', 'transcription', 'model'),
    memberAt(part, 'input_audio_transcription', 'model'),
    // https://learn.microsoft.com/azure/foundry/openai/gpt-live-reference
    memberAt(part, 'delegation', 'responses', 'model'),
    ...[memberAt(part, 'tools')].flat().map((tool) => memberAt(tool, 'model')),
  ];
}

function memberAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** Azure ignores the case of deployments' names. */
function isDeployment(name: unknown, models: Iterable<Model>): name is string {
  if (typeof name !== 'string') return false;
  const wanted = name.toLowerCase();
  return [...models].some((model) =>
    model.routes.some(({ deployment }) => deployment.toLowerCase() === wanted),
  );
}
