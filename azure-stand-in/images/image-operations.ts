// Images/generations and images/edits: their rows, and the steps from a call to its answer. Quota
// is in requests (https://learn.microsoft.com/azure/foundry/openai/quotas-limits): no tokens are counted.
import { withScalars } from '../reading/form.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall, DeploymentOperation } from '../operation/operation.ts';
import { Refusal } from '../answers/refusal.ts';
import { answerImages } from './image-answer.ts';
import { readImageRequest } from './image-request.ts';
import { readSources } from './image-source.ts';

const EDITS = {
  scope: 'deployment',
  method: 'POST',
  path: 'images/edits',
  capability: 'imageEdits',
  operationId: 'ImageEdits_Create',
  estimateTokens: () => 0,
  answer: answerEdits,
} as const;

/** The image operations. */
export const IMAGE_OPERATIONS: readonly DeploymentOperation[] = [
  {
    scope: 'deployment',
    method: 'POST',
    path: 'images/generations',
    since: '2023-12-01-preview',
    capability: 'imageGenerations',
    operationId: 'ImageGenerations_Create',
    estimateTokens: () => 0,
    answer: answerGenerations,
  },
  // "The Image Edit API takes multipart/form data, not JSON data"
  // (https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e); 2024-02-01 answers 404 (github pollinations/pollinations#8239).
  { ...EDITS, surface: 'classic', takes: 'form', since: '2025-04-01-preview' },
  // Azure/azure-rest-api-specs#39168 adds images/edits to v1.
  { ...EDITS, surface: 'v1', takes: 'either' },
];

function answerGenerations(call: DeploymentCall): Answer {
  const request = readImageRequest(call, call.body, [], undefined);
  return request instanceof Refusal ? request : answerImages(call, request, 'image_generation');
}

function answerEdits(call: DeploymentCall): Answer {
  const sources = readSources(call);
  if (sources instanceof Refusal) return sources;
  const fields =
    call.form === undefined
      ? call.body
      : withScalars(call.body, 'n stream partial_images output_compression');
  const request = readImageRequest(call, fields, sources.images, sources.mask);
  return request instanceof Refusal ? request : answerImages(call, request, 'image_edit');
}
