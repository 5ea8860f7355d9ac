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
import { Refusal } from '../../answers/refusal.ts';
import { countTokens } from '../../text/tokens.ts';
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
  const question = readQuestion(body, context);
  if (question instanceof Refusal) return question;
  const filtered = checkText(call.surface, body, question.allText);
  if (filtered !== undefined) return filtered;
  return {
    context,
    question,
    hasReasoning: call.model.reasoning !== undefined && isEffortSet(body),
    stored: body['store'] !== false,
    inputTokens: countInputTokens(body, context),
  };
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

function readQuestion(body: JsonObject, context: Context): Question | Refusal {
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
    maxTokens: numberField(body, 'max_output_tokens') ?? Infinity,
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
