// What a generated picture shows: a colour that is the request's, and a caption of what arrived,
// so that a test can tell that its words and its files did. Encoding is in `png.ts` and `jpeg.ts`.
import { createHash } from 'node:crypto';
import type { FormFile } from '../reading/form.ts';
import type { ImageRequest } from './image-request.ts';
import { encodeJpeg } from './jpeg.ts';
import { encodePng } from './png.ts';

/** A picture before it is encoded. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly colour: readonly [red: number, green: number, blue: number];
  readonly isTransparent: boolean;
  readonly caption: string;
}

/** Draws image number `index`. The same request gives the same bytes. */
export function drawImage(request: ImageRequest, index: number): Buffer {
  return draw(request, captionOf(request, index));
}

/** Draws a preview of the first image, as streams carry them. */
export function drawPreview(request: ImageRequest, preview: number): Buffer {
  return draw(request, `${captionOf(request, 0)}\nPreview: ${preview + 1}`);
}

function draw(request: ImageRequest, caption: string): Buffer {
  const [red = 0, green = 0, blue = 0] = createHash('sha256').update(caption).digest();
  const picture = {
    width: request.width,
    height: request.height,
    colour: [red, green, blue],
    isTransparent: request.background === 'transparent',
    caption,
  } as const;
  return request.format === 'jpeg' ? encodeJpeg(picture) : encodePng(picture);
}

/** One line for each thing that arrived; images after the first say which they are. */
function captionOf(request: ImageRequest, index: number): string {
  const lines = [`You asked for: ${request.prompt}`, ...request.images.map(describe('Image'))];
  if (request.mask !== undefined) lines.push(describe('Mask')(request.mask));
  if (index > 0) lines.push(`Number: ${index + 1}`);
  return lines.join('\n');
}

function describe(what: string): (file: FormFile) => string {
  return ({ name, type, bytes }) => {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    return `${what}: ${name}, ${type}, ${bytes.length} bytes, sha256 ${hash}`;
  };
}
