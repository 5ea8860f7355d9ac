// What a chat answers: text that repeats what arrived, JSON for a schema, or a tool call.
import { fitPieces, fitText, type FittedText } from '../text/answer-text.ts';
import type { ChatRequest } from './chat-request.ts';
import { generatePieces, type Pace } from '../faults/pace.ts';
import { exampleValue } from './schema-value.ts';
import { splitTokens } from '../text/tokens.ts';
import { toolArguments, type Tool } from './tool.ts';

/** One choice of an answer. */
export type ChatChoice =
  | ({ readonly kind: 'text' } & FittedText)
  | {
      readonly kind: 'tool';
      readonly tool: Tool;
      readonly pieces: readonly string[];
      /** The arguments end in the middle. */
      readonly isCut: boolean;
    };

/** What an answer is made from, also that of the Responses API. */
export type Question = Omit<
  ChatRequest,
  'stream' | 'includeUsage' | 'promptTokens' | 'topLogprobs'
> & {
  /** The text goes on until its limit. */
  readonly isPadded: boolean;
  /** What the user said in turns that the server remembers. */
  readonly earlier?: readonly string[];
  /** What hosted tools found. */
  readonly found?: readonly string[];
};

/** Composes every choice. The same request gives the same answer. */
export function composeChoices(request: Question, pace: Pace): readonly ChatChoice[] {
  return Array.from({ length: request.choices }, (_, index) => composeChoice(request, pace, index));
}

/** Tokens of all choices. */
export function countCompletionTokens(choices: readonly ChatChoice[]): number {
  return choices.reduce((sum, choice) => sum + choice.pieces.length, 0);
}

function composeChoice(request: Question, pace: Pace, index: number): ChatChoice {
  const limits = { stop: request.stop, maxTokens: request.maxTokens, prompt: request.allText };
  if (pace.events !== undefined) {
    return { kind: 'text', ...fitPieces(generatePieces(pace.events, pace.size), limits) };
  }
  const { tool } = request;
  if (tool !== undefined) {
    const pieces = splitTokens(toolArguments(tool, request.userText));
    const { maxTokens } = request;
    const isCut = pieces.length > maxTokens;
    return { kind: 'tool', tool, pieces: isCut ? pieces.slice(0, maxTokens) : pieces, isCut };
  }
  const text = request.schema === undefined ? echo(request, index) : json(request.schema, request);
  const fitted = fitText(text, limits);
  return { kind: 'text', ...(request.isPadded ? pad(fitted, request.maxTokens) : fitted) };
}

/** Goes on until the limit is reached. */
function pad({ pieces }: FittedText, maxTokens: number): FittedText {
  const missing = maxTokens === Infinity ? 0 : maxTokens - pieces.length;
  return { pieces: [...pieces, ...Array.from({ length: missing }, () => ' more')], end: 'length' };
}

function json(schema: Parameters<typeof exampleValue>[0], request: Question): string {
  return JSON.stringify(exampleValue(schema, request.userText));
}

/** One line for each thing that arrived; choices after the first say which they are. */
function echo(request: Question, index: number): string {
  const lines = [`You said: ${request.userText}`];
  for (const result of request.toolResults) lines.push(`The tool said: ${result}`);
  for (const text of request.earlier ?? []) lines.push(`Before: ${text}`);
  lines.push(...(request.found ?? []));
  for (const [name, count] of request.attachments) lines.push(`${name}: ${count}`);
  if (request.instructions !== '') lines.push(`Instructions: ${request.instructions}`);
  if (index > 0) lines.push(`Choice: ${index + 1}`);
  return lines.join('\n');
}
