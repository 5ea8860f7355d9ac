// The list of models. As on Azure it names base models with their versions, never deployments,
// on both surfaces (https://learn.microsoft.com/rest/api/azureopenai/models/list).
import { BASE_MODELS, type BaseModel } from './base-models.ts';
import { describeModel } from './model-facts.ts';
import type { Answer } from '../answers/answer.ts';
import type { Call } from '../operation/operation.ts';
import { resourceNotFound } from '../answers/refusal.ts';

/** `GET models`. */
export function answerModels(): Answer {
  return { kind: 'json', body: { data: BASE_MODELS.map(toModel), object: 'list' } };
}

/** `GET models/{id}`, the id with its version. */
export function answerModel(call: Call): Answer {
  const model = BASE_MODELS.find((known) => idOf(known) === call.params[0]);
  return model === undefined ? resourceNotFound() : { kind: 'json', body: toModel(model) };
}

function idOf(model: BaseModel): string {
  return `${model.name}-${model.version}`;
}

function toModel(model: BaseModel): object {
  const { capabilities } = describeModel(model.name, model.version);
  const createdS = toUnixS(model.version);
  return {
    status: 'succeeded',
    capabilities: {
      fine_tune: false,
      inference: true,
      completion: capabilities.includes('completion'),
      chat_completion: capabilities.includes('chatCompletion'),
      embeddings: capabilities.includes('embeddings'),
    },
    lifecycle_status: 'generally-available',
    deprecation: { inference: toUnixS(model.retires) },
    id: idOf(model),
    created: createdS,
    created_at: createdS,
    object: 'model',
    owned_by: 'openai',
  };
}

function toUnixS(day: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Date.UTC(2024, 0, 25);
  return ms / 1000;
}
