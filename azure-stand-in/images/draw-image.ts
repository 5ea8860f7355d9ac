// A generated image: one colour, and a caption that says what arrived, so that a test can check that its
// words and its files did.
import { createHash } from 'node:crypto';
import type { FormFile } from '../reading/form.ts';
import type { ImageRequest } from './image-request.ts';
import { encodePng } from './png.ts';

/** Draws image number `index`. The same request gives the same bytes. */
export function drawImage(request: ImageRequest, index: number): Buffer {
  return draw(request, captionOf(request, index));
}

/** Draws a preview of the first image, as streams carry them. */
export function drawPreview(request: ImageRequest, preview: number): Buffer {
  return draw(request, `${captionOf(request, 0)}\nPreview: ${preview + 1}`);
}

function draw({ width, height, background }: ImageRequest, caption: string): Buffer {
  const colour = createHash('sha256').update(caption).digest().subarray(0, 3);
  return encodePng({ width, height, colour, isTransparent: background === 'transparent', caption });
}

/** One line for each thing that arrived; images after the first say which they are. */
function captionOf(request: ImageRequest, index: number): string {
  const lines = [`You asked for: ${request.prompt}`];
  for (const image of request.images) lines.push(`Image: ${describe(image)}`);
  if (request.mask !== undefined) lines.push(`Mask: ${describe(request.mask)}`);
  if (index > 0) lines.push(`Number: ${index + 1}`);
  return lines.join('\n');
}

function describe({ name, type, bytes }: FormFile): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return `${name}, ${type}, ${bytes.length} bytes, sha256 ${hash}`;
}
