// Reads a call to `POST responses` into what its answer needs.
import type { Question } from '../../chat/chat-answer.ts';
import { readToolChoice } from '../../chat/tool.ts';
import {
  isObject,
  numberField,
  objectsField,
  textField,
  type JsonObject,
} from '../../reading/json-value.ts';
import type { DeploymentCall } from '../../operation/operation.ts';
import { invalidRequest, Refusal } from '../../answers/refusal.ts';
import { isFiltered } from '../../text/content-filter.ts';
import { countTokens } from '../../text/tokens.ts';
import { chargeFiltered, usageOf } from '../../usage/usage-directive.ts';
import { NOTHING } from '../../usage/usage.ts';
import { expandCompactions, readContext, type Context } from '../items/context.ts';
import { countItemTokens, countParts, itemText, type Item } from '../items/item.ts';
import type { KeptResponse } from '../items/response-store.ts';
import { checkParameters, checkText } from './response-parameter.ts';
import { toChatTools } from './response-tool.ts';

/** A call, checked. */
export interface ResponseRequest {
  readonly context: Context;
  readonly question: Question;
  /** True when the answer begins with a reasoning item. */
  readonly hasReasoning: boolean;
  /** Tokens of that item. */
  readonly reasoningTokens: number;
  readonly stored: boolean;
  readonly inputTokens: number;
}

/** Reads and checks the call; `source` and `recall` as `readContext` takes them. */
export function readResponseRequest(
  call: DeploymentCall,
  source: string,
  recall: (id: string) => KeptResponse | undefined,
): ResponseRequest | Refusal {
  const { body } = call;
  const refusal = checkParameters(body, call.model);
  if (refusal !== undefined) return refusal;
  const context = readContext(call, source, recall);
  if (context instanceof Refusal) return context;
  const question = readQuestion(call, context);
  if (question instanceof Refusal) return question;
  const inputTokens = countInputTokens(body, context);
  const refused = checkInput(call, inputTokens) ?? checkText(call.surface, body, question.allText);
  if (refused !== undefined) {
    if (isFiltered(refused)) chargeFiltered(call, inputTokens, question.maxTokens);
    return refused;
  }
  const hasReasoning = call.model.reasoning !== undefined && isEffortSet(body);
  return {
    context,
    question,
    hasReasoning,
    reasoningTokens: hasReasoning ? Math.min(REASONING_TOKENS, question.maxTokens) : 0,
    stored: body['store'] !== false,
    inputTokens,
  };
}

/** Tokens that a reasoning item counts as, unless the request says otherwise. */
const REASONING_TOKENS = 16;

/** Chat's is another one (github dyad-sh/dyad#1672). The input was read, so it is billed. */
function checkInput(call: DeploymentCall, inputTokens: number): Refusal | undefined {
  const { input } = usageOf({ input: inputTokens, output: 0, limit: 0 }, call.usage);
  if (input <= (call.model.limits?.input ?? Infinity)) return undefined;
  call.charge({ ...NOTHING, input });
  return invalidRequest(
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
    'input',
    'context_length_exceeded',
  );
}

/** A model that reasons by default shows no item of it unless the request names an effort. */
function isEffortSet(body: JsonObject): boolean {
  const reasoning = isObject(body['reasoning']) ? body['reasoning'] : {};
  const effort = textField(reasoning, 'effort') ?? 'none';
  return effort !== 'none';
}

/** Tokens of all that was said, 3 more for the answer. */
export function countInputTokens(body: JsonObject, context: Context): number {
  const items = expandCompactions([...context.earlier, ...context.input]);
  return countItemTokens(items) + countTokens(textField(body, 'instructions') ?? '') + 3;
}

function readQuestion(call: DeploymentCall, context: Context): Question | Refusal {
  const { body, model, usage, pace } = call;
  const tool = readToolChoice(toChatTools(body));
  if (tool instanceof Refusal) return tool;
  const items = expandCompactions(context.input);
  const earlier = expandCompactions(context.earlier);
  const isOutput = (item: Item): boolean => item.type.endsWith('_call_output');
  const toolResults = items.slice(items.findLastIndex((item) => !isOutput(item)) + 1).map(itemText);
  const said = [...texts(earlier, 'user'), ...texts(items, 'user')];
  const instructions = [
    textField(body, 'instructions') ?? '',
    ...texts([...earlier, ...items], 'system', 'developer'),
  ];
  const hosted = objectsField(body, 'tools').filter(({ type }) => !isCallable(type)).length;
  return {
    userText: said.at(-1) ?? '',
    earlier: said.slice(0, -1),
    instructions: instructions.filter((text) => text !== '').join('\n'),
    allText: [...instructions, ...[...earlier, ...items].map(itemText)].join('\n'),
    attachments: new Map([
      ...countParts(items),
      ...(hosted > 0 ? ([['Hosted tools', hosted]] as const) : []),
    ]),
    toolResults,
    // A tool that has just answered is not called again, or the conversation would never end.
    tool: toolResults.length === 0 ? tool : undefined,
    schema: readSchema(body),
    choices: 1,
    stop: [],
    // More than the model can write is taken: no report has a refusal.
    maxTokens: Math.min(
      numberField(body, 'max_output_tokens') ?? Infinity,
      (pace.events === undefined ? model.limits?.output : undefined) ?? Infinity,
    ),
    isPadded: usage.spend === 'limit' && model.reasoning === undefined,
  };
}

function texts(items: readonly Item[], ...roles: readonly string[]): readonly string[] {
  return items.filter(({ role }) => roles.includes(String(role))).map(itemText);
}

function isCallable(type: unknown): boolean {
  return type === 'function' || type === 'custom';
}

function readSchema(body: JsonObject): JsonObject | undefined {
  const format = isObject(body['text']) ? body['text']['format'] : undefined;
  if (!isObject(format) || format['type'] === 'text') return undefined;
  if (isObject(format['schema'])) return format['schema'];
  return { type: 'object', properties: { answer: { type: 'string' } } };
}
