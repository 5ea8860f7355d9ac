// What cannot be bounded before it is sent, and what its answer does not report. Users whose money or
// tokens are limited may not use it.

import { RequestFailure } from '../../contract/failure.ts';
import { listItems } from '../../formats/json-list.ts';
import { readObject, sketchValue, type JsonText, type Member } from '../../formats/json-object.ts';
import { isList } from '../../formats/json.ts';
import type { Model } from '../../models/catalog.ts';
import type { Operation } from '../../operations/operation.ts';
import { countValue } from '../../request/count-value.ts';
import { fieldText } from '../../request/form.ts';
import type { FormBody, RequestBody } from '../../request/read-body.ts';
import { fileOf, wavSeconds } from './wav.ts';

/**
 * Tools that the client runs itself. Azure runs all others, and bills them by the call, by the session, or
 * as tokens of further rounds: https://learn.microsoft.com/azure/foundry/openai/how-to/responses
 */
const CLIENT_TOOLS: ReadonlySet<unknown> = new Set([
  'function',
  'custom',
  'local_shell',
  'apply_patch',
  'computer',
  'computer_use_preview',
]);

/** OpenAI takes 128 functions: https://platform.openai.com/docs/api-reference/chat/create */
const MAX_TOOLS = 1000;

/** Azure takes no more answers: https://learn.microsoft.com/azure/foundry/openai/reference */
const MAX_ANSWERS = 128;

/**
 * Tiers that cost no more than the table says. `auto` is the deployment's own. Priority costs more:
 * https://learn.microsoft.com/azure/foundry/openai/concepts/priority-processing
 */
const TIERS: ReadonlySet<unknown> = new Set(['auto', 'default', 'standard', 'flex']);

/**
 * Refuses an operation whose cost nothing bounds.
 *
 * @param method of the request
 * @throws RequestFailure
 */
export function refuseUnboundedOperation({ unbounded, upgrade }: Operation, method: string): void {
  if (unbounded !== undefined && (upgrade || method === 'POST')) throw notMetered(unbounded);
}

/**
 * Refuses a body whose cost is not known.
 *
 * @throws RequestFailure that names the first reason
 */
export function refuseUnboundedBody(body: RequestBody, model: Model): void {
  switch (body.kind) {
    case 'json':
      refuseMembers(body.root);
      return;
    case 'form':
      refuseFields(body, model);
      return;
    case 'opaque':
      return;
  }
}

const COUNTS = ['n', 'best_of', 'partial_images'];
const LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** The members that decide how much a request can cost. */
const DECISIVE: ReadonlySet<string> = new Set([
  ...COUNTS,
  ...LIMITS,
  ...['prompt', 'input', 'prediction', 'tools', 'background', 'web_search_options'],
  ...['data_sources', 'datasources', 'service_tier', 'model', 'stream', 'stream_options'],
  ...['previous_response_id', 'conversation'],
]);

function refuseMembers(root: JsonText): void {
  const repeated = findAmbiguous(root.members, DECISIVE);
  if (repeated !== undefined) throw notMetered(`the repeated or misspelt \`${repeated}\``);
  for (const name of [...COUNTS, ...LIMITS]) {
    const isGiven = root.has(name) && root.get(name) !== null;
    if (isGiven) refuseCount(name, countValue(root.get(name)));
  }
  if (root.get('background') === true) throw notMetered('a `background` response');
  if (kindOf(root, 'prompt') === 'object') throw notMetered('a stored `prompt`');
  const tier = root.has('service_tier') ? root.get('service_tier') : null;
  if (tier !== null && !TIERS.has(tier)) throw notMetered('this `service_tier`');
  for (const member of ['web_search_options', 'data_sources', 'dataSources']) {
    if (isPresent(root, member)) throw notMetered(`\`${member}\``);
  }
  refuseTools(root.valueOf('tools'));
}

/** @param count undefined: it is not a whole number above 0 */
function refuseCount(name: string, count: number | undefined): void {
  if (count === undefined) throw notMetered(`a \`${name}\` that is not a whole number above 0`);
  if (COUNTS.includes(name) && count > MAX_ANSWERS) {
    throw notMetered(`a \`${name}\` above ${MAX_ANSWERS}`);
  }
}

function refuseTools(tools: Uint8Array = new Uint8Array()): void {
  let number = 0;
  for (const bytes of listItems(tools)) {
    if (++number > MAX_TOOLS) throw notMetered(`a list of more than ${MAX_TOOLS} tools`);
    const tool = readObject(bytes);
    const type = tool?.get('type');
    const isClear = tool !== undefined && findAmbiguous(tool.members, TYPE) === undefined;
    if (!isClear || !CLIENT_TOOLS.has(type)) throw notMetered(describeTool(type));
  }
}

function describeTool(type: unknown): string {
  return typeof type === 'string' ? `the tool \`${type.slice(0, 50)}\`` : 'a tool without a type';
}

/** A member that tells what an object is. */
export const TYPE: ReadonlySet<string> = new Set(['type']);

/**
 * The first of the names that is there twice, or in another case: parsers disagree about both.
 *
 * @param names in lower case
 */
export function findAmbiguous(
  members: readonly Member[],
  names: ReadonlySet<string>,
): string | undefined {
  const seen = new Set<string>();
  for (const { key } of members) {
    const plain = key.toLowerCase();
    if (!names.has(plain)) continue;
    if ((plain !== key && key !== 'dataSources') || seen.has(key)) return plain;
    seen.add(key);
  }
  return undefined;
}

function refuseFields(body: FormBody, { id, price }: Model): void {
  for (const name of COUNTS) {
    const text = fieldText(body, name);
    if (text !== undefined) {
      refuseCount(name, /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);
    }
  }
  if (price?.second !== undefined && wavSeconds(fileOf(body)) === undefined) {
    throw notMetered(`audio for \`${id}\` that is not a WAV file`);
  }
}

function kindOf(
  root: JsonText,
  member: string,
): ReturnType<typeof sketchValue>['kind'] | undefined {
  const value = root.valueOf(member);
  return value && sketchValue(value, 0).kind;
}

function isPresent(root: JsonText, member: string): boolean {
  const value = root.get(member);
  // Too long to be parsed, it is there.
  if (value === undefined) return root.has(member);
  return value !== null && !(isList(value) && value.length === 0);
}

/** @param what the part of the request whose cost is not known */
export function notMetered(what: string): RequestFailure {
  return new RequestFailure({ kind: 'not_metered', what });
}
