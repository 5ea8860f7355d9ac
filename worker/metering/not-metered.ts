// What cannot be bounded before it is sent, and what its answer does not report. Users whose money or
// tokens are limited may not use it.

import { RequestFailure } from '../contract/failure.ts';
import { readObject, type JsonText } from '../formats/json-object.ts';
import { isList, isObject } from '../formats/json.ts';
import { listItems } from '../formats/json-list.ts';
import type { Operation } from '../operations/operation.ts';

/**
 * Tools that the client runs itself, or that only describe text. Azure runs all others, and bills them by
 * the call, by the session, or as tokens of further rounds:
 * https://learn.microsoft.com/azure/foundry/openai/how-to/responses
 */
const CLIENT_TOOLS: ReadonlySet<unknown> = new Set([
  'function',
  'custom',
  'local_shell',
  'apply_patch',
  'computer',
  'computer_use_preview',
]);

/** Operations that make Azure work, or keep something at a price, beyond their own answer. */
const UNBOUNDED: readonly (readonly [path: RegExp, what: string])[] = [
  [/^(realtime|live)(\/|$)/, 'a realtime session'],
  [/^batches$/, 'a batch'],
  [/^fine_tuning\//, 'fine-tuning'],
  [/^containers$/, 'a container'],
  [/^vector_stores/, 'a vector store'],
];

/**
 * Refuses such an operation. Reading and deleting is free.
 *
 * @param method of the request
 * @throws RequestFailure
 */
export function refuseUnboundedOperation({ path, upgrade }: Operation, method: string): void {
  if (!upgrade && method !== 'POST') return;
  const [, what] = UNBOUNDED.find(([pattern]) => pattern.test(path)) ?? [];
  if (what !== undefined) throw refused(what);
}

/**
 * Refuses members of a request whose cost is not known.
 *
 * @throws RequestFailure that names the first of them
 */
export function refuseUnboundedMembers(root: JsonText): void {
  refuseAmbiguous(root);
  if (root.get('background') === true) throw refused('a `background` response');
  if (isPresent(root, 'prompt') && isObject(root.get('prompt'))) throw refused('a stored `prompt`');
  for (const member of ['web_search_options', 'data_sources', 'dataSources']) {
    if (isPresent(root, member)) throw refused(`\`${member}\``);
  }
  const tools = root.valueOf('tools');
  if (tools === undefined) return;
  for (const tool of listItems(tools)) {
    const type = readObject(tool)?.get('type');
    if (!CLIENT_TOOLS.has(type)) throw refused(describeTool(type));
  }
}

/** The members that decide how much a request can cost. */
const DECISIVE: ReadonlySet<string> = new Set([
  ...['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'n', 'best_of', 'prompt'],
  ...['tools', 'background', 'web_search_options', 'data_sources', 'service_tier', 'model'],
  ...['previous_response_id', 'conversation', 'partial_images', 'prediction', 'stream'],
]);

/** Parsers disagree about members that are there twice, and about names in another case. */
function refuseAmbiguous({ members }: JsonText): void {
  const seen = new Set<string>();
  for (const { key } of members) {
    const plain = key.toLowerCase();
    if (!DECISIVE.has(plain)) continue;
    if (plain !== key || seen.has(key)) throw refused(`the repeated or misspelt \`${plain}\``);
    seen.add(key);
  }
}

/** A tool of an older API, such as `functions`, has no type and is not in `tools`. */
function describeTool(type: unknown): string {
  return typeof type === 'string' ? `the tool \`${type.slice(0, 50)}\`` : 'a tool without a type';
}

function isPresent(root: JsonText, member: string): boolean {
  const value = root.get(member);
  // Too long to be parsed, it is there.
  if (value === undefined) return root.has(member);
  return value !== null && !(isList(value) && value.length === 0);
}

function refused(what: string): RequestFailure {
  return new RequestFailure({ kind: 'not_metered', what });
}
