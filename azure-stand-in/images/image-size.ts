// The sizes each image model takes
// (https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e, "Size").
import { invalidChoice } from '../reading/parameter.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';

/** In pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

const GPT_IMAGE_1_SIZES = ['1024x1024', '1024x1536', '1536x1024', 'auto'];
const DALL_E_3_SIZES = ['1024x1024', '1792x1024', '1024x1792', 'auto'];

/** Reads a size; `auto` is a square here. */
export function readSize(model: string, text: string): Size | Refusal {
  const [, width = '', height = ''] = /^(\d{1,5})x(\d{1,5})$/.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  if (model.startsWith('gpt-image-2') && width !== '') {
    return isDrawable(size)
      ? size
      : invalidRequest(
          `Invalid size '${text}'. Both edges must be a multiple of 16 pixels and at most 3840, ` +
            'their ratio at most 3:1, and the image from 655,360 to 8,294,400 pixels.',
          'size',
          'invalid_value',
        );
  }
  const sizes = model === 'dall-e-3' ? DALL_E_3_SIZES : GPT_IMAGE_1_SIZES;
  if (!sizes.includes(text)) return invalidChoice('size', text, sizes);
  return text === 'auto' ? { width: 1024, height: 1024 } : size;
}

function isDrawable({ width, height }: Size): boolean {
  const [short, long] = width < height ? [width, height] : [height, width];
  const pixels = width * height;
  return (
    (width | height) % 16 === 0 &&
    long <= 3840 &&
    long <= 3 * short &&
    pixels >= 655_360 &&
    pixels <= 8_294_400
  );
}
