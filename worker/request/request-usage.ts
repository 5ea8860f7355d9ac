// Azure reports the tokens of a stream of chat or completions only if the request asks for them.

import { MAX_MEMBERS } from '../contract/limits.ts';
import { setMember, type MemberEdit } from '../formats/json-edit.ts';
import { readObject } from '../formats/json-object.ts';
import { isObject } from '../formats/json.ts';
import type { Model } from '../models/catalog.ts';
import type { Operation } from '../operations/operation.ts';
import type { RequestBody } from './read-body.ts';

/** Dated versions before it do not know `include_usage`: https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle */
const FIRST_API_VERSION = '2024-09-01-preview';

/**
 * The edit of `stream_options` that makes Azure report the tokens; undefined where none is needed or
 * possible.
 */
export function usageEdit(
  operation: Operation,
  body: RequestBody,
  model: Model | undefined,
): MemberEdit | undefined {
  const { stream } = operation;
  if ((stream !== 'chat' && stream !== 'text') || body.kind !== 'json' || model === undefined)
    return undefined;
  if (model.overrides?.drop?.includes('stream_options') === true) return undefined;
  const { has, get, valueOf } = body.root;
  if (get('stream') !== true) return undefined;
  if (model.upstream === 'deployment' && model.apiVersion < FIRST_API_VERSION) return undefined;
  const options = get('stream_options');
  if (!has('stream_options') || options === null) {
    return { kind: 'set', value: '{"include_usage":true}' };
  }
  // Anything but a short object is left to Azure, which refuses it.
  if (!isObject(options) || options['include_usage'] === true) return undefined;
  const object = readObject(valueOf('stream_options') ?? new Uint8Array(), { most: MAX_MEMBERS });
  return object && { kind: 'set', value: setMember(object, 'include_usage', 'true') };
}
