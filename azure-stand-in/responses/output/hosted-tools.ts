// Tools that Azure runs itself: file search, web search, code interpreter. Each is called once, before the
// answer, which names what was found and cites it
// (https://platform.openai.com/docs/guides/tools-file-search, tools-web-search, tools-code-interpreter; Azure:
// https://learn.microsoft.com/azure/foundry/openai/how-to/responses).
import { notFound, Refusal } from '../../answers/refusal.ts';
import { openContainer, writeFile } from '../../kept/containers.ts';
import { searchStores, vectorStoresOf } from '../../kept/file-search.ts';
import type { DeploymentCall } from '../../operation/operation.ts';
import {
  isObject,
  isTextList,
  numberField,
  objectsField,
  type JsonObject,
} from '../../reading/json-value.ts';
import { newItemId, type Item } from '../items/item.ts';
import type { Output } from './output-item.ts';

/** What the hosted tools of a call did. */
export interface HostedWork {
  readonly outputs: readonly Output[];
  /** Of the answer's text. */
  readonly annotations: readonly JsonObject[];
  /** Lines that the answer repeats. */
  readonly found: readonly string[];
}

/** One tool's work: its item without id, and what goes into the answer. */
interface ToolWork {
  readonly item: JsonObject & { readonly type: string };
  /** Names of the events between the item's beginning and its end. */
  readonly steps: readonly string[];
  readonly annotations: readonly JsonObject[];
  readonly found: readonly string[];
}

type Run = (call: DeploymentCall, tool: JsonObject, query: string) => ToolWork | Refusal;

const RUNS: Readonly<Record<string, Run>> = {
  file_search: searchFiles,
  web_search: searchWeb,
  web_search_preview: searchWeb,
  code_interpreter: interpret,
};

/** Runs the hosted tools of a call. `query` is what the user said. */
export function runHostedTools(
  call: DeploymentCall,
  query: string,
  source: string,
): HostedWork | Refusal {
  const outputs: Output[] = [];
  const annotations: JsonObject[] = [];
  const found: string[] = [];
  const isAllowed = call.body['tool_choice'] !== 'none';
  const tools = isAllowed ? objectsField(call.body, 'tools') : [];
  for (const [index, tool] of tools.entries()) {
    const type = String(tool['type']);
    const run = Object.hasOwn(RUNS, type) ? RUNS[type] : undefined;
    const done = run?.(call, tool, query);
    if (done instanceof Refusal) return done;
    if (done === undefined) continue;
    outputs.push(toOutput(done, `${source} hosted ${index}`));
    annotations.push(...done.annotations);
    found.push(...done.found);
  }
  return { outputs, annotations, found };
}

function toOutput({ item, steps }: ToolWork, source: string): Output {
  const done: Item = { id: newItemId(item.type, source), status: 'completed', ...item };
  return { begun: { ...done, status: 'in_progress' }, done, pieces: [], steps, cut: undefined };
}

function searchFiles(call: DeploymentCall, tool: JsonObject, query: string): ToolWork | Refusal {
  const ids = isTextList(tool['vector_store_ids']) ? tool['vector_store_ids'] : [];
  const missing = ids.find((id) => vectorStoresOf(call.memory).get(id) === undefined);
  if (missing !== undefined) return notFound(`Vector store with id [${missing}] not found.`);
  const stores = ids.flatMap((id) => vectorStoresOf(call.memory).get(id) ?? []);
  const maximum = numberField(tool, 'max_num_results') ?? 10;
  const results = searchStores(call.memory, stores, [query], maximum);
  const isShown = includes(call.body, 'file_search_call.results');
  return {
    item: { type: 'file_search_call', queries: [query], results: isShown ? results : null },
    steps: ['in_progress', 'searching', 'completed'],
    annotations: results.map(({ file_id, filename }) => ({
      type: 'file_citation',
      index: 0,
      file_id,
      filename,
    })),
    found: results.map(({ filename, text }) => `${filename} says: ${text}`),
  };
}

function searchWeb(call: DeploymentCall, _: JsonObject, query: string): ToolWork {
  const url = 'https://example.com/';
  const sources = includes(call.body, 'web_search_call.action.sources')
    ? { sources: [{ type: 'url', url }] }
    : {};
  return {
    item: { type: 'web_search_call', action: { type: 'search', query, ...sources } },
    steps: ['in_progress', 'searching', 'completed'],
    annotations: [
      { type: 'url_citation', start_index: 0, end_index: 0, url, title: 'Example Domain' },
    ],
    found: [],
  };
}

/** Writes what the user said to a file. */
function interpret(call: DeploymentCall, tool: JsonObject, query: string): ToolWork | Refusal {
  const given = tool['container'];
  const container = openContainer(call, isObject(given) ? given['file_ids'] : given);
  if (container instanceof Refusal) return container;
  const filename = 'said.txt';
  const { id: file_id } = writeFile(call, container, filename, Buffer.from(query));
  const { id: container_id } = container;
  const isShown = includes(call.body, 'code_interpreter_call.outputs');
  return {
    item: {
      type: 'code_interpreter_call',
      code: `open('/mnt/data/${filename}', 'w').write(${JSON.stringify(query)})`,
      container_id,
      outputs: isShown ? [{ type: 'logs', logs: String(query.length) }] : null,
    },
    steps: ['in_progress', 'interpreting', 'completed'],
    annotations: [
      {
        type: 'container_file_citation',
        container_id,
        file_id,
        filename,
        start_index: 0,
        end_index: 0,
      },
    ],
    found: [],
  };
}

function includes(body: JsonObject, name: string): boolean {
  return isTextList(body['include']) && body['include'].includes(name);
}
