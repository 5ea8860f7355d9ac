// Reads an image request into what its answer needs, and refuses what Azure refuses
// (https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e).
import type { FormFile } from '../reading/form.ts';
import { isSet, numberField, textField, type JsonObject } from '../reading/json-value.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import {
  checkChoice,
  checkRange,
  missingParameter,
  unknownParameter,
} from '../reading/parameter.ts';
import { Refusal } from '../answers/refusal.ts';
import { checkImagePrompt } from './image-filter.ts';
import { readSize } from './image-size.ts';

/** A request for images, checked. */
export interface ImageRequest {
  readonly prompt: string;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly quality: string;
  readonly background: string;
  /** The images to edit; none for a new image. */
  readonly images: readonly FormFile[];
  readonly mask: FormFile | undefined;
  readonly stream: boolean;
  readonly previews: number;
  /** dall-e-3 only: a URL in place of base64. */
  readonly isUrl: boolean;
}

/** Reads the fields that both operations have. */
export function readImageRequest(
  call: DeploymentCall,
  fields: JsonObject,
  images: readonly FormFile[],
  mask: FormFile | undefined,
): ImageRequest | Refusal {
  const prompt = textField(fields, 'prompt') ?? '';
  if (prompt === '') return missingParameter('prompt');
  const isDallE = call.model.name === 'dall-e-3';
  const refusal = checkFields(call.model, fields) ?? checkImagePrompt(call, prompt);
  if (refusal !== undefined) return refusal;
  const size = readSize(call.model.name, textField(fields, 'size') ?? 'auto');
  if (size instanceof Refusal) return size;
  const quality = textField(fields, 'quality') ?? 'auto';
  const background = textField(fields, 'background') ?? 'auto';
  return {
    prompt,
    count: numberField(fields, 'n') ?? 1,
    ...size,
    // Same page: "The default value is `high`."
    quality: quality !== 'auto' ? quality : isDallE ? 'standard' : 'high',
    background: background === 'auto' ? 'opaque' : background,
    images,
    mask,
    stream: fields['stream'] === true,
    previews: numberField(fields, 'partial_images') ?? 0,
    isUrl: isDallE && fields['response_format'] !== 'b64_json',
  };
}

/** What other makers' models refuse is not documented. */
function checkFields({ name, maker }: ModelFacts, fields: JsonObject): Refusal | undefined {
  if (maker !== 'OpenAI') return undefined;
  return name === 'dall-e-3' ? checkDallE(fields) : checkGptImage(name, fields);
}

function checkGptImage(model: string, fields: JsonObject): Refusal | undefined {
  // github genkit-ai/genkit#3346 and BerriAI/litellm#16059, the latter on Azure
  if (isSet(fields, 'response_format')) return unknownParameter('response_format');
  if (isSet(fields, 'style')) return unknownParameter('style');
  // Same page: "Input fidelity is not supported by the `gpt-image-1-mini` model."
  if (model === 'gpt-image-1-mini' && isSet(fields, 'input_fidelity')) {
    return unknownParameter('input_fidelity');
  }
  return (
    checkRange(fields, 'n', 1, 10) ??
    checkRange(fields, 'partial_images', 0, 3) ??
    checkRange(fields, 'output_compression', 0, 100) ??
    checkChoice(fields, 'quality', ['low', 'medium', 'high', 'auto']) ??
    checkChoice(fields, 'background', ['transparent', 'opaque', 'auto']) ??
    // Azure also has JPEG; the stand-in only draws PNG.
    checkChoice(fields, 'output_format', ['png'])
  );
}

function checkDallE(fields: JsonObject): Refusal | undefined {
  const unknown = ['stream', 'partial_images', 'output_format', 'output_compression', 'background'];
  const name = unknown.find((field) => isSet(fields, field));
  return name !== undefined
    ? unknownParameter(name)
    : (checkRange(fields, 'n', 1, 1) ??
        checkChoice(fields, 'quality', ['standard', 'hd', 'auto']) ??
        checkChoice(fields, 'style', ['vivid', 'natural']) ??
        checkChoice(fields, 'response_format', ['url', 'b64_json']));
}
