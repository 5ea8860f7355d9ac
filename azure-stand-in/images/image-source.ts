// The images an edit starts from: files of a form, or data URLs and uploaded files of a JSON body.
import { filesOf } from '../kept/files.ts';
import type { FormFile } from '../reading/form.ts';
import { isObject, objectsField, textField, type JsonObject } from '../reading/json-value.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { missingParameter } from '../reading/parameter.ts';
import { invalidRequest, type Refusal } from '../answers/refusal.ts';

/** The images to edit. */
interface Sources {
  readonly images: readonly FormFile[];
  readonly mask: FormFile | undefined;
}

/** https://platform.openai.com/docs/api-reference/images/createEdit */
const MAX_IMAGES = 16;
/** https://learn.microsoft.com/azure/foundry/openai/how-to/dall-e: "less than 50 MB in size". */
const MAX_IMAGE_BYTES = 50_000_000;

/** Reads `image`, `image[]` and `mask` of a form, or `images` and `mask` of a JSON body. */
export function readSources(call: DeploymentCall): Sources | Refusal {
  const files = call.form?.files ?? namedFiles(call);
  const images = files.filter(({ field }) => field === 'image');
  const masks = files.filter(({ field }) => field === 'mask');
  if (images.length === 0) return missingParameter(call.form === undefined ? 'images' : 'image');
  if (images.length > MAX_IMAGES) {
    return invalidRequest(
      `Invalid 'image': array too long. Expected an array with maximum length ${MAX_IMAGES}, but ` +
        `got an array with length ${images.length} instead.`,
      'image',
      'array_above_max_length',
    );
  }
  const refusal =
    images.map((image) => checkFile(image, ['image/jpeg', 'image/png'])).find(Boolean) ??
    masks.map((mask) => checkFile(mask, ['image/png'])).find(Boolean);
  return refusal ?? { images, mask: masks[0] };
}

/** github openai/openai-node#1468: the type of the part decides, not its bytes. */
function checkFile(file: FormFile, types: readonly string[]): Refusal | undefined {
  const { field, type, bytes } = file;
  if (!types.includes(type)) {
    const known = new Intl.ListFormat('en').format(types.map((known) => `'${known}'`));
    return invalidRequest(
      `Invalid file '${field}': unsupported mimetype ('${type}'). Supported file formats are ${known}.`,
      field,
      'unsupported_file_mimetype',
    );
  }
  return bytes.length >= MAX_IMAGE_BYTES
    ? invalidRequest(`Invalid file '${field}': it must be less than 50 MB.`, field, 'invalid_value')
    : undefined;
}

function namedFiles({ body, memory }: DeploymentCall): readonly FormFile[] {
  const fileOf = (field: string, image: JsonObject): FormFile => {
    const file = filesOf(memory).get(textField(image, 'file_id'));
    if (file?.content === undefined) return dataFile(field, textField(image, 'image_url') ?? '');
    const { content: bytes } = file;
    const name = textField(file.body, 'filename') ?? '';
    return { field, name, type: name.endsWith('.png') ? 'image/png' : 'image/jpeg', bytes };
  };
  const mask = isObject(body['mask']) ? [body['mask']] : [];
  return [
    ...objectsField(body, 'images').map((image) => fileOf('image', image)),
    ...mask.map((image) => fileOf('mask', image)),
  ];
}

function dataFile(field: string, url: string): FormFile {
  const [, type = '', data = ''] = /^data:([^;,]+);base64,(.*)$/.exec(url) ?? [];
  return { field, name: 'data URL', type, bytes: Buffer.from(data, 'base64') };
}
