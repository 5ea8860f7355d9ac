// The rows of the Responses API in the table of operations. On the classic surface they have no
// deployment in their path either (github openai/openai-python#2184).
import type { DeploymentOperation, Operation } from '../operation/operation.ts';
import {
  answerKeptResponse,
  cancelKeptResponse,
  deleteKeptResponse,
  listInputItems,
} from './kept-response.ts';
import {
  answerCompaction,
  answerInputTokens,
  answerResponse,
  estimateResponseTokens,
  limitStream,
} from './responses.ts';

const MODEL_OPERATION = {
  scope: 'deployment',
  isNamedInBody: true,
  method: 'POST',
  capability: 'responses',
  estimateTokens: estimateResponseTokens,
} satisfies Partial<DeploymentOperation>;

export const RESPONSE_OPERATIONS: readonly Operation[] = [
  {
    ...MODEL_OPERATION,
    path: 'responses',
    operationId: 'Responses_Create',
    answer: answerResponse,
    limit: limitStream,
  },
  {
    ...MODEL_OPERATION,
    path: 'responses/compact',
    operationId: 'Responses_Compact',
    answer: answerCompaction,
  },
  {
    ...MODEL_OPERATION,
    path: 'responses/input_tokens',
    operationId: 'Responses_InputTokens',
    answer: answerInputTokens,
  },
  { scope: 'account', method: 'GET', path: 'responses/{id}', answer: answerKeptResponse },
  { scope: 'account', method: 'DELETE', path: 'responses/{id}', answer: deleteKeptResponse },
  { scope: 'account', method: 'POST', path: 'responses/{id}/cancel', answer: cancelKeptResponse },
  { scope: 'account', method: 'GET', path: 'responses/{id}/input_items', answer: listInputItems },
];
