// An image answer, whole or streamed. gpt-image models give base64, never a URL
// (https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e, "Output").
import { toTypedFrame } from '../delivery/event-frame.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { countTokens } from '../text/tokens.ts';
import { NOTHING, type Usage } from '../usage/usage.ts';
import { DALL_E_RESULTS } from './image-filter.ts';
import type { ImageRequest } from './image-request.ts';
import { drawImage, drawPreview } from './draw-image.ts';

/**
 * Answers a checked request.
 *
 * @param kind how the events of its stream begin
 */
export function answerImages(
  call: DeploymentCall,
  request: ImageRequest,
  kind: 'image_generation' | 'image_edit',
): Answer {
  const images = Array.from({ length: request.count }, (_, index) => drawImage(request, index));
  const usage = usageOf(request);
  call.charge(isSoldByPiece(call) ? { ...NOTHING, pictures: images.length } : usage);
  if (call.model.name === 'dall-e-3') return dallEAnswer(call, request, images);
  const described = {
    background: request.background,
    output_format: 'png',
    quality: request.quality,
    size: `${request.width}x${request.height}`,
  };
  const shown = call.usage.isOmitted ? {} : { usage: toUsage(usage) };
  if (request.stream) {
    const common = { ...described, created_at: call.createdS };
    return { kind: 'events', frames: frames(request, kind, images, common, shown) };
  }
  const data = images.map((image) => ({ b64_json: image.toString('base64') }));
  return { kind: 'json', body: { created: call.createdS, ...described, data, ...shown } };
}

/**
 * dall-e-3 and the models of other makers have a price for each picture
 * (https://azure.microsoft.com/pricing/details/cognitive-services/openai-service/).
 */
function isSoldByPiece({ model }: DeploymentCall): boolean {
  return model.name === 'dall-e-3' || model.maker !== 'OpenAI';
}

function frames(
  request: ImageRequest,
  kind: string,
  images: readonly Buffer[],
  common: object,
  usage: object,
): readonly Buffer[] {
  const previews = Array.from({ length: request.previews }, (_, index) =>
    toTypedFrame({
      type: `${kind}.partial_image`,
      partial_image_index: index,
      b64_json: drawPreview(request, index).toString('base64'),
      ...common,
    }),
  );
  const finals = images.map((image, index) =>
    toTypedFrame({
      type: `${kind}.completed`,
      b64_json: image.toString('base64'),
      ...common,
      // Of all pictures, with the last one.
      ...(index === images.length - 1 ? usage : {}),
    }),
  );
  return [...previews, ...finals];
}

/** https://platform.openai.com/docs/guides/image-generation, "Cost and latency": square, and other. */
const OUTPUT_TOKENS: Readonly<Record<string, readonly [number, number]>> = {
  low: [272, 408],
  medium: [1056, 1584],
  high: [4160, 6240],
};

/** Text as everywhere here, 85 for each image that came in, 100 for each preview (same page). */
function usageOf(request: ImageRequest): Usage {
  const [square = 0, other = 0] = OUTPUT_TOKENS[request.quality] ?? [];
  const text = countTokens(request.prompt);
  const inputImage = 85 * (request.images.length + (request.mask === undefined ? 0 : 1));
  const each = request.width === request.height ? square : other;
  const output = request.count * each + (request.stream ? 100 * request.previews : 0);
  return { ...NOTHING, input: text + inputImage, inputImage, output, outputImage: output };
}

function toUsage({ input, inputImage, output }: Usage): object {
  return {
    input_tokens: input,
    input_tokens_details: { image_tokens: inputImage, text_tokens: input - inputImage },
    output_tokens: output,
    total_tokens: input + output,
  };
}

/** https://learn.microsoft.com/azure/ai-services/openai/reference, "Image generation", sample response. */
function dallEAnswer(
  call: DeploymentCall,
  request: ImageRequest,
  images: readonly Buffer[],
): Answer {
  const data = images.map((image) => {
    const base64 = image.toString('base64');
    // Azure's URL leads to a blob store for a day. This server has none: the URL holds the image.
    const shown = request.isUrl ? { url: `data:image/png;base64,${base64}` } : { b64_json: base64 };
    return { ...DALL_E_RESULTS, revised_prompt: request.prompt, ...shown };
  });
  return { kind: 'json', body: { created: call.createdS, data } };
}
