// Which models can be tried how.
import type { Model } from '../api/me.ts';
import type { ChatApi } from './chat.ts';

/** What can be tried. */
export const TRIALS = ['chat', 'image', 'speech', 'embeddings'] as const;

export type Trial = (typeof TRIALS)[number];

const NEEDS: Readonly<Record<Trial, readonly string[]>> = {
  chat: ['chat', 'responses'],
  image: ['images'],
  speech: ['speech'],
  embeddings: ['embeddings'],
};

/** The models for a trial. A model whose capabilities are not known may be a chat model. */
export function modelsFor(trial: Trial, models: readonly Model[]): readonly Model[] {
  return models.filter((model) => canAny(model, NEEDS[trial]));
}

/** Whether a model has one of the capabilities; for chat also if nothing is known about it. */
export function canAny({ capabilities }: Model, needs: readonly string[]): boolean {
  if (capabilities === null) return needs.includes('chat');
  return needs.some((need) => capabilities.includes(need));
}

/** Chat Completions where the model has it. */
export function chatApiOf({ capabilities }: Model): ChatApi {
  return capabilities === null || capabilities.includes('chat') ? 'chat' : 'responses';
}
