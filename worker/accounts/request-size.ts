// How large a request is, as Azure estimates it for its rate limits: the prompt, and the most that the
// answer may have. https://learn.microsoft.com/azure/foundry/openai/how-to/quota

import type { Asker } from '../models/refusals.ts';
import type { RequestBody } from '../request/read-body.ts';

/** Members that bound the tokens of an answer. */
const OUTPUT_LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** English text has some four bytes for each token. */
const BYTES_PER_TOKEN = 4;

/** Requests of one class differ by less than this factor. */
const CLASS_FACTOR = 4;

/** Whose request it is, and how large. The size is found out only if it is needed. */
export class RequestAsker implements Asker {
  readonly user: string;
  readonly #body: RequestBody;
  #sizeClass: number | undefined;

  constructor(user: string, body: RequestBody) {
    this.user = user;
    this.#body = body;
  }

  get sizeClass(): number {
    this.#sizeClass ??= sizeClassOf(estimateTokens(this.#body));
    return this.#sizeClass;
  }
}

/** 0 for less than 4 tokens, 1 for less than 16, and so on. */
export function sizeClassOf(tokens: number): number {
  return Math.floor(Math.log(Math.max(tokens, 1)) / Math.log(CLASS_FACTOR));
}

function estimateTokens(body: RequestBody): number {
  if (body.kind !== 'json') return (body.bytes?.length ?? 0) / BYTES_PER_TOKEN;
  const { root, bytes } = body;
  const output = Math.max(...OUTPUT_LIMITS.map((name) => amountOf(root.get(name)) ?? 0));
  const answers = Math.max(amountOf(root.get('n')) ?? 1, amountOf(root.get('best_of')) ?? 1);
  return bytes.length / BYTES_PER_TOKEN + output * answers;
}

/** More than any model has, and little enough to be multiplied. */
const MOST = 1e9;

function amountOf(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? Math.min(value, MOST) : undefined;
}
