// All operations over HTTP. The first row that fits a request is the one that answers it.
import { AUDIO_OPERATIONS } from '../audio/audio-operations.ts';
import { BATCH_OPERATIONS } from '../batches/batch-operations.ts';
import { answerChat, estimateChatTokens } from '../chat/chat.ts';
import { answerCompletion, estimateCompletionTokens } from '../chat/completion.ts';
import { CONVERSATION_OPERATIONS } from '../conversations/conversations.ts';
import { answerEmbeddings, estimateEmbeddingTokens } from '../embeddings/embeddings.ts';
import { FINE_TUNING_OPERATIONS } from '../fine-tuning/job-operations.ts';
import { IMAGE_OPERATIONS } from '../images/image-operations.ts';
import { answerModel, answerModels } from '../models/model-list.ts';
import { FILE_OPERATIONS } from '../files/file-operations.ts';
import { UPLOAD_OPERATIONS } from '../files/upload-operations.ts';
import type { Operation } from '../operation/operation.ts';
import { REALTIME_OPERATIONS } from '../realtime/operations.ts';
import { RESPONSE_OPERATIONS } from '../responses/operations.ts';
import { VECTOR_STORE_OPERATIONS } from '../vector-stores/store-operations.ts';

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
  ...FILE_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...BATCH_OPERATIONS,
  ...VECTOR_STORE_OPERATIONS,
  ...FINE_TUNING_OPERATIONS,
  { scope: 'account', method: 'GET', path: 'models', answer: answerModels },
  { scope: 'account', method: 'GET', path: 'models/{id}', answer: answerModel },
  ...RESPONSE_OPERATIONS,
  ...CONVERSATION_OPERATIONS,
  ...REALTIME_OPERATIONS,
];
