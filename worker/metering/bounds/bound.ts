// The most that a request can take, known before it is sent. A token is at least one byte of text, so the
// body's length bounds the input; the request's own limit, or the model's, bounds the output.

import type { PriceBinding } from '../../contract/prices.ts';
import { NINE, ZERO } from '../../formats/ascii.ts';
import { listItems } from '../../formats/json-list.ts';
import { readObject } from '../../formats/json-object.ts';
import type { Mention } from '../../formats/watched-keys.ts';
import { toNanodollars, worstRates, type Ordered } from './cost.ts';
import { outputLimit, type OutputLimit } from './output-limit.ts';
import type { Model } from '../../models/catalog.ts';
import { MEDIA_KEYS } from '../../models/named-inside.ts';
import type { Operation } from '../../operations/operation.ts';
import type { BodyChanges } from '../../request/outgoing-body.ts';
import { countIn } from '../../request/count-value.ts';
import type { RequestBody } from '../../request/read-body.ts';
import { fileOf, wavSeconds } from './wav.ts';

/** What is taken at most. */
export interface Amounts {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly nanodollars: number;
}

/** The bound of one request. */
export interface Bound {
  /** Without the output that can be limited. */
  readonly base: Amounts;
  /** Each unit: one token of each answer. */
  readonly each: Amounts;
  /** The units that the request wants; 0 where its output cannot be limited. */
  readonly most: number;
  /** The member that limits them; undefined: there is none. */
  readonly limit: OutputLimit | undefined;
  readonly ordered: Ordered;
}

/** A request for a model. */
export interface ModelRequest {
  readonly operation: Operation;
  readonly body: RequestBody;
  readonly model: Model;
  /** What is changed in the body anyway. */
  readonly changes: BodyChanges;
}

const NOTHING: Amounts = { inputTokens: 0, outputTokens: 0, nanodollars: 0 };

/** The bound of a request that costs nothing. */
export const FREE: Bound = {
  base: NOTHING,
  each: NOTHING,
  most: 0,
  limit: undefined,
  ordered: {},
};

/** The bound of a request for a model. Without a price, the amounts of money are 0. */
export function boundOf(request: ModelRequest): Bound {
  const { operation, model } = request;
  const { capability } = operation;
  if (capability === undefined) return FREE;
  switch (capability) {
    case 'chat':
    case 'completions':
    case 'responses':
      return operation.path === 'responses/input_tokens' ? FREE : boundText(request);
    case 'images':
      return boundImages(request);
    case 'speech':
      return boundSpeech(request);
    case 'transcription':
    case 'translation':
      return boundTranscript(request);
    case 'embeddings':
      return fixed(model, { inputTokens: textTokens(request), outputTokens: 0 });
    case 'realtime':
    case 'realtime-translation':
    case 'live':
      return FREE;
  }
}

function boundText(request: ModelRequest): Bound {
  const { body, model, operation } = request;
  const inputTokens = inputTokensOf(request);
  const answers = countAnswers(request);
  const rates = worstRates(model.price ?? {}, inputTokens);
  const percent = worstPercent(model);
  const each = {
    inputTokens: 0,
    outputTokens: answers,
    nanodollars: toNanodollars(answers * rates.output, percent),
  };
  // Rejected words of a prediction are billed as output:
  // https://platform.openai.com/docs/guides/predicted-outputs
  const predicted = body.kind === 'json' && body.root.has('prediction') ? inputTokens : 0;
  const base = {
    inputTokens,
    outputTokens: predicted,
    nanodollars: toNanodollars(inputTokens * rates.input + predicted * rates.output, percent),
  };
  if (operation.path === 'responses/compact') {
    // It has no limit.
    const { output } = model.tokens;
    return {
      ...FREE,
      base: {
        inputTokens,
        outputTokens: output,
        nanodollars: base.nanodollars + output * each.nanodollars,
      },
    };
  }
  const limit = outputLimit(request);
  const most = Math.min(limit?.asked ?? model.tokens.output, model.tokens.output);
  return { base, each, most, limit, ordered: {} };
}

/** A completion generates `best_of` answers to each prompt. */
function countAnswers({ operation, body }: ModelRequest): number {
  if (body.kind !== 'json') return 1;
  const { root } = body;
  const n = countIn(body, 'n') ?? 1;
  if (operation.capability === 'chat') return n;
  if (operation.capability !== 'completions') return 1;
  const answers = Math.max(n, countIn(body, 'best_of') ?? 1);
  return answers * countPrompts(root.valueOf('prompt') ?? new Uint8Array());
}

/** A list of numbers is one prompt, written in tokens. */
function countPrompts(prompt: Uint8Array): number {
  let prompts = 0;
  for (const item of listItems(prompt)) {
    const first = item[0] ?? 0;
    if (prompts === 0 && first >= ZERO && first <= NINE) return 1;
    prompts++;
  }
  return Math.max(prompts, 1);
}

/** With partial pictures (at most three of 100 tokens each): https://platform.openai.com/docs/guides/image-generation */
const PARTIAL_IMAGE_TOKENS = 100;

/** A picture that is edited, with high fidelity: https://platform.openai.com/docs/guides/images-vision */
const INPUT_IMAGE_TOKENS = 8000;

function boundImages(request: ModelRequest): Bound {
  const { body, model } = request;
  const images = countIn(body, 'n') ?? 1;
  const partial = countIn(body, 'partial_images') ?? 0;
  const outputTokens = images * (model.tokens.output + partial * PARTIAL_IMAGE_TOKENS);
  const inputTokens = imageText(request) + countImages(body) * INPUT_IMAGE_TOKENS;
  return fixed(model, { inputTokens, outputTokens }, { images });
}

/** The words of a request for pictures. Those of a form are in its short fields. */
function imageText(request: ModelRequest): number {
  const { body } = request;
  if (body.kind !== 'form') return textTokens(request);
  const words = body.fields.filter(({ name }) => !isImageField(name));
  return words.reduce((sum, { valueStart, valueEnd }) => sum + valueEnd - valueStart, 0);
}

function isImageField(name: string): boolean {
  return /^(image|mask)/.test(name);
}

function countImages(body: RequestBody): number {
  switch (body.kind) {
    case 'form':
      return body.fields.filter(({ name }) => isImageField(name)).length;
    case 'json':
      return body.root.mentions.filter(({ key }) => MEDIA_KEYS.has(key)).length;
    case 'opaque':
      return 0;
  }
}

function boundSpeech(request: ModelRequest): Bound {
  const { body, model } = request;
  const input = body.kind === 'json' ? body.root.get('input') : undefined;
  const characters = typeof input === 'string' ? input.length : textTokens(request);
  const outputTokens = model.price?.character === undefined ? model.tokens.output : 0;
  return fixed(model, { inputTokens: textTokens(request), outputTokens }, { characters });
}

function boundTranscript({ body, model }: ModelRequest): Bound {
  const { context, output } = model.tokens;
  const seconds = body.kind === 'form' ? (wavSeconds(fileOf(body)) ?? 0) : 0;
  const bySecond = toNanodollars(seconds * (model.price?.second ?? 0), worstPercent(model));
  const byToken = fixed(model, { inputTokens: context, outputTokens: output });
  const nanodollars = byToken.base.nanodollars + bySecond;
  return { ...byToken, base: { ...byToken.base, nanodollars } };
}

/** The bound of a request whose output cannot be limited. */
function fixed(
  model: Model,
  { inputTokens, outputTokens }: Pick<Amounts, 'inputTokens' | 'outputTokens'>,
  ordered: Ordered = {},
): Bound {
  const price: PriceBinding = model.price ?? {};
  const rates = worstRates(price, inputTokens);
  const pico =
    inputTokens * rates.input +
    outputTokens * rates.output +
    (ordered.images ?? 0) * (price.image ?? 0) +
    (ordered.characters ?? 0) * (price.character ?? 0);
  const nanodollars = toNanodollars(pico, worstPercent(model));
  return { ...FREE, base: { inputTokens, outputTokens, nanodollars }, ordered };
}

/** Azure refuses what is longer than the model's context; of a completion, each prompt by itself. */
function inputTokensOf(request: ModelRequest): number {
  const { operation, body, model } = request;
  if (operation.capability === 'completions') return bytesOf(body);
  return isUnknowable(body) ? model.tokens.context : textTokens(request);
}

function textTokens({ body, model }: ModelRequest): number {
  return Math.min(bytesOf(body), model.tokens.context);
}

function bytesOf(body: RequestBody): number {
  return body.kind === 'opaque' ? 0 : body.bytes.length;
}

/** Nothing in the body says how many tokens media take, or what Azure keeps. */
function isUnknowable(body: RequestBody): boolean {
  if (body.kind !== 'json') return false;
  const { root } = body;
  const isContinued = ['previous_response_id', 'conversation'].some((member) => root.has(member));
  return isContinued || root.mentions.some(isMedium) || namesStoredItem(root.valueOf('input'));
}

/** `audio` at the top says how the answer is to sound; further down it names an earlier one. */
function isMedium({ key, depth }: Mention): boolean {
  return MEDIA_KEYS.has(key) || (key === 'audio' && depth > 1);
}

/** So many items are looked at; more may be anything. */
const MAX_ITEMS = 2000;

/** What an item may hold by itself: https://platform.openai.com/docs/api-reference/responses/create */
const CONTENTS = ['content', 'arguments', 'output', 'encrypted_content', 'action', 'input', 'text'];

/** Whether a list of input has an item that only names what Azure keeps: `{"type":"item_reference","id":…}`. */
function namesStoredItem(input: Uint8Array = new Uint8Array()): boolean {
  let items = 0;
  for (const bytes of listItems(input)) {
    if (++items > MAX_ITEMS) return true;
    const item = readObject(bytes);
    if (item?.has('id') === true && !CONTENTS.some((member) => item.has(member))) return true;
  }
  return false;
}

/** The dearest account that may answer. */
function worstPercent({ routes }: Model): number {
  return Math.max(...routes.map(({ pricePercent }) => pricePercent));
}
