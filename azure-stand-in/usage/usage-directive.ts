// The `x-ms-usage` request header: what an answer uses, besides the text that can be seen, and whether it
// says so.
import { parseDirective, type Vocabulary } from '../faults/directive.ts';
import { NOTHING, type Usage } from './usage.ts';

/** The header's items, separated by `;`. Example: `cached=1024; reasoning=200`. */
export const USAGE_VOCABULARY = {
  spend: {
    takes: 'word',
    among: ['limit', 'refused'],
    does: 'all tokens up to the limit: limit, or refused (chat: 400 for it)',
  },
  input: { takes: 'number', does: 'the input counts as N tokens of text' },
  cached: { takes: 'number', does: 'N tokens of the input come from the cache' },
  'cache-write': { takes: 'number', does: 'N tokens of the input are written to the cache' },
  reasoning: { takes: 'number', does: 'N tokens of reasoning, as far as the limit has room' },
  'audio-in': { takes: 'number', does: 'N more tokens of input, of audio' },
  'audio-out': { takes: 'number', does: 'N more tokens of output, of audio, within the limit' },
  'image-in': { takes: 'number', does: 'N more tokens of input, of images' },
  omit: { takes: 'nothing', does: 'the answer does not say what it used' },
  processed: { takes: 'nothing', does: 'with a status in x-ms-fault: it is billed' },
} as const satisfies Vocabulary;

/** The parsed header. */
export interface UsageDirective {
  /** `limit`: the answer uses its limit up; `refused`: it does so before it has said anything. */
  readonly spend: 'limit' | 'refused' | undefined;
  readonly input: number | undefined;
  readonly cached: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
  readonly inputAudio: number;
  readonly outputAudio: number;
  readonly inputImage: number;
  readonly isOmitted: boolean;
  readonly isProcessed: boolean;
}

/** What happens without the header. */
export const NO_DIRECTIVE: UsageDirective = {
  spend: undefined,
  input: undefined,
  cached: 0,
  cacheWrite: 0,
  reasoning: 0,
  inputAudio: 0,
  outputAudio: 0,
  inputImage: 0,
  isOmitted: false,
  isProcessed: false,
};

/**
 * Parses the header.
 *
 * @returns the directive, or a sentence that says what is wrong with it
 */
export function parseUsage(text: string): UsageDirective | string {
  const parsed = parseDirective(text, USAGE_VOCABULARY);
  if (typeof parsed === 'string') return parsed;
  const number = (name: keyof typeof USAGE_VOCABULARY): number | undefined =>
    typeof parsed[name] === 'number' ? parsed[name] : undefined;
  return {
    spend: parsed['spend'] as UsageDirective['spend'],
    input: number('input'),
    cached: number('cached') ?? 0,
    cacheWrite: number('cache-write') ?? 0,
    reasoning: number('reasoning') ?? 0,
    inputAudio: number('audio-in') ?? 0,
    outputAudio: number('audio-out') ?? 0,
    inputImage: number('image-in') ?? 0,
    isOmitted: parsed['omit'] === true,
    isProcessed: parsed['processed'] === true,
  };
}

/** What was read and written, before the directive. */
interface Written {
  readonly input: number;
  /** Tokens that can be seen. */
  readonly output: number;
  /** Tokens of reasoning that the model has by itself. */
  readonly reasoning?: number;
  /** Of the output: Infinity when nothing limits it. */
  readonly limit: number;
}

/**
 * The usage of an answer under the directive. The output never exceeds its limit, which holds for
 * reasoning, too (https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning, "Usage"), unless
 * more than that can be seen.
 */
export function usageOf(written: Written, directive: UsageDirective): Usage {
  const { inputAudio, inputImage, spend } = directive;
  const own = written.reasoning ?? 0;
  const text = directive.input ?? written.input;
  const cached = Math.min(directive.cached, text);
  const room = Math.max(0, written.limit - written.output - own);
  const outputAudio = Math.min(directive.outputAudio, room);
  const most = room - outputAudio;
  const isAll = spend !== undefined && most !== Infinity;
  const reasoning = own + (isAll ? most : Math.min(directive.reasoning, most));
  return {
    ...NOTHING,
    input: text + inputAudio + inputImage,
    cached,
    cacheWrite: Math.min(directive.cacheWrite, text - cached),
    inputAudio,
    inputImage,
    output: written.output + reasoning + outputAudio,
    reasoning,
    outputAudio,
  };
}

/** A call whose usage can be charged. */
interface ChargedCall {
  readonly usage: UsageDirective;
  readonly charge: (usage: Usage) => void;
}

/**
 * Charges a prompt that the content filter refused. The filter works beside the model, so there is a
 * charge for the prompt and for the completion
 * (https://learn.microsoft.com/azure/foundry/openai/concepts/content-filter, "Important"). How far the
 * model had come cannot be known; here as far as the prompt is long.
 */
export function chargeFiltered({ usage, charge }: ChargedCall, input: number, limit: number): void {
  charge(usageOf({ input, output: Math.min(input, limit), limit }, usage));
}
