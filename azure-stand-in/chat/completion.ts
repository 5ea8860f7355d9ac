// Completions (the legacy text operation), from a call to its answer, whole or streamed.
import { fitPieces, fitText, type FittedText } from '../text/answer-text.ts';
import {
  checkPrompt,
  FILTERED_RESULTS,
  promptResults,
  SAFE_RESULTS,
  streamOpener,
} from '../text/content-filter.ts';
import { DONE_FRAME, frameTemplate, toFrame } from '../delivery/event-frame.ts';
import {
  isObject,
  isTextList,
  isTokenList,
  numberField,
  type JsonObject,
} from '../reading/json-value.ts';
import type { Answer } from '../answers/answer.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { generatePieces } from '../faults/pace.ts';
import { checkLimits, readStop } from '../reading/parameter.ts';
import { tokenId } from '../text/token-id.ts';
import { chargeFiltered, usageOf } from '../usage/usage-directive.ts';
import type { Usage } from '../usage/usage.ts';
import { countTokens, splitTokens } from '../text/tokens.ts';

/** `POST completions`: one answer for each prompt and each of its `n` choices. */
export function answerCompletion(call: DeploymentCall): Answer {
  const { body } = call;
  const prompts = readPrompts(body);
  const refusal = checkLimits(body);
  if (refusal !== undefined) return refusal;
  const count = numberField(body, 'n') ?? 1;
  const limit = prompts.length * count * (numberField(body, 'max_tokens') ?? DEFAULT_MAX_TOKENS);
  const input = prompts.reduce((sum, text) => sum + countTokens(text), 0);
  const filtered = checkPrompt(call.surface, prompts.join('\n'));
  if (filtered !== undefined) {
    chargeFiltered(call, input, limit);
    return filtered;
  }
  const choices = prompts.flatMap((prompt) =>
    Array.from({ length: count }, () => compose(call, prompt)),
  );
  const head = {
    id: tokenId('cmpl-', JSON.stringify(body)),
    object: 'text_completion',
    created: call.createdS,
    model: call.model.servedName,
  };
  const output = countWritten(prompts, choices, body['echo'] === true);
  const used = usageOf({ input, output, limit }, call.usage);
  call.charge(used);
  const usage = call.usage.isOmitted ? undefined : toUsage(used);
  if (body['stream'] === true) {
    const options = body['stream_options'];
    const shown = isObject(options) && options['include_usage'] === true ? usage : undefined;
    return { kind: 'events', frames: frames(call, head, choices, prompts.length, shown) };
  }
  return {
    kind: 'json',
    body: {
      ...head,
      prompt_filter_results: prompts.map((_, index) => promptResults(index)),
      choices: choices.map((choice, index) => ({
        text: choice.pieces.join(''),
        index,
        finish_reason: choice.end,
        logprobs: null,
        content_filter_results: resultsOf(choice),
      })),
      ...(usage === undefined ? {} : { usage }),
    },
  };
}

/** Prompts, and the longest answer to each. */
export function estimateCompletionTokens(body: JsonObject): number {
  const prompts = readPrompts(body);
  const longest = numberField(body, 'max_tokens') ?? DEFAULT_MAX_TOKENS;
  return prompts.reduce((sum, prompt) => sum + countTokens(prompt) + longest, 0);
}

/** As OpenAI's: https://platform.openai.com/docs/api-reference/completions/create */
const DEFAULT_MAX_TOKENS = 16;

/** A prompt is text, tokens, or a list of either. Tokens are shown by their numbers. */
function readPrompts(body: JsonObject): readonly string[] {
  const prompt = body['prompt'] ?? '<|endoftext|>';
  if (typeof prompt === 'string') return [prompt];
  if (isTokenList(prompt)) return [prompt.join(' ')];
  if (isTextList(prompt)) return prompt;
  return Array.isArray(prompt) ? prompt.filter(isTokenList).map((tokens) => tokens.join(' ')) : [];
}

function compose(call: DeploymentCall, prompt: string): FittedText {
  const { body, pace } = call;
  const limits = {
    stop: readStop(body),
    maxTokens: numberField(body, 'max_tokens') ?? DEFAULT_MAX_TOKENS,
    prompt,
  };
  const fitted =
    pace.events === undefined
      ? fitText(` You said: ${prompt}`, limits)
      : fitPieces(generatePieces(pace.events, pace.size), {
          ...limits,
          maxTokens: numberField(body, 'max_tokens') ?? Infinity,
        });
  return body['echo'] === true
    ? { ...fitted, pieces: [...splitTokens(prompt), ...fitted.pieces] }
    : fitted;
}

function resultsOf(choice: FittedText): object {
  return choice.end === 'content_filter' ? FILTERED_RESULTS : SAFE_RESULTS;
}

/** Tokens of the answers; a repeated prompt is not written. */
function countWritten(
  prompts: readonly string[],
  choices: readonly FittedText[],
  isEchoed: boolean,
): number {
  const prompt = prompts.reduce((sum, text) => sum + countTokens(text), 0);
  const written = choices.reduce((sum, choice) => sum + choice.pieces.length, 0);
  return written - (isEchoed ? (prompt * choices.length) / Math.max(prompts.length, 1) : 0);
}

function toUsage({ input, output }: Usage): object {
  return { completion_tokens: output, prompt_tokens: input, total_tokens: input + output };
}

function frames(
  call: DeploymentCall,
  head: object,
  choices: readonly FittedText[],
  prompts: number,
  usage: object | undefined,
): readonly Buffer[] {
  const chunk = (index: number, text: string, end: string | null, results: object): object => ({
    ...head,
    choices: [{ text, index, finish_reason: end, logprobs: null, content_filter_results: results }],
  });
  return [
    ...(call.fault['no-opener'] === true ? [] : [toFrame(streamOpener(prompts))]),
    ...choices.flatMap((choice, index) => [
      ...choice.pieces.map(frameTemplate((mark) => chunk(index, mark, null, SAFE_RESULTS))),
      toFrame(chunk(index, '', choice.end, choice.end === 'stop' ? {} : resultsOf(choice))),
    ]),
    ...(usage === undefined ? [] : [toFrame({ ...head, choices: [], usage })]),
    DONE_FRAME,
  ];
}
