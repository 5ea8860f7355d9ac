// Pictures, speech and embeddings: one request, one answer.
import { send, sendForJson } from '../api/request.ts';
import { list, number, object, text } from '../api/shape.ts';

/** A request with a text. */
export interface TextRequest {
  readonly key: string;
  readonly model: string;
  readonly text: string;
}

const IMAGES = object({ data: list(object({ b64_json: text })) });
const EMBEDDINGS = object({ data: list(object({ embedding: list(number) })) });

/**
 * A `data:` URL of one picture.
 *
 * @throws ApiFailure
 */
export async function createImage({ key, model, text: prompt }: TextRequest): Promise<string> {
  // Without this format the models before gpt-image answer with a URL at Azure. For gpt-image, which
  // refuses it, the gateway removes it.
  const body = { model, prompt, n: 1, size: '1024x1024', response_format: 'b64_json' };
  const { data } = await sendForJson({ path: '/v1/images/generations', key, body }, IMAGES);
  // Browsers look at an image's bytes, whatever image type is given.
  return `data:image/png;base64,${data[0]?.b64_json ?? ''}`;
}

/**
 * Sound of the spoken text.
 *
 * @throws ApiFailure
 */
export async function createSpeech(
  { key, model, text: input }: TextRequest,
  voice: string,
): Promise<Blob> {
  const response = await send({ path: '/v1/audio/speech', key, body: { model, input, voice } });
  return response.blob();
}

/** How alike two texts are. */
export interface Comparison {
  /** From -1 to 1. */
  readonly similarity: number;
  readonly dimensions: number;
}

/**
 * Compares two texts by their embeddings.
 *
 * @throws ApiFailure
 */
export async function compareTexts(
  { key, model, text: one }: TextRequest,
  other: string,
): Promise<Comparison> {
  const body = { model, input: [one, other], encoding_format: 'float' };
  const { data } = await sendForJson({ path: '/v1/embeddings', key, body }, EMBEDDINGS);
  const [first = [], second = []] = data.map(({ embedding }) => embedding);
  const product = dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second));
  return { similarity: product, dimensions: first.length };
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
