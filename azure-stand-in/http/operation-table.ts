// All operations over HTTP. The first row that fits a request is the one that answers it.
import { AUDIO_OPERATIONS } from '../audio/audio-operations.ts';
import { answerChat, estimateChatTokens } from '../chat/chat.ts';
import { answerCompletion, estimateCompletionTokens } from '../chat/completion.ts';
import { answerEmbeddings, estimateEmbeddingTokens } from '../embeddings/embeddings.ts';
import { IMAGE_OPERATIONS } from '../images/image-operations.ts';
import { FILES, UPLOADS } from '../kept/files.ts';
import { BATCHES } from '../kept/batches.ts';
import { CONTAINERS } from '../kept/containers.ts';
import { FINE_TUNING_JOBS } from '../kept/jobs.ts';
import { keptOperations } from '../kept/kept-operations.ts';
import { VECTOR_STORES } from '../kept/vector-stores.ts';
import { answerModel, answerModels } from '../models/model-list.ts';
import type { Operation } from '../operation/operation.ts';
import { REALTIME_OPERATIONS } from '../realtime/calls.ts';
import { CONVERSATIONS } from '../responses/items/conversations.ts';
import { RESPONSE_OPERATIONS } from '../responses/operations.ts';

export const OPERATIONS: readonly Operation[] = [
  {
    scope: 'deployment',
    method: 'POST',
    path: 'chat/completions',
    capability: 'chatCompletion',
    operationId: 'ChatCompletions_Create',
    estimateTokens: estimateChatTokens,
    answer: answerChat,
  },
  {
    scope: 'deployment',
    method: 'POST',
    path: 'completions',
    capability: 'completion',
    operationId: 'Completions_Create',
    estimateTokens: estimateCompletionTokens,
    answer: answerCompletion,
  },
  {
    scope: 'deployment',
    method: 'POST',
    path: 'embeddings',
    capability: 'embeddings',
    operationId: 'Embeddings_Create',
    estimateTokens: estimateEmbeddingTokens,
    answer: answerEmbeddings,
  },
  ...IMAGE_OPERATIONS,
  ...AUDIO_OPERATIONS,
  { scope: 'account', method: 'GET', path: 'models', answer: answerModels },
  { scope: 'account', method: 'GET', path: 'models/{id}', answer: answerModel },
  ...RESPONSE_OPERATIONS,
  ...REALTIME_OPERATIONS,
  ...[FILES, UPLOADS, BATCHES, VECTOR_STORES, CONTAINERS, FINE_TUNING_JOBS, CONVERSATIONS].flatMap(
    keptOperations,
  ),
];
